package io.voicebridge.cli.agent;

import io.voicebridge.cli.ClientLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Limits of what an agent asks over HTTP, beans {@code chatClient} and {@code toolClient}: an answer ends when its time is over, however slowly bytes
 * come, and when it is larger than any that is of use; one that nobody reads to its end is cut off instead of read. No
 * redirect is followed and nothing is repeated here. Thread-safe.
 */
public final class LimitedClient implements HttpClientConfigurer, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final int largest;
    private final ClientLimits limits;

    /**
     * @param longest from the request to the last byte of its answer
     * @param connections at a time
     * @param largest answer, in bytes
     * @param names finds the addresses of a host
     */
    public LimitedClient(Duration longest, int connections, int largest, DnsResolver names) {
        this.largest = largest;
        this.limits = new ClientLimits("agent-deadlines", names, longest, CONNECT, connections, connections);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        limits.apply(client);
        client.addExecInterceptorFirst("limits", this::limited);
    }

    private ClassicHttpResponse limited(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClientLimits.Alarm alarm = limits.alarm(scope);
        boolean goesOn = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity answer = response.getEntity();
            if (answer != null) {
                response.setEntity(new Limited(answer, largest, alarm));
                goesOn = true;
            }
            return response;
        } finally {
            if (!goesOn) {
                alarm.stop();
            }
        }
    }

    private static final class Limited extends HttpEntityWrapper {

        private final int largest;
        private final ClientLimits.Alarm alarm;
        private InputStream content;

        Limited(HttpEntity wrapped, int largest, ClientLimits.Alarm alarm) {
            super(wrapped);
            this.largest = largest;
            this.alarm = alarm;
        }

        /** The same each time, so that whoever closes it closes what was read. */
        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new LimitedStream(super.getContent(), largest, alarm);
            }
            return content;
        }
    }

    private static final class LimitedStream extends FilterInputStream {

        private final int largest;
        private final ClientLimits.Alarm alarm;
        private int read;
        private boolean ended;

        LimitedStream(InputStream in, int largest, ClientLimits.Alarm alarm) {
            super(in);
            this.largest = largest;
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
            alarm.stop();
            if (ended) {
                super.close();
            } else {
                alarm.cutOff();
            }
        }
    }

    /** More has come than is read. */
    static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() {
        limits.close();
    }
}
