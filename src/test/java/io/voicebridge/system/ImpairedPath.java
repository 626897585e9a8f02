package io.voicebridge.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A bad network before a bridge on 127.0.0.1: whatever comes to one of its ports at {@value #ADDRESS} goes on to the same port there,
 * and back, late, out of order, twice or never. For machines whose kernel has no netem. The bridge has to advertise the address, so
 * that signalling of dialogs and audio go this way too.
 */
final class ImpairedPath implements AutoCloseable {

    static final String ADDRESS = "127.0.0.2";

    /**
     * @param lost share of the packets, 0 to 1
     * @param doubled the same
     * @param delayMs of every packet
     * @param jitterMs on top, by chance: packets overtake each other if it is more than lies between them
     */
    record Impairment(double lost, double doubled, int delayMs, int jitterMs) {}

    /** A packet under way. */
    private record Late(long due, long number, DatagramChannel by, InetSocketAddress to, byte[] bytes) {}

    /** The way of one peer to one port: what the bridge answers comes to its socket. */
    private record Way(DatagramChannel outside, InetSocketAddress peer, DatagramChannel inside) {}

    private final Impairment impairment;
    private final Random random;
    private final Selector selector = Selector.open();
    private final Map<String, Way> ways = new HashMap<>();
    private final java.util.PriorityQueue<Late> underWay = new java.util.PriorityQueue<>(
            java.util.Comparator.comparingLong(Late::due).thenComparingLong(Late::number));
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "impaired-path");
    private volatile boolean open = true;
    private volatile Exception failure;

    /** @param seed of its chances */
    ImpairedPath(Impairment impairment, long seed, int sipPort, int firstRtp, int lastRtp) throws IOException {
        this.impairment = impairment;
        this.random = new Random(seed);
        List<Integer> ports = IntStream.concat(IntStream.of(sipPort), IntStream.rangeClosed(firstRtp, lastRtp))
                .boxed()
                .toList();
        for (int port : ports) {
            listen(new InetSocketAddress(InetAddress.getByName(ADDRESS), port));
        }
        thread.setDaemon(true);
        thread.start();
    }

    private DatagramChannel listen(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(address);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    /** Whether it still carries what comes. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    long passed() {
        return passed.get();
    }

    long lost() {
        return lost.get();
    }

    private void run() {
        try {
            while (open) {
                long wait = underWay.isEmpty() ? 20 : (underWay.peek().due() - System.nanoTime()) / 1_000_000;
                if (wait > 0) {
                    selector.select(wait);
                } else {
                    selector.selectNow();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((DatagramChannel) key.channel(), (Way) key.attachment());
                }
                selector.selectedKeys().clear();
                deliver();
            }
        } catch (IOException | RuntimeException e) {
            if (open) {
                failure = e;
            }
        }
    }

    /** @param way null of a channel that peers send to */
    private void receive(DatagramChannel channel, Way way) throws IOException {
        for (InetSocketAddress from = next(channel); from != null; from = next(channel)) {
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.limit());
            if (way != null) {
                send(way.outside(), way.peer(), bytes);
            } else {
                InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
                Way there = way(channel, local.getPort(), from);
                send(there.inside(), new InetSocketAddress(InetAddress.getLoopbackAddress(), local.getPort()), bytes);
            }
        }
    }

    private InetSocketAddress next(DatagramChannel channel) throws IOException {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        buffer.flip();
        return from;
    }

    private Way way(DatagramChannel outside, int port, InetSocketAddress peer) throws IOException {
        Way known = ways.get(port + " " + peer);
        if (known == null) {
            DatagramChannel inside = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            known = new Way(outside, peer, inside);
            inside.keyFor(selector).attach(known);
            ways.put(port + " " + peer, known);
        }
        return known;
    }

    private void send(DatagramChannel by, InetSocketAddress to, byte[] bytes) {
        if (random.nextDouble() < impairment.lost()) {
            lost.incrementAndGet();
            return;
        }
        for (int copies = random.nextDouble() < impairment.doubled() ? 2 : 1; copies > 0; copies--) {
            long delay = impairment.delayMs() + random.nextInt(impairment.jitterMs() + 1);
            underWay.add(new Late(System.nanoTime() + delay * 1_000_000, passed.incrementAndGet(), by, to, bytes));
        }
    }

    private void deliver() throws IOException {
        long now = System.nanoTime();
        while (!underWay.isEmpty() && underWay.peek().due() <= now) {
            Late late = underWay.remove();
            late.by().send(ByteBuffer.wrap(late.bytes()), late.to());
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
