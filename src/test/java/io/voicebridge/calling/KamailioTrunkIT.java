package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.Entry;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.auth.DigestCredentials;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.location.NameServer;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TlsSettings.ClientCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that we place over a carrier that is a real SIP server, to a telephone behind it. */
@RealPeer("Kamailio")
class KamailioTrunkIT {

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private final NameServer dns = NameServer.start();
    private final Telephone desk = Telephone.thatAnswers();
    private Optional<CallEngine> engine = Optional.empty();

    @AfterEach
    void stop() {
        engine.ifPresent(CallEngine::close);
        desk.close();
        dns.close();
    }

    private Kamailio carrier() throws IOException {
        return Kamailio.in(folder, authority).callsGoTo(desk.address());
    }

    private void dials(TlsSettings tls) throws IOException {
        engine = Optional.of(CallEngine.start(
                new CallEngineSettings(
                        CallEngineSettings.plain("127.0.0.1", 0, Optional.empty(), Entry.open()),
                        tls,
                        StreamLimits.STANDARD,
                        new DnsSettings(List.of(dns.address()), Duration.ofSeconds(2)),
                        MediaSettings.of("127.0.0.1", "0"),
                        10,
                        Entry.open(),
                        SessionTimers.STANDARD),
                call -> {}));
    }

    private TlsSettings trusting() throws IOException {
        return TlsSettings.of(Optional.empty(), Optional.of(authority.write(folder)), ClientCertificate.NONE);
    }

    private PhoneCall dials(String uri, CallTerms terms) throws IOException {
        return dials(uri, terms, List.of());
    }

    private PhoneCall dials(String uri, CallTerms terms, List<SipHeader> headers) throws IOException {
        if (engine.isEmpty()) {
            dials(trusting());
        }
        PhoneCall call = new PhoneCall();
        call.placed(engine.orElseThrow()
                .dial(
                        new Dialler.Request(
                                uri,
                                "<sip:+13035550100@client.example>",
                                Destination.of(uri),
                                headers,
                                Duration.ofSeconds(20),
                                terms,
                                Optional.empty()),
                        call,
                        call));
        return call;
    }

    private PhoneCall dials(String uri) throws IOException {
        return dials(uri, CallTerms.NONE);
    }

    /** Both hear each other, and whoever hangs up, the other side learns of it. */
    private void talksAndHangsUp(PhoneCall near, PhoneCall far) {
        near.awaitAnswer();
        near.hums(1000, Duration.ofSeconds(1));
        far.hums(440, Duration.ofSeconds(1));
        near.hearsVoice();
        far.hearsVoice();
        near.hangsUp();
        assertThat(far.isOver().by()).isEqualTo(CallEnd.By.PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    @Carrier(
            value = "any with a password",
            says =
                    "a 407 to our INVITE is answered in the hash that the carrier asks for; BYE follows its Record-Route")
    void answersTheCarriersChallenge(String hash) throws IOException {
        try (Kamailio carrier = carrier().asksFor(hash).start()) {
            DigestCredentials login = new DigestCredentials("127.0.0.1", Optional.empty(), "bridge", "secret");
            String uri = "sip:login@127.0.0.1:" + carrier.address().getPort();
            talksAndHangsUp(dials(uri, CallTerms.NONE.with(login)), desk.answers());

            DigestCredentials wrong = new DigestCredentials("127.0.0.1", Optional.empty(), "bridge", "guess");
            assertThat(dials(uri, CallTerms.NONE.with(wrong)).isOver().status()).isEqualTo(407);
        }
    }

    @Test
    @Rfc("3261, 11.2")
    void asksTheCarrierAndWhoIsBehindItWithOptions() throws Exception {
        try (Kamailio carrier =
                carrier().inFrontOf("sip:127.0.0.1:" + desk.address().getPort()).start()) {
            dials(trusting());
            String there = "127.0.0.1:" + carrier.address().getPort();
            String overTls = "127.0.0.1:" + carrier.tlsAddress().getPort() + ";transport=tls";

            for (String uri : List.of("sip:" + there, "sip:+13453453453@" + there, "sip:" + overTls)) {
                PeerAnswer answer = engine.orElseThrow().options(uri).get(30, TimeUnit.SECONDS);
                assertThat(answer.answered()).as(uri).isTrue();
                assertThat(answer.status()).as(uri).isEqualTo(200);
            }
        }
    }

    @Test
    @Rfc(
            value = "3261, 18.1.1",
            says =
                    "a large INVITE for UDP reaches a carrier over TCP, and ACK and BYE follow the route that it records then")
    void sendsALargeInviteOverTcp() throws IOException {
        try (Kamailio carrier = carrier().start()) {
            String uri = "sip:desk@127.0.0.1:" + carrier.address().getPort();
            PhoneCall near = dials(
                    uri,
                    CallTerms.NONE,
                    List.of(new SipHeader("X-large", "x".repeat(1000)), new SipHeader("X-more", "x".repeat(1000))));
            IncomingCall call = desk.rings();

            assertThat(call.request().headers())
                    .filteredOn(header -> header.name().equals("Via"))
                    .extracting(SipHeader::value)
                    .last(InstanceOfAssertFactories.STRING)
                    .startsWith("SIP/2.0/TCP 127.0.0.1:");
            talksAndHangsUp(near, desk.answers());
        }
    }

    @Test
    @Carrier(
            value = "any that forks",
            says = "two telephones behind the carrier answer: the first is talked to, the second is hung up")
    void hangsUpTheSecondBranchOfAFork() throws IOException {
        try (Telephone second = Telephone.thatAnswers();
                Kamailio carrier = carrier().forksTo(second.address()).start()) {
            PhoneCall near = dials("sip:fork@127.0.0.1:" + carrier.address().getPort());
            near.awaitAnswer();
            PhoneCall one = desk.answers();
            PhoneCall two = second.answers();
            await().until(() -> one.hasEnded() != two.hasEnded());
            PhoneCall kept = one.hasEnded() ? two : one;
            kept.hums(440, Duration.ofSeconds(1));
            near.hearsVoice().hangsUp();
            kept.isOver();
        }
    }

    @Test
    @Rfc("3263, 4.3")
    void goesOverToTheNextCarrierWhenOneIsDownOrOutOfService() throws IOException {
        try (Kamailio carrier = carrier().start()) {
            int closed;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                closed = socket.getLocalPort();
            }
            dns.service("_sip._tcp.carrier.example", 1, 0, closed, "edge.example")
                    .service(
                            "_sip._tcp.carrier.example", 2, 0, carrier.address().getPort(), "edge.example")
                    .address("edge.example", "127.0.0.1");
            talksAndHangsUp(dials("sip:desk@carrier.example;transport=tcp"), desk.answers());
            assertThat(dials("sip:broken@carrier.example;transport=tcp")
                            .isOver()
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    @Carrier(
            value = "Twilio",
            says =
                    "a TLS connection that the carrier closed in the middle of a call is opened anew for the BYE, with the host"
                            + " name in the handshake, and the certificate is checked again")
    void opensAClosedTlsConnectionAnewForTheBye() throws IOException {
        try (Kamailio carrier = carrier().closingAfter(Duration.ofSeconds(2)).start()) {
            leadsTo(carrier);
            PhoneCall near = dials("sip:desk@carrier.example;transport=tls");
            near.awaitAnswer();
            PhoneCall far = desk.answers();
            await().atMost(Duration.ofSeconds(30)).until(() -> carrier.tlsConnections() == 0);
            assertThat(far.hasEnded()).isFalse();
            near.hangsUp();
            assertThat(far.isOver().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    @Duty(
            value = "TLS",
            says =
                    "the carrier's certificate is for the name that was called, or there is no call; ours is shown where it is"
                            + " asked for")
    void callsNobodyWhoProvesAnotherName() throws IOException {
        try (Kamailio carrier = carrier().start()) {
            dns.address("impostor.example", "127.0.0.1");
            String uri = "sip:desk@impostor.example:" + carrier.tlsAddress().getPort() + ";transport=tls";
            CallEnd end = dials(uri).isOver();
            assertThat(end.detail()).contains("it is for other.example, 127.0.0.1 and not for impostor.example");
            leadsTo(carrier);
            talksAndHangsUp(dials("sip:desk@carrier.example;transport=tls"), desk.answers());
        }
    }

    @Test
    @Duty("TLS")
    void showsItsCertificateToACarrierThatWantsOne() throws IOException {
        try (Kamailio carrier = carrier().wantsCertificates().start()) {
            leadsTo(carrier);
            TlsSettings.Identity own =
                    authority.issue("x").dns("bridge.example").write(folder, "bridge");
            dials(TlsSettings.of(Optional.of(own), Optional.of(authority.write(folder)), ClientCertificate.NONE));
            talksAndHangsUp(dials("sip:desk@carrier.example;transport=tls"), desk.answers());
        }
    }

    private void leadsTo(Kamailio carrier) {
        dns.service("_sips._tcp.carrier.example", 1, 0, carrier.tlsAddress().getPort(), "edge.example")
                .address("edge.example", "127.0.0.1");
    }
}
