package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.component.sip.Announcer;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.sip.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders of examples/ as they are, with real telephones; only the ports and the voice are the test's own. */
class ExamplesTest {

    private static final double SPEECH = 700;

    @TempDir
    Path recordings;

    private final Main main = new Main();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Caller caller;

    private void run(String example, String... properties) throws Exception {
        main.setPropertyPlaceholderLocations("file:examples/" + example + "/application.properties");
        main.addInitialProperty("camel.beans.announcer", "#bean:humming");
        main.bind("humming", (Announcer) (text, voice) -> {
            said.add(text);
            return Tones.sine(SPEECH, Duration.ofMillis(600));
        });
        main.addOverrideProperty("camel.main.routes-include-pattern", "file:examples/" + example + "/*.camel.yaml");
        main.addOverrideProperty("camel.component.sip.host", "127.0.0.1");
        main.addOverrideProperty("camel.component.sip.port", "0");
        main.addOverrideProperty("camel.component.sip.rtp-ports", "0");
        main.addOverrideProperty("camel.main.shutdown-timeout", "1");
        main.addOverrideProperty("camel.beans.announcer", "#bean:humming");
        for (int i = 0; i < properties.length; i += 2) {
            main.addOverrideProperty(properties[i], properties[i + 1]);
        }
        main.start();
        SipComponent sip = main.getCamelContext().getComponent("sip", SipComponent.class);
        caller = Caller.of(sip.boundAddress(Transport.UDP).orElseThrow());
    }

    @AfterEach
    void stop() {
        if (caller != null) {
            caller.close();
        }
        main.stop();
    }

    @Test
    void answeringMachineRecordsAndPosts() throws Exception {
        run("answering-machine", "camel.component.sip.recordings", recordings.toString(), "messages", "mock:messages");

        PhoneCall call = caller.dials("me").connects().hearsVoice().hums(1000, Duration.ofMillis(500));
        call.stays(Duration.ofSeconds(2)).hangsUp();

        var messages =
                main.getCamelContext().getEndpoint("mock:messages", org.apache.camel.component.mock.MockEndpoint.class);
        await().until(() -> messages.getReceivedCounter() == 1);
        assertThat(messages.getExchanges().get(0).getMessage().getBody(String.class))
                .startsWith("{\"caller\":\"+13035550100\",\"milliseconds\":")
                .contains(".wav\"}");
        assertThat(Tones.share(call.voice(), SPEECH)).isGreaterThan(0.3);
        assertThat(recordings.toFile().list()).hasSize(1);
    }

    @Test
    void timeAnnouncementFollowsTheKeys() throws Exception {
        run("time-announcement", "patience", "800");

        PhoneCall call = caller.dials("time").connects().hearsVoice().presses('2');
        CallEnd end = call.isOver();

        assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).startsWith("It is ");
        assertThat(said.get(1)).startsWith("Today is ");
        assertThat(said.get(2)).isEqualTo("Goodbye.");
    }

    @Test
    void clickToDialJoinsTwoPhones() throws Exception {
        int port = FreePort.ofAServer();
        run("click-to-dial", "camel.server.port", Integer.toString(port));
        try (Telephone ann = Telephone.thatAnswers();
                Telephone bob = Telephone.thatAnswers()) {
            assertThat(order(port, ann, bob)).isEqualTo(202);

            PhoneCall first = ann.answers();
            PhoneCall second = bob.answers().hums(1000, Duration.ofSeconds(1));
            first.hums(440, Duration.ofSeconds(1));
            second.hearsVoice().stays(Duration.ofMillis(800));
            first.hearsVoice().hangsUp();

            assertThat(second.isOver().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(Tones.frames(second.voice(), 440)).isGreaterThan(0.8);
        }
    }

    @Test
    void clickToDialLetsTheFirstPhoneHearThatTheSecondIsBusy() throws Exception {
        int port = FreePort.ofAServer();
        run("click-to-dial", "camel.server.port", Integer.toString(port));
        try (Telephone ann = Telephone.thatAnswers();
                Telephone bob = Telephone.thatRefuses(486)) {
            order(port, ann, bob);

            assertThat(ann.answers().hearsVoice().isOver().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    private static int order(int port, Telephone first, Telephone second) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/calls?from=sip:ann@" + first.hostPort() + "&to=sip:bob@"
                + second.hostPort());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
