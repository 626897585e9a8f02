package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.calling.Baresip;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.rtp.RtcpStatistics;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.sip.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G.722 and RTCP with a softphone of Debian, and two of them that we join. */
@RealPeer("baresip")
class BaresipCodecsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double OURS = 1000;

    /** Above what a telephone carries, below what G.722 does. */
    private static final double HIGH = 6000;

    @TempDir
    private Path folder;

    /** Waits until most of the last second that the phone has heard is this tone. */
    private static void hears(Baresip phone, double hertz) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            short[] heard = phone.heard();
            assertThat(heard.length).as("samples that the softphone has heard").isGreaterThan(3 * phone.rate());
            short[] last = Arrays.copyOfRange(heard, heard.length - phone.rate(), heard.length);
            assertThat(Tones.rms(last, 0, last.length)).as("loudness").isGreaterThan(500);
            assertThat(Tones.frames(last, hertz, phone.rate()))
                    .as("share of the tone")
                    .isGreaterThan(0.7);
        });
    }

    @Test
    void speaksG722BothWays() throws Exception {
        try (Telephone bridge = Telephone.thatAnswers(CallEngineSettings.loopback());
                Baresip phone = Baresip.in(folder).wideBand().start()) {
            phone.dials("bridge", bridge.address(Transport.UDP).getPort());
            PhoneCall call = bridge.answers().hums(OURS, Duration.ofMinutes(2)).hearsVoice();

            hears(phone, OURS);
            phone.hangsUp();
            call.isOver();
            assertThat(Tones.frames(call.voice(), Baresip.TONE)).isGreaterThan(0.7);
            assertThat(call.statistics().codec()).isEqualTo(AudioCodec.G722);
        }
    }

    @Test
    @Rfc(value = "3550, 6.4", says = "a softphone reads our sender reports, and we its reports of what it received")
    void exchangesReports() throws Exception {
        try (Telephone bridge = Telephone.thatAnswers();
                Baresip phone = Baresip.in(folder).start()) {
            phone.dials("bridge", bridge.address(Transport.UDP).getPort());
            PhoneCall call = bridge.answers().hums(OURS, Duration.ofMinutes(2));

            await().atMost(PATIENCE).until(() -> phone.reportedToIt() > 0);
            call.stays(Duration.ofSeconds(11)); // it reports every five
            phone.hangsUp();
            call.isOver();
            RtcpStatistics reports = call.statistics().rtcp();
            assertThat(reports.received()).isPositive();
            // One that it sends to open a NAT is an APP packet alone, no compound, and is not read.
            assertThat(reports.refused()).isLessThanOrEqualTo(1);
            assertThat(reports.peer())
                    .hasValueSatisfying(peer -> assertThat(peer.lossShare()).isLessThan(0.5));
        }
    }

    @Test
    @Carrier(value = "any with G.722", says = "it goes from one call to another as it came, with the whole of its band")
    void carriesTheWideBandFromOnePhoneToTheOther() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Baresip desk = Baresip.in(folder).wideBand().answering().start();
                Baresip customer = Baresip.in(folder).wideBand().humming(HIGH).start()) {
            SipComponent sip = new SipComponent();
            sip.setHost("127.0.0.1");
            sip.setPort(0);
            sip.setRtpPorts("0");
            context.addComponent("sip", sip);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sip:calls")
                            .to("sip:answer")
                            .setHeader(SipConstants.TARGET, constant(desk.uri()))
                            .to("sip:dial", "sip:bridge");
                }
            });
            context.getShutdownStrategy().setTimeout(1);
            context.start();

            customer.dials(
                    "bridge", sip.boundAddress(Transport.UDP).orElseThrow().getPort());

            hears(customer, Baresip.TONE);
            hears(desk, HIGH);
        }
    }
}
