package io.voicebridge.sip.location;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on this machine that knows what the test has told it, over UDP and TCP. */
public final class NameServer implements AutoCloseable {

    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int SOA = 6;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int NAPTR = 35;
    private static final int NO_SUCH_NAME = 3;
    private static final int SERVER_FAILURE = 2;
    private static final int TRUNCATED = 0x0200;

    private record Resource(String name, int type, int seconds, byte[] content) {}

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private final List<Resource> zone = Collections.synchronizedList(new ArrayList<>());
    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> large = ConcurrentHashMap.newKeySet();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final DatagramSocket datagrams;
    private final ServerSocket streams;
    private volatile int nothingSeconds = 60;
    private volatile int seconds = 300;

    private NameServer(DatagramSocket datagrams, ServerSocket streams) {
        this.datagrams = datagrams;
        this.streams = streams;
        thread(this::serveDatagrams);
        thread(this::serveStreams);
    }

    public static NameServer start() {
        InetAddress here = InetAddress.getLoopbackAddress();
        BindException taken = new BindException();
        for (int i = 0; i < 20; i++) {
            try {
                DatagramSocket datagrams = new DatagramSocket(0, here);
                try {
                    return new NameServer(datagrams, new ServerSocket(datagrams.getLocalPort(), 10, here));
                } catch (BindException e) {
                    // A port that is free for UDP may be taken for TCP: try another.
                    taken = e;
                    datagrams.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new UncheckedIOException(taken);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) datagrams.getLocalSocketAddress();
    }

    /** How long what is told from now on holds. */
    public NameServer holdsFor(int time) {
        seconds = time;
        return this;
    }

    NameServer saysNothingFor(int time) {
        nothingSeconds = time;
        return this;
    }

    public NameServer address(String host, String... addresses) {
        for (String each : addresses) {
            byte[] bytes = literal(each);
            add(host, bytes.length == 4 ? A : AAAA, out -> out.write(bytes));
        }
        return this;
    }

    public NameServer service(String name, int priority, int weight, int port, String target) {
        return add(name, SRV, out -> {
            out.writeShort(priority);
            out.writeShort(weight);
            out.writeShort(port);
            writeName(out, target);
        });
    }

    public NameServer pointer(String domain, int order, int preference, String service, String replacement) {
        return add(domain, NAPTR, out -> {
            out.writeShort(order);
            out.writeShort(preference);
            writeText(out, "s");
            writeText(out, service);
            writeText(out, "");
            writeName(out, replacement);
        });
    }

    NameServer alias(String name, String other) {
        return add(name, CNAME, out -> writeName(out, other));
    }

    /** A record whose content makes no sense. */
    NameServer nonsense(String name) {
        return add(name, SRV, out -> out.writeByte(7));
    }

    public NameServer forget(String name) {
        zone.removeIf(each -> each.name().equals(name));
        return this;
    }

    NameServer isSilentAbout(String... names) {
        silent.addAll(Arrays.asList(names));
        return this;
    }

    NameServer speaksAgain() {
        silent.clear();
        return this;
    }

    NameServer failsAt(String name) {
        failing.add(name);
        return this;
    }

    /** Says over UDP that the answer needs TCP. */
    NameServer isLong(String name) {
        large.add(name);
        return this;
    }

    /** What was asked so far: {@code SRV _sip._udp.carrier.example}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** From where it was asked. */
    Set<Integer> ports() {
        return Set.copyOf(ports);
    }

    private NameServer add(String name, int type, Content content) {
        zone.add(new Resource(name, type, seconds, bytes(content)));
        return this;
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                ports.add(packet.getPort());
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()), true);
                if (answer.length > 0) {
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serveStreams() {
        try {
            while (true) {
                try (Socket socket = streams.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] query = new byte[in.readUnsignedShort()];
                    in.readFully(query);
                    byte[] answer = answer(query, false);
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private byte[] answer(byte[] query, boolean datagram) {
        StringBuilder asked = new StringBuilder();
        int at = 12;
        while (query[at] != 0) {
            asked.append(asked.length() == 0 ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        String name = asked.toString().toLowerCase(Locale.ROOT);
        int type = (query[at + 1] & 0xFF) << 8 | query[at + 2] & 0xFF;
        byte[] question = Arrays.copyOfRange(query, 12, at + 5);
        questions.add(Map.of(A, "A", AAAA, "AAAA", SRV, "SRV", NAPTR, "NAPTR").getOrDefault(type, "?") + ' ' + name);
        if (silent.contains(name)) {
            return new byte[0];
        }
        List<Resource> found = found(name, type);
        boolean exists = zone.stream().anyMatch(each -> each.name().equals(name));
        int code = failing.contains(name) ? SERVER_FAILURE : exists ? 0 : NO_SUCH_NAME;
        boolean cut = datagram && large.contains(name);
        return bytes(out -> {
            out.write(query, 0, 2);
            out.writeShort(0x8180 | code | (cut ? TRUNCATED : 0));
            out.writeShort(1);
            out.writeShort(cut || code == SERVER_FAILURE ? 0 : found.size());
            out.writeShort(found.isEmpty() ? 1 : 0);
            out.writeShort(0);
            out.write(question);
            if (!cut && code != SERVER_FAILURE) {
                for (Resource each : found) {
                    write(out, each);
                }
            }
            if (found.isEmpty()) {
                write(out, new Resource("example", SOA, 3600, bytes(soa -> {
                    writeName(soa, "ns.example");
                    writeName(soa, "root.example");
                    for (int i = 0; i < 4; i++) {
                        soa.writeInt(1);
                    }
                    soa.writeInt(nothingSeconds);
                })));
            }
        });
    }

    /** With the aliases that lead there, as a resolver gives them. */
    private List<Resource> found(String name, int type) {
        List<Resource> found = new ArrayList<>();
        List<Resource> all = List.copyOf(zone);
        all.stream()
                .filter(each -> each.name().equals(name) && each.type() == type)
                .forEach(found::add);
        if (found.isEmpty()) {
            all.stream()
                    .filter(each -> each.name().equals(name) && each.type() == CNAME)
                    .forEach(found::add);
        }
        return found;
    }

    private static void write(DataOutputStream out, Resource resource) throws IOException {
        writeName(out, resource.name());
        out.writeShort(resource.type());
        out.writeShort(1);
        out.writeInt(resource.seconds());
        out.writeShort(resource.content().length);
        out.write(resource.content());
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        if (!name.isEmpty() && !name.equals(".")) {
            for (String label : name.split("\\.")) {
                writeText(out, label);
            }
        }
        out.writeByte(0);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        out.writeByte(text.length());
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
