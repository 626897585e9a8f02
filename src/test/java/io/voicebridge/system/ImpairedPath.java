package io.voicebridge.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A bad network between telephones and a bridge, all on 127.0.0.1, for machines whose kernel has no netem. Each side knows the
 * other by an address of the path: the bridge is at {@value #BRIDGE}, telephones are at {@value #PHONES}, with their own ports. What
 * comes goes on late, out of order, twice or never, both ways, signalling and audio.
 *
 * <p>Both sides have to advertise their address of the path for SIP. In SDP neither would name it to a peer on its own
 * machine, so it is put there on the way, as a border controller does.
 */
final class ImpairedPath implements AutoCloseable {

    static final String BRIDGE = "127.0.0.2";
    static final String PHONES = "127.0.0.3";
    private static final String HERE = "127.0.0.1";

    /**
     * @param lost share of the packets, 0 to 1
     * @param doubled the same
     * @param delayMs of every packet
     * @param jitterMs on top, by chance: packets overtake each other if it is more than lies between them
     */
    record Impairment(double lost, double doubled, int delayMs, int jitterMs) {}

    /** One side. @param rtpFrom the first of its ports for audio, RTP at the even ones */
    record Side(int sip, int rtpFrom, int rtpTo) {}

    /** A packet under way. */
    private record Late(long due, long number, DatagramChannel by, InetSocketAddress to, byte[] bytes) {}

    private final Random random;
    private final Selector selector = Selector.open();
    private final Map<Integer, DatagramChannel> bridge = new HashMap<>();
    private final Map<Integer, DatagramChannel> phones = new HashMap<>();
    private final int bridgeSip;
    private final int phonesSip;
    private final PriorityQueue<Late> underWay =
            new PriorityQueue<>(Comparator.comparingLong(Late::due).thenComparingLong(Late::number));
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final AtomicLong signalled = new AtomicLong();
    private final AtomicLong signalsLost = new AtomicLong();
    private final AtomicLong saidToBridge = new AtomicLong();
    private final AtomicLong saidToBridgeLost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "impaired-path");
    private long packets;
    private volatile Impairment impairment = new Impairment(0, 0, 0, 0);
    private volatile boolean open = true;
    private volatile Exception failure;

    /** Loses nothing at first. @param seed of its chances */
    ImpairedPath(long seed, Side bridge, Side phones) throws IOException {
        this.random = new Random(seed);
        this.bridgeSip = bridge.sip();
        this.phonesSip = phones.sip();
        listen(BRIDGE, bridge, this.bridge);
        listen(PHONES, phones, this.phones);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen(String address, Side side, Map<Integer, DatagramChannel> channels) throws IOException {
        int[] ports = IntStream.concat(IntStream.of(side.sip()), IntStream.rangeClosed(side.rtpFrom(), side.rtpTo()))
                .toArray();
        for (int port : ports) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.put(port, channel);
        }
    }

    void becomes(Impairment next) {
        impairment = next;
    }

    /** Whether it still carries what comes. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /** SIP messages that came, both ways. */
    long signalled() {
        return signalled.get();
    }

    long signalsLost() {
        return signalsLost.get();
    }

    /** Packets of audio for the bridge. */
    long saidToBridge() {
        return saidToBridge.get();
    }

    long saidToBridgeLost() {
        return saidToBridgeLost.get();
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
                    receive((DatagramChannel) key.channel());
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

    private void receive(DatagramChannel channel) throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        boolean forBridge = local.getAddress().getHostAddress().equals(BRIDGE);
        for (InetSocketAddress from = next(channel); from != null; from = next(channel)) {
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.limit());
            DatagramChannel senders = (forBridge ? phones : bridge).get(from.getPort());
            if (senders == null) {
                continue; // of nobody who is a side of this path
            }
            boolean signal = local.getPort() == (forBridge ? bridgeSip : phonesSip);
            boolean lost = random.nextDouble() < impairment.lost();
            count(signal, forBridge && local.getPort() % 2 == 0, lost);
            if (!lost) {
                send(
                        senders,
                        new InetSocketAddress(InetAddress.getByName(HERE), local.getPort()),
                        signal ? described(bytes, forBridge ? PHONES : BRIDGE) : bytes);
            }
        }
    }

    private void count(boolean signal, boolean audioForBridge, boolean lost) {
        if (signal) {
            signalled.incrementAndGet();
            signalsLost.addAndGet(lost ? 1 : 0);
        } else if (audioForBridge) {
            saidToBridge.incrementAndGet();
            saidToBridgeLost.addAndGet(lost ? 1 : 0);
        }
    }

    /** The SDP names the sender's address of the path, which is as long as the one it replaces. */
    private static byte[] described(byte[] message, String address) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace("IN IP4 " + HERE, "IN IP4 " + address)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private InetSocketAddress next(DatagramChannel channel) throws IOException {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        buffer.flip();
        return from;
    }

    private void send(DatagramChannel by, InetSocketAddress to, byte[] bytes) {
        Impairment now = impairment;
        for (int copies = random.nextDouble() < now.doubled() ? 2 : 1; copies > 0; copies--) {
            long delay = now.delayMs() + random.nextInt(now.jitterMs() + 1);
            underWay.add(new Late(System.nanoTime() + delay * 1_000_000, packets++, by, to, bytes));
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
