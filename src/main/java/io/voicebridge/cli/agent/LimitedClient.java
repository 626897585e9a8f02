package io.voicebridge.cli.agent;

import java.io.FilterInputStream;
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
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Limits of what an agent asks over HTTP, beans {@code chatClient} and {@code toolClient}: an answer ends when its time is over, however slowly bytes
 * come, and when it is larger than any that is of use; one that nobody reads to its end is cut off instead of read. No
 * redirect is followed and nothing is repeated here. Thread-safe.
 */
public final class LimitedClient implements HttpClientConfigurer, AutoCloseable {

    private final Duration longest;
    private final int connections;
    private final int largest;
    private final DnsResolver names;
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "chat-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param longest from the request to the last byte of its answer
     * @param connections at a time
     * @param largest answer, in bytes
     * @param names finds the addresses of a host
     */
    public LimitedClient(Duration longest, int connections, int largest, DnsResolver names) {
        this.longest = longest;
        this.connections = connections;
        this.largest = largest;
        this.names = names;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        Timeout most = Timeout.of(longest);
        client.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(3))
                                .setSocketTimeout(most)
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(3))
                        .setResponseTimeout(most)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorFirst("limits", this::limited);
    }

    private ClassicHttpResponse limited(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Runnable cutOff = () -> {
            if (scope.originalRequest instanceof Cancellable running) {
                running.cancel();
            }
        };
        ScheduledFuture<?> alarm = alarms.schedule(cutOff, longest.toMillis(), TimeUnit.MILLISECONDS);
        boolean goesOn = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity answer = response.getEntity();
            if (answer != null) {
                response.setEntity(new Limited(answer, largest, cutOff, alarm));
                goesOn = true;
            }
            return response;
        } finally {
            if (!goesOn) {
                alarm.cancel(false);
            }
        }
    }

    private static final class Limited extends HttpEntityWrapper {

        private final int largest;
        private final Runnable cutOff;
        private final ScheduledFuture<?> alarm;
        private InputStream content;

        Limited(HttpEntity wrapped, int largest, Runnable cutOff, ScheduledFuture<?> alarm) {
            super(wrapped);
            this.largest = largest;
            this.cutOff = cutOff;
            this.alarm = alarm;
        }

        /** The same each time, so that whoever closes it closes what was read. */
        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new LimitedStream(super.getContent(), largest, cutOff, alarm);
            }
            return content;
        }
    }

    private static final class LimitedStream extends FilterInputStream {

        private final int largest;
        private final Runnable cutOff;
        private final ScheduledFuture<?> alarm;
        private int read;
        private boolean ended;

        LimitedStream(InputStream in, int largest, Runnable cutOff, ScheduledFuture<?> alarm) {
            super(in);
            this.largest = largest;
            this.cutOff = cutOff;
            this.alarm = alarm;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? -1 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            count(count);
            return count;
        }

        private void count(int more) throws IOException {
            if (more < 0) {
                ended = true;
                return;
            }
            read += more;
            if (read > largest) {
                close();
                throw new AnswerTooLarge();
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** The client would read what is left, to use the connection again: that may be a lot, or never come. */
        @Override
        public void close() throws IOException {
            alarm.cancel(false);
            if (ended) {
                super.close();
            } else {
                cutOff.run();
            }
        }
    }

    /** More has come than is read. */
    static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
