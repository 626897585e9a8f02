package io.voicebridge.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * What every HTTP client of the bridge has that asks where somebody else has chosen: so many connections, no redirect, no
 * repetition by itself, no cookie and no password that is kept, and an alarm that cuts a request off when its time is over,
 * however slowly bytes come. Thread-safe.
 */
public final class ClientLimits implements AutoCloseable {

    private final DnsResolver names;
    private final Duration longest;
    private final Duration connect;
    private final int connections;
    private final int ofOneHost;
    private final ScheduledExecutorService alarms;

    /** Of one request; it rings once, unless it is stopped before. */
    public static final class Alarm {

        private final ExecChain.Scope scope;
        private ScheduledFuture<?> waiting;

        private Alarm(ExecChain.Scope scope) {
            this.scope = scope;
        }

        /** Ends the request now, wherever it is. */
        public void cutOff() {
            if (scope.originalRequest instanceof Cancellable running) {
                running.cancel();
            }
        }

        public void stop() {
            waiting.cancel(false);
        }
    }

    /**
     * @param thread name of the one that cuts requests off
     * @param names finds the addresses of a host
     * @param longest from the request to the last byte of its answer
     * @param connect how long a connection may take, or one that is free
     * @param connections at a time
     * @param ofOneHost at a time
     */
    public ClientLimits(
            String thread, DnsResolver names, Duration longest, Duration connect, int connections, int ofOneHost) {
        this.names = names;
        this.longest = longest;
        this.connect = connect;
        this.connections = connections;
        this.ofOneHost = ofOneHost;
        this.alarms = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread alarm = new Thread(work, thread);
            alarm.setDaemon(true);
            return alarm;
        });
    }

    public void apply(HttpClientBuilder client) {
        Timeout most = Timeout.of(longest);
        client.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(connect))
                                .setSocketTimeout(most)
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(ofOneHost)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(connect))
                        .setResponseTimeout(most)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
    }

    /** Rings when the time of the request is over. */
    public Alarm alarm(ExecChain.Scope scope) {
        Alarm alarm = new Alarm(scope);
        alarm.waiting = alarms.schedule(alarm::cutOff, longest.toMillis(), TimeUnit.MILLISECONDS);
        return alarm;
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
