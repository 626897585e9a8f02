package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerCallTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final Journal journal = new Journal(System::nanoTime);
    private final FakeBridge bridge = new FakeBridge();
    private final Deque<String> agentWords = new ArrayDeque<>();
    private Optional<Path> recording = Optional.empty();
    private boolean hasRecognizer;
    private boolean pressesKeys;
    private Customer.Patience patience = Customer.Patience.ENDLESS;
    private Customer.Line line = Customer.Line.QUIET;
    private List<Customer.Reply> replies = List.of(
            new Customer.Reply(List.of("own"), "Yes.", "1"), new Customer.Reply(List.of("start"), "This year.", "2#"));

    @Test
    void answersEachQuestionInTurn() throws InterruptedException {
        bridge.speaks(TWO_SECONDS)
                .waitsForAnAnswer()
                .speaks(TWO_SECONDS)
                .waitsForAnAnswer()
                .hangsUpWith(new SipHeader("X-RouteType", "SkillTransfer"));

        assertThat(call()).isEqualTo(new TransferEnd.Returned(List.of(new SipHeader("X-RouteType", "SkillTransfer"))));
        assertThat(saidByCustomer()).containsExactly("Yes.", "This year.");
    }

    @Test
    void waitsUntilTheAgentHasPausedFor700Ms() throws InterruptedException {
        bridge.speaks(TWO_SECONDS).listens(Duration.ofMillis(680)).speaks(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).isEmpty();
    }

    @Test
    void doesNotTakeAClickForSpeech() throws InterruptedException {
        bridge.speaks(Duration.ofMillis(40)).listens(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).isEmpty();
    }

    @Test
    void pressesKeysWhereNobodyUnderstandsSpeech() throws InterruptedException {
        pressesKeys = true;
        bridge.asks(TWO_SECONDS).asks(TWO_SECONDS);

        call();

        assertThat(bridge.digits).containsExactly('1', '2', '#');
    }

    @Test
    void answersTheQuestionThatItHears() throws InterruptedException {
        hears("When would you like to start?", "Do you own your home?");
        bridge.asks(TWO_SECONDS).asks(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).containsExactly("This year.", "Yes.");
    }

    @Test
    void answersAgainWhenAskedAgain() throws InterruptedException {
        hears("Do you own your home?", "Sorry, do you own it?", "Thank you. You own a lot. Goodbye.");
        bridge.asks(TWO_SECONDS).asks(TWO_SECONDS).asks(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).containsExactly("Yes.", "Yes.");
    }

    @Test
    void waitsForMoreWhenItUnderstoodNothing() throws InterruptedException {
        hears("Thanks.", "Do you own your home?");
        bridge.asks(TWO_SECONDS).asks(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).containsExactly("Yes.");
    }

    @Test
    void hangsUpAfterSoManyReplies() throws InterruptedException {
        patience = new Customer.Patience(true, OptionalInt.of(1), OptionalInt.empty());
        bridge.asks(TWO_SECONDS).asks(TWO_SECONDS).asks(TWO_SECONDS);

        assertThat(call()).isEqualTo(new TransferEnd.CustomerHungUp());
        assertThat(saidByCustomer()).containsExactly("Yes.");
    }

    @Test
    @Five9(Five9Habit.ENDINGS)
    void hangsUpWhileItRings() throws InterruptedException {
        patience = new Customer.Patience(true, OptionalInt.empty(), OptionalInt.of(0));
        bridge.rings();

        assertThat(call()).isEqualTo(new TransferEnd.CustomerHungUp());
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void hangsUpIntoTheAgentsWords() throws InterruptedException {
        patience = new Customer.Patience(true, OptionalInt.empty(), OptionalInt.of(1));
        bridge.speaks(TWO_SECONDS).staysUp();

        assertThat(call()).isEqualTo(new TransferEnd.CustomerHungUp());
        assertThat(saidByCustomer()).isEmpty();
    }

    @Test
    void speaksIntoTheAgentsWordsAndDoesNotListenToWhatItTalkedOver() throws InterruptedException {
        hears("When would you like to start?");
        replies = List.of(
                new Customer.Reply(List.of(), "Yes.", "", true, 0),
                new Customer.Reply(List.of("start"), "This year.", ""));
        bridge.speaks(Duration.ofMillis(900)).listens(TWO_SECONDS).asks(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).containsExactly("Yes.", "This year.");
    }

    @Test
    void listensToWhatFollowsAnInterruptionThatDidNotStopTheAgent() throws InterruptedException {
        hears("Do you own it, and when would you like to start?");
        replies = List.of(
                new Customer.Reply(List.of(), "Yes.", "", true, 0),
                new Customer.Reply(List.of("start"), "This year.", ""));
        bridge.speaks(Duration.ofSeconds(4)).listens(TWO_SECONDS);

        call();

        assertThat(saidByCustomer()).containsExactly("Yes.", "This year.");
    }

    @Test
    void isSilentForAWhileAndAnswersThenThoughAskedAgain() throws InterruptedException {
        hears("Do you own your home?");
        replies = List.of(new Customer.Reply(List.of("own"), "Yes.", "", false, 12));
        bridge.asks(TWO_SECONDS)
                .listens(Duration.ofSeconds(4))
                .asks(TWO_SECONDS)
                .waitsForAnAnswer();

        call();

        assertThat(saidByCustomer()).containsExactly("Yes.");
    }

    @Test
    void isHeardWithTheNoiseOfThePlaceAllTheTime() throws InterruptedException {
        line = new Customer.Line(OptionalInt.of(15), 100);
        bridge.listens(TWO_SECONDS);

        call();

        // 15 dB below a tone of 5000 is about 890
        assertThat(bridge.loudness()).isBetween(600.0, 1_200.0);
    }

    @Test
    @Five9(Five9Habit.ENDINGS)
    void tellsARefusalWithItsReason() throws InterruptedException {
        bridge.refusesWith(404, "number not registered");

        assertThat(call()).isEqualTo(new TransferEnd.NotReached(404, "number not registered"));
    }

    @Test
    void dialsTheNumberAtTheBridgeForTheCustomer() throws InterruptedException {
        call();

        assertThat(bridge.requests).singleElement().satisfies(request -> {
            assertThat(request.requestUri()).isEqualTo("sip:+13453453453@127.0.0.1:5060");
            assertThat(request.from()).isEqualTo("<sip:+13035550101@127.0.0.1>");
            assertThat(request.headers()).containsExactly(new SipHeader("X-city", "Denver"));
            assertThat(request.ringTimeout()).isEqualTo(Duration.ofSeconds(20));
        });
    }

    @Test
    void keepsWhatItHeardAsWav(@TempDir Path folder) throws Exception {
        recording = Optional.of(folder.resolve("heard/call.wav"));
        bridge.speaks(TWO_SECONDS).listens(Duration.ofSeconds(1));

        call();

        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(recording.get().toFile())) {
            assertThat(audio.getFormat().getSampleRate()).isEqualTo(8_000f);
            assertThat(audio.getFrameLength()).isEqualTo(3 * 8_000);
            byte[] pcm = audio.readAllBytes();
            assertThat(pcm[0] & 0xff | pcm[1] << 8).isEqualTo(8_000);
            assertThat(pcm[pcm.length - 1]).isZero();
        }
    }

    private void hears(String... words) {
        hasRecognizer = true;
        agentWords.addAll(List.of(words));
    }

    private List<String> saidByCustomer() {
        return journal.entries().stream()
                .filter(entry -> entry.step() instanceof CallStep.Said)
                .map(entry -> (CallStep.Said) entry.step())
                .filter(said -> said.speaker() == CallStep.Speaker.CUSTOMER)
                .map(CallStep.Said::text)
                .toList();
    }

    private TransferEnd call() throws InterruptedException {
        Customer customer = new Customer(
                "wants a quote",
                "+13035550101",
                Map.of(),
                "rms",
                line,
                replies,
                patience,
                Optional.of(new Customer.Expected(ScriptEnd.Kind.SKILL, "Sales_West", Map.of(), List.of())));
        RehearsalTarget target = new RehearsalTarget(
                URI.create("http://127.0.0.1:8080"),
                new InetSocketAddress("127.0.0.1", 5060),
                Transport.UDP,
                "+13453453453",
                "key",
                Optional.empty(),
                Map.of());
        CustomerVoice voice =
                new CustomerVoice(new Tones(), hasRecognizer ? Optional.of(new Ear()) : Optional.empty(), pressesKeys);
        return new CustomerCall(
                        bridge,
                        target,
                        Duration.ofMinutes(1),
                        customer,
                        voice,
                        voice.render(customer),
                        Runnable::run,
                        journal,
                        recording,
                        Optional.empty())
                .transfer("+13453453453", List.of(new SipHeader("X-city", "Denver")), Duration.ofSeconds(20));
    }

    /** Says everything as half a second of a tone. */
    static final class Tones implements Synthesizer {
        @Override
        public short[] synthesize(String text, String voice) {
            short[] pcm = new short[4000];
            Arrays.fill(pcm, (short) 5000);
            return pcm;
        }

        @Override
        public List<String> voices() {
            return List.of();
        }

        @Override
        public String name() {
            return "tones";
        }

        @Override
        public void close() {}
    }

    private final class Ear implements Recognizer {
        @Override
        public Recognition recognize(short[] pcm, List<String> expected) {
            assertThat(pcm.length).isGreaterThan(16_000);
            return new Recognition(agentWords.remove(), Optional.empty(), 1);
        }

        @Override
        public String name() {
            return "ear";
        }

        @Override
        public void close() {}
    }
}
