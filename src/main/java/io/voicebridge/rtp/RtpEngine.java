package io.voicebridge.rtp;

import java.io.IOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * All RTP of a process: a pool of ports, and media threads that share the sessions between them. Thread-safe.
 */
public final class RtpEngine implements AutoCloseable {

    /** Ports that another process holds are passed over, up to this many in a row. */
    private static final int BIND_ATTEMPTS = 64;

    private final RtpSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final Optional<PortPool> ports;
    private final List<MediaThread> threads = new ArrayList<>();
    private final Set<RtpSession> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService notices;

    /** Starts the media threads. No port is bound before {@link #open}. */
    public RtpEngine(RtpSettings settings) throws IOException {
        this.settings = settings;
        this.ports = settings.ports().any()
                ? Optional.empty()
                : Optional.of(new PortPool(settings.ports(), settings.portRest(), random, System::nanoTime));
        for (int i = 0; i < settings.threads(); i++) {
            threads.add(new MediaThread("rtp-" + i));
        }
        this.notices = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "rtp-notices");
            thread.setDaemon(true);
            return thread;
        });
        threads.forEach(MediaThread::start);
    }

    /**
     * Opens a session on a port of its own. It takes no packets until it is started.
     *
     * @throws IOException if every port or every place on a media thread is taken: the call should be refused with 503
     */
    public RtpSession open() throws IOException {
        MediaThread thread = reserve();
        try {
            RtpSockets sockets = bind();
            RtpStream stream = new RtpStream(sockets, settings, random, notices);
            RtpSession session = new RtpSession(sockets, thread, stream);
            sessions.add(session);
            session.closed().thenRun(() -> {
                sessions.remove(session);
                thread.reserved().decrementAndGet();
                ports.ifPresent(pool -> pool.release(sockets.address().getPort()));
            });
            return session;
        } catch (IOException | RuntimeException e) {
            thread.reserved().decrementAndGet();
            throw e;
        }
    }

    /** Sessions that are open. */
    public int sessions() {
        return sessions.size();
    }

    /** How punctual the frames were that were played so far. */
    public Pacing pacing() {
        long[] counts = new long[PacingHistogram.STEPS];
        threads.forEach(thread -> thread.pacing().addTo(counts));
        return new Pacing(counts);
    }

    private MediaThread reserve() throws IOException {
        MediaThread least = threads.get(0);
        for (MediaThread thread : threads) {
            if (thread.reserved().get() < least.reserved().get()) {
                least = thread;
            }
        }
        if (least.reserved().incrementAndGet() > settings.streamsPerThread()) {
            least.reserved().decrementAndGet();
            throw new IOException("All " + settings.threads() * settings.streamsPerThread()
                    + " RTP streams are in use; more threads allow more calls");
        }
        return least;
    }

    private RtpSockets bind() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ports.isPresent() ? takePort(ports.get()) : anyEvenPort();
            try {
                return RtpSockets.bind(settings.bind(), port);
            } catch (BindException e) {
                ports.ifPresent(pool -> pool.release(port));
                if (attempt == BIND_ATTEMPTS) {
                    throw new IOException(
                            "No RTP port in " + settings.ports() + " on "
                                    + settings.bind().getHostAddress() + " can be bound: " + e.getMessage(),
                            e);
                }
            }
        }
    }

    private int takePort(PortPool pool) throws IOException {
        OptionalInt port = pool.take();
        if (port.isEmpty()) {
            throw new IOException("No RTP port is free in " + settings.ports() + ": " + sessions() + " in use, "
                    + pool.resting() + " rest after their calls");
        }
        return port.getAsInt();
    }

    /** The range from which most systems choose, too. */
    private int anyEvenPort() {
        return 32768 + 2 * random.nextInt(14_000);
    }

    /** Closes all sessions and threads. */
    @Override
    public void close() {
        sessions.forEach(RtpSession::close);
        threads.forEach(MediaThread::close);
        notices.shutdown();
    }
}
