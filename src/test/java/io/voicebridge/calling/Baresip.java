package io.voicebridge.calling;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.system.Programs;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The softphone baresip on this machine. It hums {@link #TONE} and writes down what it hears. */
public final class Baresip implements AutoCloseable {

    public static final double TONE = 440;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RECEIVED = Pattern.compile("rcvd=(\\d+)");
    private static final Pattern REPORTED = Pattern.compile("psent=(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WAV_HEADER = 44;

    private final Path folder;
    private final Path heard;
    private final int port = FreePort.withTheNext();
    private final int control = FreePort.withTheNext();
    private final List<String> more = new ArrayList<>();
    private String uriParameters = "";
    private String account = "";
    private String codecs = "PCMU/8000/1,PCMA/8000/1";
    private double tone = TONE;
    private int rate = 8_000;
    private Process process;

    private Baresip(Path folder) throws IOException {
        this.folder = folder;
        this.heard = Files.createDirectory(folder.resolve("heard"));
    }

    /** One that is still to be started. Leaves the test out, with a line that says so, where the program is missing. */
    public static Baresip in(Path folder) throws IOException {
        Programs.require("baresip", "baresip");
        return new Baresip(Files.createTempDirectory(folder, "baresip"));
    }

    /** Signals over TLS alone, and believes nobody whom the authority does not know. */
    public Baresip overTls(TestAuthority authority) throws IOException {
        TlsSettings.Identity own = authority.issue("x").address("127.0.0.1").write(folder, "phone");
        Path both = folder.resolve("phone.pem");
        Files.writeString(both, Files.readString(own.certificate()) + Files.readString(own.key()));
        more.add("sip_certificate " + both);
        more.add("sip_cafile " + authority.write(folder));
        more.add("sip_verify_server yes");
        uriParameters = ";transport=tls";
        return this;
    }

    /** Talks encrypted or not at all. */
    public Baresip encrypting() {
        more.add("module srtp.so");
        account += ";mediaenc=srtp-mand";
        return this;
    }

    /** Speaks G.722 and nothing else. */
    public Baresip wideBand() {
        more.add("module g722.so");
        codecs = "G722/16000/1";
        rate = 16_000;
        return this;
    }

    /** Hums this in place of {@link #TONE}. */
    public Baresip humming(double hertz) {
        tone = hertz;
        return this;
    }

    /** Picks up when it is called. */
    public Baresip answering() {
        account += ";answermode=auto";
        return this;
    }

    public Baresip start() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "sip_listen 127.0.0.1:" + port,
                "net_interface 127.0.0.1",
                "module_path /usr/lib/baresip/modules",
                "module g711.so",
                "module aubridge.so",
                "module aufile.so",
                "module sndfile.so",
                "module_tmp account.so",
                "module_app menu.so",
                "module_app ctrl_tcp.so",
                "ctrl_tcp_listen 127.0.0.1:" + control,
                "audio_player aubridge,ply",
                "audio_source aufile," + Tones.wav(folder.resolve("tone.wav"), tone, rate, Duration.ofMinutes(5)),
                "ausrc_srate " + rate,
                "ausrc_channels 1",
                "audio_txmode thread",
                "snd_path " + heard));
        lines.addAll(more);
        Files.write(folder.resolve("config"), lines);
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:desk@127.0.0.1:" + port + uriParameters + ">;regint=0;audio_codecs=" + codecs + account + "\n");
        process = new ProcessBuilder("baresip", "-s", "-f", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        await().atMost(PATIENCE).until(() -> !process.isAlive() || output().contains("baresip is ready"));
        if (!process.isAlive()) {
            throw new IOException("baresip did not start:\n" + output());
        }
        return this;
    }

    /** What it is called by: over TLS it listens one port higher. */
    public String uri() {
        return "sip:desk@127.0.0.1:" + (uriParameters.isEmpty() ? port : port + 1) + uriParameters;
    }

    /** Calls somebody at this machine. */
    public void dials(String user, int where) throws IOException {
        does("dial", "sip:" + user + "@127.0.0.1:" + where + uriParameters);
    }

    /** Puts the call on hold, and it is the peer's turn to know it. */
    public void holds() throws IOException {
        does("hold", "");
    }

    public void resumes() throws IOException {
        does("resume", "");
    }

    public void presses(char digit) throws IOException {
        does("sndcode", Character.toString(digit));
    }

    /** Asks the peer to call somebody else in its place. */
    public void transfers(String uri) throws IOException {
        does("transfer", uri);
    }

    public void hangsUp() throws IOException {
        does("hangup", "");
    }

    /** Packets of the call's audio that it has taken, which over SRTP are those that proved to be ours. */
    public long received() throws IOException {
        return counted(RECEIVED);
    }

    /** Packets that we have sent by the last report of ours that it has read; 0 before there was one. */
    public long reportedToIt() throws IOException {
        return counted(REPORTED);
    }

    private long counted(Pattern what) throws IOException {
        Matcher counted = what.matcher(does("audio_debug", ""));
        return counted.find() ? Long.parseLong(counted.group(1)) : 0;
    }

    /** A command of its module ctrl_tcp: a netstring of JSON each way. What it prints is the answer. */
    private String does(String command, String parameters) throws IOException {
        byte[] json = JSON.writeValueAsBytes(Map.of("command", command, "params", parameters, "token", command));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            ByteArrayOutputStream netstring = new ByteArrayOutputStream();
            netstring.writeBytes((json.length + ":").getBytes(StandardCharsets.US_ASCII));
            netstring.writeBytes(json);
            netstring.write(',');
            socket.getOutputStream().write(netstring.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            JsonNode answer = netstring(in);
            while (!answer.path("response").asBoolean()) {
                answer = netstring(in); // that was an event
            }
            if (!answer.path("ok").asBoolean()) {
                throw new IOException(
                        "baresip cannot " + command + ": " + answer.path("data").asText());
            }
            return answer.path("data").asText();
        }
    }

    private static JsonNode netstring(DataInputStream in) throws IOException {
        int length = 0;
        for (int next = in.readUnsignedByte(); next != ':'; next = in.readUnsignedByte()) {
            length = length * 10 + Character.digit(next, 10);
        }
        byte[] json = new byte[length];
        in.readFully(json);
        in.readUnsignedByte(); // the comma
        return JSON.readTree(json);
    }

    /** All that it has printed, SIP messages among it. */
    public String output() throws IOException {
        return Files.readString(log(), StandardCharsets.ISO_8859_1);
    }

    private Path log() {
        return folder.resolve("baresip.log");
    }

    /** Samples a second of what it hums and hears. */
    public int rate() {
        return rate;
    }

    /**
     * What it has heard, until it was put on hold or put the other side on hold: baresip 1.0.0 takes its recorder out then and
     * never puts it back, so what comes after is to be known by {@link #received}.
     */
    public short[] heard() throws IOException {
        Optional<Path> file;
        try (Stream<Path> all = Files.list(heard)) {
            file = all.filter(each -> each.toString().endsWith("-dec.wav")).findFirst();
        }
        return file.isPresent() ? samples(Files.readAllBytes(file.get())) : new short[0];
    }

    /** The length in the header is written last, so it is left out of account. */
    private static short[] samples(byte[] wav) {
        short[] pcm = new short[Math.max(0, wav.length - WAV_HEADER) / 2];
        if (pcm.length > 0) {
            ByteBuffer.wrap(wav, WAV_HEADER, pcm.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(pcm);
        }
        return pcm;
    }

    /** Hangs up what is left. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
