package io.voicebridge.system;

import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.Front;
import io.voicebridge.cli.KafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Three bridges on one PostgreSQL, with a Kafka broker, behind the SIP front of {@code deploy/kubernetes}. */
final class Cluster implements AutoCloseable {

    static final String TOPIC = "voice-bridge.events";

    /** All encrypt with it, as every bridge on a database must. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final List<String> RTP_PORTS = List.of("20000-22999", "23000-25999", "26000-29999");

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final KafkaBroker kafka;
    private final Front front;
    private final List<Integer> sipPorts =
            IntStream.range(0, 3).map(i -> FreePort.ofAServer()).boxed().toList();
    private final BridgeProcess[] bridges = new BridgeProcess[3];

    /** A row of a conversation, as the database has it. */
    record Row(String id, String callId, String node, String correlation, String state, String endedBy) {}

    private Cluster(Path folder) throws Exception {
        this.folder = folder;
        postgres = EmbeddedPostgres.builder().start();
        kafka = KafkaBroker.start(folder.resolve("kafka"), TOPIC);
        front = Front.in(folder);
    }

    static Cluster start(Path folder) throws Exception {
        Cluster cluster = new Cluster(folder);
        try {
            cluster.startAll();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** One after the other: starts are work, and machines that test have little to spare. */
    private void startAll() throws IOException {
        for (int i = 0; i < bridges.length; i++) {
            start(i);
        }
        front.startBefore(sipPorts.stream()
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toList());
    }

    /** Again on the same data directory and ports, if it ran before. */
    void start(int index) throws IOException {
        bridges[index] = BridgeProcess.start(
                Files.createDirectories(folder.resolve("bridge-" + index)),
                Map.ofEntries(
                        Map.entry("BRIDGE_DB_URL", postgres.getJdbcUrl("postgres", "postgres")),
                        Map.entry("BRIDGE_DB_USER", "postgres"),
                        Map.entry("BRIDGE_SECRETS_KEYS", KEY),
                        Map.entry("BRIDGE_KAFKA_BROKERS", kafka.address()),
                        Map.entry("BRIDGE_NODE_BEAT_SECONDS", "1"),
                        Map.entry("BRIDGE_NODE_TIMEOUT_SECONDS", "8"),
                        Map.entry("BRIDGE_DRAIN_SECONDS", "60"),
                        Map.entry("BRIDGE_SIP_PORT", Integer.toString(sipPorts.get(index))),
                        Map.entry("BRIDGE_RTP_PORTS", RTP_PORTS.get(index)),
                        // Starts in half the time, where several tests share the machine
                        Map.entry("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                        // Who is heard does not matter here, and three recognisers are much for a machine that tests
                        Map.entry("BRIDGE_SPEECH_RECOGNIZER", "none"),
                        Map.entry("BRIDGE_SPEECH_VOICE_ACTIVITY", "energy")));
    }

    Path folder() {
        return folder;
    }

    BridgeProcess bridge(int index) {
        return bridges[index];
    }

    Front front() {
        return front;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    /** The name that a bridge has among those on its database. */
    String node(int index) throws IOException {
        return Files.readString(folder.resolve("bridge-" + index).resolve("node.id"));
    }

    /** The bridge that has the conversation. */
    int holder(Row row) throws IOException {
        for (int i = 0; i < bridges.length; i++) {
            if (node(i).equals(row.node())) {
                return i;
            }
        }
        throw new IllegalStateException(row + " is nobody's");
    }

    List<Row> conversations() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select id, call_id, node, correlation, state, ended_by from conversation order by started_at")) {
            while (found.next()) {
                rows.add(new Row(
                        found.getString(1),
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        found.getString(5),
                        found.getString(6)));
            }
        }
        return rows;
    }

    /** The bridge that tells Kafka. */
    String teller() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select owner from event_relay where name = 'kafka'")) {
            found.next();
            return found.getString(1);
        }
    }

    @Override
    public void close() throws Exception {
        for (BridgeProcess bridge : bridges) {
            if (bridge != null) {
                bridge.close();
            }
        }
        front.close();
        kafka.close();
        postgres.close();
    }
}
