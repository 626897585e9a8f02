package io.voicebridge.cli.event;

import io.voicebridge.cli.GuardedNames;
import io.voicebridge.security.TargetGuard;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sets the HTTP client up for receivers that others have chosen. It connects to addresses that the guard allows only,
 * judged when a connection is made, so that a name cannot change its meaning after it was looked at. It follows no
 * redirect, repeats nothing by itself, keeps no cookie, reads little of an answer, and gives a request up when its time is
 * over, however slowly bytes come. Bean {@code webhookClient}. Thread-safe.
 */
public final class WebhookClient implements HttpClientConfigurer, AutoCloseable {

    private static final int MOST_OF_AN_ANSWER = 64 * 1024;
    private static final int OF_ONE_HOST = 8;

    private final DnsResolver names;
    private final Duration patience;
    private final int connections;
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "webhook-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param names finds the addresses of a host
     * @param patience how long a request may take from the first byte to the last
     * @param connections at a time
     */
    public WebhookClient(TargetGuard guard, DnsResolver names, Duration patience, int connections) {
        this.names = new GuardedNames(guard, names);
        this.patience = patience;
        this.connections = connections;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        Timeout most = Timeout.of(patience);
        client.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(most)
                                .setSocketTimeout(most)
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(OF_ONE_HOST)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(most)
                        .setResponseTimeout(most)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorFirst("deadline", this::withinTime);
    }

    private ClassicHttpResponse withinTime(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ScheduledFuture<?> alarm = alarms.schedule(
                () -> scope.originalRequest instanceof Cancellable running && running.cancel(),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            passOver(response, scope);
            return response;
        } finally {
            alarm.cancel(false);
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
        alarms.shutdownNow();
    }
}
