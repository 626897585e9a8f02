package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.sip.capture.CallCapture;
import io.voicebridge.system.Programs;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SIP messages of a real call, as Wireshark reads them. */
class PcapTest {

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(folder.resolve("data"), Database.H2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** @return its conversation */
    private static String call(String session) throws Exception {
        try (Caller caller = Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()))) {
            PhoneCall call = caller.dials(
                            server.demo().numbers().keySet().iterator().next())
                    .with("X-CallSessionId", session)
                    .with("X-ssn", "078-05-1120")
                    .connects();
            call.hangsUp();
        }
        return await().until(() -> conversation(session, "ended"), id -> !id.isEmpty());
    }

    private static String conversation(String session, String state) throws Exception {
        ApiServer.Answer rows = server.get("/api/v1/conversations?correlation=" + session)
                .key(server.demo().adminKey())
                .send();
        return rows.at("/items/0/state").equals(state) ? rows.at("/items/0/id") : "";
    }

    private static HttpResponse<byte[]> pcap(String id) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/conversations/" + id + "/pcap");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("X-API-Key", server.demo().adminKey())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    /** One line a packet, of these fields, with spaces between. */
    private static List<String> tshark(byte[] pcap, String... fields) throws Exception {
        Programs.require("tshark", "tshark");
        Path file = Files.write(folder.resolve("call.pcap"), pcap);
        List<String> command = new ArrayList<>(
                List.of("tshark", "-r", file.toString(), "-Y", "sip", "-T", "fields", "-E", "separator=/s"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("tshark.log").toFile())
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("tshark.log")))
                .isZero();
        return lines;
    }

    @Test
    void isReadAsSipByTshark() throws Exception {
        String id = call("600000000000001");

        HttpResponse<byte[]> answer = pcap(id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.tcpdump.pcap");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + id + ".pcap\"");
        assertThat(tshark(answer.body(), "sip.Method", "sip.Status-Code"))
                .containsSubsequence("INVITE", "100", "200", "ACK", "BYE", "200");
        String port = Integer.toString(server.sipPort());
        assertThat(tshark(answer.body(), "udp.dstport", "sip.Method"))
                .contains(port + " INVITE", port + " ACK")
                .allSatisfy(line -> assertThat(line).isNotBlank());
        assertThat(tshark(answer.body(), "sdp.media")).anyMatch(media -> media.startsWith("audio "));
        assertThat(tshark(answer.body(), "_ws.malformed")).allMatch(String::isEmpty);
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .contains("X-ssn: ***********")
                .doesNotContain("078-05-1120");
    }

    @Test
    void isWrittenInTheAuditAndGoesWithTheConversation() throws Exception {
        String id = call("600000000000002");
        assertThat(pcap(id).statusCode()).isEqualTo(200);
        assertThat(server.get("/api/v1/audit?action=conversation.pcap")
                        .key(server.demo().adminKey())
                        .send()
                        .at("/items/0/target"))
                .isEqualTo(id);
        String callId = server.get("/api/v1/conversations/" + id)
                .key(server.demo().adminKey())
                .send()
                .at("/call_id");
        CallCapture capture = server.bean("callCapture", CallCapture.class);
        assertThat(capture.pcap(callId)).isPresent();

        server.delete("/api/v1/conversations/" + id)
                .key(server.demo().adminKey())
                .send();

        assertThat(pcap(id).statusCode()).isEqualTo(410);
        assertThat(capture.pcap(callId)).isEmpty();
    }

    @Test
    void isNotThereForACallOfWhichNothingIsKept() throws Exception {
        String id = call("600000000000003");
        server.bean("callCapture", CallCapture.class)
                .forget(server.get("/api/v1/conversations/" + id)
                        .key(server.demo().adminKey())
                        .send()
                        .at("/call_id"));

        HttpResponse<byte[]> answer = pcap(id);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"no_capture\"");
    }
}
