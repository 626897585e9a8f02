package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import io.voicebridge.cli.agent.LimitedClient;
import io.voicebridge.trunk.CarrierApi;
import io.voicebridge.trunk.Provider;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/** Opens providers' APIs. Thread-safe. */
final class CarrierApis implements CarrierApi.Opening {

    private final CamelContext context;
    private final ProducerTemplate template;
    private final ObjectMapper json;
    private final String twilioRoot;
    private final HttpClient twilioClient;

    /** @param limits of the SDK's requests; the others have them from their routes */
    CarrierApis(CamelContext context, ObjectMapper json, String twilioRoot, LimitedClient limits) {
        this.context = context;
        this.template = context.createProducerTemplate();
        this.json = json;
        this.twilioRoot = twilioRoot.replaceAll("/+$", "");
        HttpClientBuilder client = HttpClientBuilder.create();
        limits.configureHttpClient(client);
        this.twilioClient = new NetworkHttpClient(client);
    }

    @Override
    public CarrierApi open(Provider provider, CarrierApi.Credentials credentials) {
        return new RoutedApi(
                template,
                json,
                credentials,
                provider == Provider.TWILIO
                        ? Optional.of(new TwilioSession(context, twilioClient, twilioRoot, credentials))
                        : Optional.empty());
    }
}
