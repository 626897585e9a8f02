package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.Entry;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted audio with a carrier whose media proxy is a real one: encrypted on our side of it, plain on the other. */
@RealPeer("Kamailio, rtpengine")
class RtpengineIT {

    @TempDir
    private Path folder;

    private static CallEngineSettings encrypting() {
        return new CallEngineSettings(
                CallEngineSettings.plain("127.0.0.1", 0, Optional.empty(), Entry.open()),
                TlsSettings.standard(),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of("127.0.0.1", "0").with(SrtpSettings.STANDARD),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    /** Each hums a tone of its own and hears the other's. */
    private static void hearEachOther(PhoneCall near, PhoneCall far) {
        near.hums(1000, Duration.ofSeconds(2));
        far.hums(440, Duration.ofSeconds(2));
        near.hearsVoice().stays(Duration.ofSeconds(1));
        far.hearsVoice().stays(Duration.ofSeconds(1));
        assertThat(Tones.frames(near.voice(), 440)).isGreaterThan(0.8);
        assertThat(Tones.frames(far.voice(), 1000)).isGreaterThan(0.8);
        near.hangsUp();
        far.isOver();
    }

    private static String sdp(IncomingCall call) {
        return new String(call.request().body(), StandardCharsets.US_ASCII);
    }

    @Test
    @Carrier(
            value = "any with rtpengine",
            says =
                    "an offer of RTP/SAVP with twelve crypto lines, the strongest and NULL among them, and keys without padding,"
                            + " is answered with one of them; an offer of ours is bridged to plain RTP; audio both ways")
    void takesAnOfferOfTwelveSuites() throws IOException {
        try (Rtpengine media = Rtpengine.in(folder);
                Telephone bridge = Telephone.thatAnswers(encrypting());
                Kamailio carrier = Kamailio.in(folder, new TestAuthority("Test authority"))
                        .callsGoTo(bridge.address(Transport.UDP))
                        .with(media)
                        .start();
                Caller customer = Caller.of(carrier.address())) {
            PhoneCall near = customer.dials("secure").connects();
            String offer = sdp(bridge.rings());
            assertThat(offer).contains("RTP/SAVP ");
            assertThat(offer.split("a=crypto:", -1)).hasSizeGreaterThanOrEqualTo(12);
            hearEachOther(near, bridge.answers());
        }
    }

    @Test
    @Carrier("any with rtpengine")
    void offersWhatIsBridgedToPlainAudio() throws IOException {
        try (Rtpengine media = Rtpengine.in(folder);
                Telephone desk = Telephone.thatAnswers();
                Kamailio carrier = Kamailio.in(folder, new TestAuthority("Test authority"))
                        .callsGoTo(desk.address(Transport.UDP))
                        .with(media)
                        .start();
                CallEngine engine = CallEngine.start(encrypting(), call -> {})) {
            String uri = "sip:clear@127.0.0.1:" + carrier.address().getPort();
            PhoneCall near = new PhoneCall();
            near.placed(engine.dial(
                    new Dialler.Request(
                            uri,
                            "<sip:+13035550100@client.example>",
                            Destination.of(uri),
                            List.of(),
                            Duration.ofSeconds(20),
                            CallTerms.NONE,
                            Optional.of(Encryption.REQUIRE)),
                    near,
                    near));
            near.awaitAnswer();
            assertThat(sdp(desk.rings())).contains("RTP/AVP ").doesNotContain("a=crypto");
            hearEachOther(near, desk.answers());
        }
    }
}
