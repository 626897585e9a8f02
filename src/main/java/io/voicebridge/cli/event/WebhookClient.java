package io.voicebridge.cli.event;

import io.voicebridge.cli.ClientLimits;
import io.voicebridge.cli.GuardedNames;
import io.voicebridge.security.TargetGuard;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Sets the HTTP client up for receivers that others have chosen. It connects to addresses that the guard allows only,
 * judged when a connection is made, so that a name cannot change its meaning after it was looked at. It follows no
 * redirect, repeats nothing by itself, keeps no cookie, reads little of an answer, and gives a request up when its time is
 * over, however slowly bytes come. Bean {@code webhookClient}. Thread-safe.
 */
public final class WebhookClient implements HttpClientConfigurer, AutoCloseable {

    private static final int MOST_OF_AN_ANSWER = 64 * 1024;
    private static final int OF_ONE_HOST = 8;

    private final ClientLimits limits;

    /**
     * @param names finds the addresses of a host
     * @param patience how long a request may take from the first byte to the last
     * @param connections at a time
     */
    public WebhookClient(TargetGuard guard, DnsResolver names, Duration patience, int connections) {
        this.limits = new ClientLimits(
                "webhook-deadlines", new GuardedNames(guard, names), patience, patience, connections, OF_ONE_HOST);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        limits.apply(client);
        client.addExecInterceptorFirst("deadline", this::withinTime);
    }

    private ClassicHttpResponse withinTime(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClientLimits.Alarm alarm = limits.alarm(scope);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            passOver(response, scope);
            return response;
        } finally {
            alarm.stop();
        }
    }

    /** The status is what counts; a connection whose answer was read to its end can be used again. */
    private static void passOver(ClassicHttpResponse response, ExecChain.Scope scope) {
        if (response.getEntity() == null) {
            return;
        }
        try {
            InputStream answer = response.getEntity().getContent();
            if (answer != null && answer.readNBytes(MOST_OF_AN_ANSWER).length == MOST_OF_AN_ANSWER) {
                scope.execRuntime.discardEndpoint();
            }
        } catch (IOException e) {
            scope.execRuntime.discardEndpoint();
        }
        response.setEntity(null);
    }

    @Override
    public void close() {
        limits.close();
    }
}
