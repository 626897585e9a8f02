package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.Bridge;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.CallSecurity;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Keys;
import io.voicebridge.call.Leg;
import io.voicebridge.call.SilentPort;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real calls with encrypted audio. The number that is called says how its owner wants it: off, allow or require. */
class SecuredCallTest {

    private final CompletableFuture<CallSecurity> answered = new CompletableFuture<>();
    private final Telephone desk = Telephone.thatAnswers();
    private CallEngine bridge;
    private CallEngine caller;

    @BeforeAll
    static void load() {
        Srtp.load();
    }

    @BeforeEach
    void start() throws IOException {
        begin(SrtpSettings.STANDARD);
    }

    private void begin(SrtpSettings settings) throws IOException {
        bridge = CallEngine.start(CallEngineSettings.loopback().with(settings), this::answer);
        caller = CallEngine.start(CallEngineSettings.loopback(), call -> {});
    }

    @AfterEach
    void stop() {
        caller.close();
        bridge.close();
        desk.close();
    }

    /** Joins the caller with the desk, whose audio is not encrypted. */
    private void answer(IncomingCall call) {
        Leg here = new Leg(SilentPort.INSTANCE, Keys.NONE);
        Leg there = new Leg(SilentPort.INSTANCE, Keys.NONE);
        here.onAnswered(up -> answered.complete(up.security()));
        call.prepare(Optional.of(Encryption.parse(call.calledNumber())));
        call.answer(here.audio(), here, Optional.empty());
        if (call.isDecided() && here.isUp() || call.security().suite().isPresent()) {
            there.placed(bridge.dial(
                    new Dialler.Request(
                            "sip:desk@" + desk.hostPort(),
                            "<sip:+13035550100@127.0.0.1>",
                            Transport.UDP,
                            desk.address(),
                            List.of(),
                            Duration.ofSeconds(10)),
                    there.audio(),
                    there));
            there.onAnswered(up -> Bridge.join(here, there, Bridge.FirstLeg.ENDS));
        }
    }

    private PhoneCall dials(String number, Encryption encryption) {
        PhoneCall call = new PhoneCall();
        call.placed(caller.dial(
                new Dialler.Request(
                        "sip:" + number + "@127.0.0.1",
                        "<sip:+13035550100@127.0.0.1>",
                        Destination.of(Transport.UDP, bridge.boundAddress(Transport.UDP)),
                        List.of(),
                        Duration.ofSeconds(10),
                        CallTerms.NONE,
                        Optional.of(encryption)),
                call,
                call));
        return call;
    }

    @Duty(value = "SRTP", says = "A call with encrypted audio is joined with one without: sound and keys go across")
    @Test
    void joinsAnEncryptedCallWithAPlainOne() throws Exception {
        PhoneCall customer = dials("require", Encryption.REQUIRE);
        customer.awaitAnswer();
        PhoneCall agent = desk.answers();

        customer.hums(1000, Duration.ofSeconds(1));
        agent.hums(440, Duration.ofSeconds(1)).hearsVoice();
        customer.hearsVoice().stays(Duration.ofSeconds(1));
        assertThat(Tones.frames(agent.voice(), 1000)).isGreaterThan(0.8);
        assertThat(Tones.frames(customer.voice(), 440)).isGreaterThan(0.8);

        customer.presses('4');
        agent.hearsKeys("4").presses('2');
        customer.hearsKeys("2").hangsUp();
        assertThat(answered.get(5, TimeUnit.SECONDS))
                .isEqualTo(new CallSecurity(Optional.of("AEAD_AES_256_GCM"), true));
    }

    @ParameterizedTest
    @EnumSource(CryptoSuite.class)
    void answersWithTheSuiteOfTheOffer(CryptoSuite suite) throws Exception {
        caller.close();
        caller = CallEngine.start(
                CallEngineSettings.loopback().with(new SrtpSettings(Encryption.REQUIRE, List.of(suite), false)),
                call -> {});

        dials("allow", Encryption.REQUIRE).awaitAnswer();

        assertThat(answered.get(5, TimeUnit.SECONDS).suite()).contains(suite.name());
    }

    @Duty(value = "SRTP", says = "Where encryption is required, a call that offers plain audio is refused with 488")
    @Test
    void refusesPlainAudioWhereEncryptionIsRequired() {
        CallEnd end = dials("require", Encryption.OFF).isOver();

        assertThat(end.status()).isEqualTo(488);
        assertThat(PhoneCall.header(end, "Warning"))
                .hasValueSatisfying(
                        warning -> assertThat(warning).startsWith("302 ").contains("encrypted audio only"));
    }

    @Rfc(value = "4568, 5.1.2", says = "RTP/SAVP is answered with RTP/SAVP, RTP/AVP with RTP/AVP; off refuses RTP/SAVP")
    @Test
    void refusesEncryptedAudioWhereItIsOffAndAnswersPlainAudioInPlain() throws Exception {
        assertThat(dials("off", Encryption.REQUIRE).isOver().status()).isEqualTo(488);

        dials("allow", Encryption.OFF).awaitAnswer();

        assertThat(answered.get(5, TimeUnit.SECONDS)).isEqualTo(CallSecurity.NONE);
    }

    @Duty(value = "SRTP", says = "If keys are to go over TLS only, none are given or taken over UDP and TCP")
    @Test
    void givesNoKeyOverPlainSignallingIfToldSo() throws IOException {
        bridge.close();
        caller.close();
        begin(new SrtpSettings(Encryption.REQUIRE, List.of(CryptoSuite.values()), true));

        CallEnd in = dials("require", Encryption.REQUIRE).isOver();
        PhoneCall out = new PhoneCall();
        bridge.dial(
                new Dialler.Request(
                        "sip:desk@" + desk.hostPort(),
                        "<sip:+13035550100@127.0.0.1>",
                        Transport.UDP,
                        desk.address(),
                        List.of(),
                        Duration.ofSeconds(10)),
                out,
                out);

        assertThat(in.status()).isEqualTo(488);
        assertThat(PhoneCall.header(in, "Warning"))
                .hasValueSatisfying(warning -> assertThat(warning).contains("over TLS only"));
        assertThat(out.isOver().detail()).contains("keys go over TLS only");
    }
}
