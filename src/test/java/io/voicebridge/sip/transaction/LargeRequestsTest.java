package io.voicebridge.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Requests that are too large for a datagram (RFC 3261 section 18.1.1). */
class LargeRequestsTest implements Wire, ClientListener {

    private static final Hop PEER = Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.2", 5060));

    private record Sent(WireRequest request, Hop hop, Consumer<String> undelivered) {}

    private long now;
    private final TimerWheel timers = new TimerWheel(() -> now, () -> {});
    private final Transactions transactions =
            new Transactions(new TransactionContext(this, timers, Timeouts.STANDARD), 100, 1300);
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private static WireRequest read(byte[] bytes) {
        Parsed parsed = new MessageParser(new MessageLimits(1 << 16, 100, 1 << 16)).parse(bytes);
        return ((Parsed.Request) parsed).request();
    }

    private static byte[] invite(String branch, int size) {
        return MessageBuilder.request("INVITE", "sip:a@192.0.2.2")
                .header("Via", "SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK" + branch)
                .header("From", "<sip:b@192.0.2.1>;tag=1")
                .header("To", "<sip:a@192.0.2.2>")
                .header("Call-ID", "c")
                .header("CSeq", "1 INVITE")
                .header("X-large", "x".repeat(size))
                .build();
    }

    private Runnable sends(byte[] request) {
        return transactions.send(read(request), request, PEER, this);
    }

    private Sent last() {
        return sent.get(sent.size() - 1);
    }

    @Rfc(
            value = "3261, 18.1.1",
            says =
                    "a request for UDP of more than 1300 bytes goes over TCP with TCP in its Via, and over UDP after all where no"
                            + " connection is to be had, which is remembered for ten minutes")
    @Test
    void goOverTcp() {
        sends(invite("large", 1300));

        assertThat(last().hop().transport()).isEqualTo(Transport.TCP);
        assertThat(last().hop().remote()).isEqualTo(PEER.remote());
        assertThat(last().request().header("Via")).contains("SIP/2.0/TCP 192.0.2.1:5070;rport;branch=z9hG4bKlarge");
        assertThat(last().request().header("X-large"))
                .hasValueSatisfying(value -> assertThat(value).hasSize(1300));
    }

    @Test
    void leaveSmallOnesInDatagrams() {
        sends(invite("small", 100));

        assertThat(last().hop()).isEqualTo(PEER);
    }

    @Test
    void areGivenTheResponsesThatComeOverTcp() {
        sends(invite("large", 1300));
        transactions.received(response(last().request(), 180));

        assertThat(told).containsExactly("180");
    }

    @Rfc(
            value = "3261, 18.1.1",
            says =
                    "a request for UDP of more than 1300 bytes goes over TCP with TCP in its Via, and over UDP after all where no"
                            + " connection is to be had, which is remembered for ten minutes")
    @Test
    void goOverUdpWhereNoConnectionIsToBeHad() {
        sends(invite("large", 1300));
        last().undelivered().accept("refused");

        assertThat(last().hop()).isEqualTo(PEER);
        assertThat(last().request().header("Via")).contains("SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKlarge");
        transactions.received(response(last().request(), 180));
        assertThat(told).containsExactly("180");

        sends(invite("next", 1300));
        assertThat(last().hop()).isEqualTo(PEER);
    }

    @Test
    void tryTcpAgainAfterAWhile() {
        sends(invite("large", 1300));
        last().undelivered().accept("refused");
        for (int i = 0; i < 60_100; i++) {
            now += 10;
            timers.advance();
        }

        sends(invite("later", 1300));
        assertThat(last().hop().transport()).isEqualTo(Transport.TCP);
    }

    @Test
    void areCancelledOnTheirWay() {
        sends(invite("large", 1300));
        byte[] cancel = DerivedRequests.cancelOf(read(invite("large", 1300)), List.of());
        sends(cancel);

        assertThat(last().request().method()).isEqualTo("CANCEL");
        assertThat(last().hop().transport()).isEqualTo(Transport.TCP);
        assertThat(last().request().header("Via")).contains("SIP/2.0/TCP 192.0.2.1:5070;rport;branch=z9hG4bKlarge");
    }

    @Test
    void areForgottenOnBothWays() {
        Runnable forget = sends(invite("large", 1300));
        last().undelivered().accept("refused");
        forget.run();

        assertThat(transactions.size()).isZero();
    }

    @Test
    void stayInDatagramsWithoutALimit() {
        byte[] large = invite("large", 5000);
        new Transactions(new TransactionContext(this, timers, Timeouts.STANDARD), 100, 0)
                .send(read(large), large, PEER, this);

        assertThat(last().hop()).isEqualTo(PEER);
    }

    private static WireResponse response(WireRequest request, int status) {
        byte[] bytes = MessageBuilder.response(status, "Ringing")
                .copy(request.raw(), "Via")
                .copy(request.raw(), "From")
                .copy(request.raw(), "To")
                .copy(request.raw(), "Call-ID")
                .copy(request.raw(), "CSeq")
                .build();
        Parsed parsed = new MessageParser(new MessageLimits(1 << 16, 100, 1 << 16)).parse(bytes);
        return ((Parsed.Response) parsed).response();
    }

    @Override
    public void send(byte[] message, Hop hop, Consumer<String> undelivered) {
        sent.add(new Sent(read(message), hop, undelivered));
    }

    @Override
    public void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
        failed.accept("Nothing is looked up here");
    }

    @Override
    public void avoid(Hop hop, Duration time) {
        // Nobody is avoided here.
    }

    @Override
    public String advertised(Hop hop) {
        return hop.transport() == Transport.TCP ? "192.0.2.1:5070" : "192.0.2.1:5060";
    }

    @Override
    public void responded(WireResponse response) {
        told.add(Integer.toString(response.status()));
    }

    @Override
    public void timedOut() {
        told.add("timed out");
    }

    @Override
    public void notSent(String reason) {
        told.add(reason);
    }
}
