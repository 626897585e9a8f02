package io.voicebridge.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Asks at a fixed rate whether or not the answers keep up, and counts each answer's time from when its question was due: a
 * server that pauses makes everybody late who would have asked meanwhile.
 */
final class OpenLoop implements AutoCloseable {

    private static final int CONNECTIONS = 256;
    private static final long PATIENCE_S = 30;

    /** Milliseconds; {@code failed} counts answers other than 200 and those that did not come. */
    record Times(double p50, double p99, double max, int failed) {

        static Times of(long[] nanos, int failed) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Times(at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1), failed);
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    OpenLoop(int port) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAlive(true));
    }

    Future<Integer> send(HttpMethod method, String path, Map<String, String> headers, String body) {
        return client.request(method, path).compose(request -> {
            headers.forEach(request::putHeader);
            return request.send(Buffer.buffer(body))
                    .compose(response -> response.body().map(read -> response.statusCode()));
        });
    }

    /** @param path of the n-th question */
    Times ask(int perSecond, int seconds, IntFunction<String> path, Map<String, String> headers)
            throws InterruptedException {
        int count = perSecond * seconds;
        ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(count);
        long start = System.nanoTime();
        for (int n = 0; n < count; n++) {
            long due = start + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send(HttpMethod.GET, path.apply(n), headers, "").onComplete(status -> {
                taken.add(System.nanoTime() - due);
                if (status.failed() || status.result() != 200) {
                    failed.incrementAndGet();
                }
                open.countDown();
            });
        }
        open.await(PATIENCE_S, TimeUnit.SECONDS);
        return Times.of(taken.stream().mapToLong(Long::longValue).toArray(), failed.get() + (int) open.getCount());
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }
}
