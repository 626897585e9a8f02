package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.calling.Baresip;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.component.sip.ReferRefused;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A softphone of Debian that signals over TLS alone, checks our certificate, and talks encrypted or not at all. */
@RealPeer("baresip")
class SecuredSoftphoneIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double OURS = 1000;

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private final CompletableFuture<Exchange> finished = new CompletableFuture<>();
    private final CompletableFuture<ReferRefused> refused = new CompletableFuture<>();

    @BeforeAll
    static void load() {
        Srtp.load();
    }

    private TlsSettings tls() throws IOException {
        return authority.serving(folder, authority.issue("x").address("127.0.0.1"));
    }

    /** TLS alone, and no call without encryption. */
    private CallEngineSettings secured() throws IOException {
        ListenerSettings listener = new ListenerSettings(
                "tls", Transport.TLS, "127.0.0.1", 0, Optional.empty(), Optional.empty(), Admission.everyone());
        return new CallEngineSettings(
                List.of(listener),
                tls(),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of("127.0.0.1", "0")
                        .with(new SrtpSettings(Encryption.REQUIRE, CryptoSuite.list(""), true)),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    private Baresip phone() throws IOException {
        return Baresip.in(folder).overTls(authority).encrypting();
    }

    private SipComponent takeCalls(DefaultCamelContext context, String target, String... steps) throws Exception {
        TlsSettings tls = tls();
        SipComponent sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setTlsPort(0);
        sip.setTlsCertificate(tls.identity().orElseThrow().certificate().toString());
        sip.setTlsKey(tls.identity().orElseThrow().key().toString());
        sip.setTlsTrust(tls.trust().orElseThrow().toString());
        sip.setSrtp("require");
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:events")
                        .filter(header(SipConstants.EVENT).isEqualTo("refer-refused"))
                        .process(exchange ->
                                refused.complete(exchange.getMessage().getBody(ReferRefused.class)));
                from("sip:calls")
                        .to("sip:answer")
                        .setHeader(SipConstants.TARGET, constant(target))
                        .to(steps)
                        .process(exchange -> finished.complete(exchange.copy()));
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        return sip;
    }

    private static void hears(Baresip phone, double hertz) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            short[] heard = phone.heard();
            assertThat(heard.length).as("samples that the softphone has heard").isGreaterThan(8_000);
            assertThat(Tones.frames(heard, hertz)).as("share of the tone").isGreaterThan(0.5);
        });
    }

    private static void receives(Baresip phone, long packets) {
        await().atMost(PATIENCE).until(() -> phone.received() >= packets);
    }

    @Test
    @Duty(
            value = "SRTP",
            says =
                    "a softphone that takes nothing but TLS and SRTP is heard and hears, and its keys of RFC 4733 arrive")
    void talksAndPressesKeys() throws Exception {
        try (Telephone bridge = Telephone.thatAnswers(secured());
                Baresip phone = phone().start()) {
            phone.dials("bridge", bridge.address(Transport.TLS).getPort());
            PhoneCall call = bridge.answers().hums(OURS, Duration.ofMinutes(2));

            call.hearsVoice();
            hears(phone, OURS);
            phone.presses('5');
            phone.presses('#');
            call.hearsKeys("5#");
            phone.hangsUp();
            call.isOver();
            assertThat(Tones.frames(call.voice(), Baresip.TONE)).isGreaterThan(0.7);
        }
    }

    @Test
    void isCalled() throws Exception {
        try (CallEngine bridge = CallEngine.start(secured(), call -> {});
                Baresip phone = phone().answering().start()) {
            PhoneCall call = PhoneCall.to(bridge, phone.uri()).hums(OURS, Duration.ofMinutes(2));

            call.hearsVoice();
            hears(phone, OURS);
            call.hangsUp();
            assertThat(Tones.frames(call.voice(), Baresip.TONE)).isGreaterThan(0.7);
        }
    }

    @Test
    @Rfc(
            value = "3264, 8.4",
            says = "over SRTP nothing is sent to a softphone on hold, and sound goes both ways again after it")
    void holdsAndResumes() throws Exception {
        try (Telephone bridge = Telephone.thatAnswers(secured());
                Baresip phone = phone().start()) {
            phone.dials("bridge", bridge.address(Transport.TLS).getPort());
            PhoneCall call = bridge.answers().hums(OURS, Duration.ofMinutes(2));
            call.hearsVoice();
            hears(phone, OURS);

            phone.holds();
            call.hearsNothing();
            long held = phone.received();
            call.stays(Duration.ofSeconds(1));
            assertThat(phone.received()).as("packets that it got on hold").isEqualTo(held);

            phone.resumes();
            call.hearsVoice();
            receives(phone, held + 100);
            assertThat(phone.output()).doesNotContain("unprotect failed");
            phone.presses('7');
            call.hearsKeys("7");
            phone.hangsUp();
            call.isOver();
        }
    }

    /** That the call goes on where the peer wants it to is shown with SIPp: this softphone hangs up when it is refused. */
    @Test
    @Duty(
            value = "Incoming REFER",
            says = "a REFER that was refused is the event refer-refused of its call, with its target")
    void isRefusedATransfer() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Baresip phone = phone().start()) {
            SipComponent sip = takeCalls(context, "", "sip:play?tone=beep");
            phone.dials("bridge", sip.boundAddress(Transport.TLS).orElseThrow().getPort());
            receives(phone, 50);

            phone.transfers("sip:+19005550100@127.0.0.1");

            assertThat(refused.get(30, TimeUnit.SECONDS).target()).isEqualTo("sip:+19005550100@127.0.0.1");
            await().atMost(PATIENCE).until(() -> phone.output().contains("transfer failed: 603 Decline"));
            await().atMost(PATIENCE).until(() -> sip.activeCalls() == 0);
        }
    }

    @Test
    @Carrier(
            value = "any that honours REFER",
            says = "over TLS and SRTP: 202, reports, and the call is hung up when the new one has come about")
    void isTransferredToAPerson() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Telephone desk = Telephone.thatAnswers(secured());
                Baresip phone = phone().start()) {
            String target = "sip:desk@127.0.0.1:" + desk.address(Transport.TLS).getPort() + ";transport=tls";
            SipComponent sip = takeCalls(context, target, "sip:refer");
            phone.dials("bridge", sip.boundAddress(Transport.TLS).orElseThrow().getPort());

            PhoneCall person = desk.answers();

            assertThat(finished.get(30, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.RESULT))
                    .isEqualTo("completed");
            person.hearsVoice();
            await().atMost(PATIENCE).until(() -> sip.activeCalls() == 0);
        }
    }
}
