package io.voicebridge.cli.trunk;

import com.twilio.http.HttpClient;
import com.twilio.http.TwilioRestClient;
import io.voicebridge.trunk.CarrierApi.Credentials;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.component.twilio.TwilioComponent;

/**
 * A client of one Twilio account for one run. camel-twilio knows one account for each component, so a run has a component of
 * its own: no run can ask with another tenant's key. Not thread-safe.
 */
final class TwilioSession implements AutoCloseable {

    private static final AtomicLong COUNT = new AtomicLong();

    private final CamelContext context;
    private final String component;
    private final TwilioHttp http;

    /** @param root where the 2010 API is */
    TwilioSession(CamelContext context, HttpClient client, String root, Credentials credentials) {
        this.context = context;
        this.component = "twilio-" + COUNT.incrementAndGet();
        this.http = new TwilioHttp(client, root);
        TwilioComponent twilio = new TwilioComponent(context);
        twilio.setAutowiredEnabled(false);
        twilio.setRestClient(new TwilioRestClient.Builder(credentials.user(), credentials.secret())
                .accountSid(credentials.account())
                .httpClient(http)
                .build());
        context.addComponent(component, twilio);
    }

    /** The scheme of its endpoints. */
    String component() {
        return component;
    }

    /** Of the last answer. */
    Optional<String> header(String name) {
        return http.header(name);
    }

    @Override
    public void close() {
        try {
            context.removeEndpoints(component + ":*");
        } catch (Exception e) {
            throw new IllegalStateException("The endpoints of a run cannot be removed", e);
        } finally {
            context.removeComponent(component);
        }
    }
}
