package io.voicebridge.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** A real broker of one node (KRaft) in this JVM, with what it has on disk: it can be stopped and started again. */
public final class KafkaBroker implements AutoCloseable {

    /** Of the broker that asks for a password. */
    static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"bridge\""
            + " password=\"hush\"";

    private final Properties settings = new Properties();
    private final int port;
    private final boolean secured;
    private KafkaRaftServer server;

    private KafkaBroker(Path folder, boolean secured) throws IOException {
        Configurator.setLevel("kafka", Level.ERROR);
        Configurator.setLevel("org.apache.kafka", Level.ERROR);
        this.secured = secured;
        int controller;
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = first.getLocalPort();
            controller = second.getLocalPort();
        }
        String protocol = secured ? "SASL_PLAINTEXT" : "PLAINTEXT";
        settings.putAll(Map.of(
                "node.id",
                "1",
                "process.roles",
                "broker,controller",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                protocol + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "listener.security.protocol.map",
                protocol + ':' + protocol + ",CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                protocol,
                "log.dirs",
                folder.toString(),
                "offsets.topic.replication.factor",
                "1",
                "group.initial.rebalance.delay.ms",
                "0"));
        settings.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "auto.create.topics.enable", "false",
                "controlled.shutdown.enable", "false"));
        if (secured) {
            settings.putAll(Map.of(
                    "sasl.enabled.mechanisms", "PLAIN",
                    "sasl.mechanism.inter.broker.protocol", "PLAIN",
                    "listener.name.sasl_plaintext.plain.sasl.jaas.config", JAAS + " user_bridge=\"hush\";"));
        }
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    public static KafkaBroker start(Path folder, String... topics) throws Exception {
        return start(new KafkaBroker(folder, false), topics);
    }

    /** One that asks for user and password. */
    static KafkaBroker startSecured(Path folder, String... topics) throws Exception {
        return start(new KafkaBroker(folder, true), topics);
    }

    private static KafkaBroker start(KafkaBroker broker, String... topics) throws Exception {
        broker.start();
        broker.create(topics);
        return broker;
    }

    public void start() {
        server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
    }

    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    void create(String... topics) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(Stream.of(topics)
                            .map(name -> new NewTopic(name, 3, (short) 1))
                            .toList())
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(Map.of("bootstrap.servers", address()));
        if (secured) {
            client.putAll(Map.of(
                    "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", JAAS + ';'));
        }
        return client;
    }

    /** Returns when the broker has it. */
    public void send(ProducerRecord<String, byte[]> record) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get(60, TimeUnit.SECONDS);
        }
    }

    /** How many records of a topic a group has acknowledged. */
    long committed(String group, String topic) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(client())) {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(topic))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        }
    }

    /** All that is in a topic now, partition by partition. */
    public List<ConsumerRecord<String, String>> read(String topic) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> all.add(text(record)));
            }
            return all;
        }
    }

    private static ConsumerRecord<String, String> text(ConsumerRecord<String, byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value() == null ? null : new String(record.value(), java.nio.charset.StandardCharsets.UTF_8),
                record.headers(),
                record.leaderEpoch());
    }

    @Override
    public void close() {
        stop();
    }
}
