package io.voicebridge.sip.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.admission.InboundPolicy.Unknown;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.transport.Admission.Verdict;
import io.voicebridge.sip.transport.Screening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Duty("Access list")
class InboundPolicyTest {

    private static final AddressGroup CARRIER = AddressGroup.of("carrier", "192.0.2.0/28", "2001:db8::/64");
    private static final AccessList LIST = AccessList.of(List.of(CARRIER, AddressGroup.PRIVATE));
    private static final Scanners SCANNERS = new Scanners(List.of("friendly-scanner", " SIPVicious "));

    private static InetSocketAddress source(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 5060);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static SipRequest request(String method, String userAgent, String from) {
        byte[] bytes = MessageBuilder.request(method, "sip:100@192.0.2.60")
                .header("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx")
                .header("From", from + ";tag=1")
                .header("To", "<sip:100@192.0.2.60>")
                .header("Call-ID", "c")
                .header("CSeq", "1 " + method)
                .header("Max-Forwards", "70")
                .header("User-Agent", userAgent)
                .build();
        return ((Parsed.Request) new MessageParser(MessageLimits.STANDARD).parse(bytes)).request();
    }

    private static SipRequest invite() {
        return request("INVITE", "phone", "<sip:a@b>");
    }

    private static DigestServer passwords() {
        return new DigestServer("r", Duration.ofMinutes(1), user -> Optional.empty(), () -> 1);
    }

    private static InboundPolicy byAddress(Unknown unknown) {
        return InboundPolicy.byAddress("p", LIST, unknown, SCANNERS);
    }

    @Test
    void knowsTheNamesOfWhoIsAtAnAddress() {
        AddressGroup carrier = AddressGroup.of("carrier", "192.0.2.0/28").knownAs(List.of("sip.carrier.example"));
        InboundPolicy policy =
                InboundPolicy.byAddress("carriers", AccessList.of(List.of(carrier)), Unknown.DROP, Scanners.NONE);

        assertThat(policy.hostsOf(source(192, 0, 2, 1).getAddress())).containsExactly("sip.carrier.example");
        assertThat(policy.hostsOf(source(192, 0, 2, 99).getAddress())).isEmpty();
    }

    @Test
    void admitsThoseOnTheList() {
        assertThat(byAddress(Unknown.DROP).admit(source(192, 0, 2, 3))).isEqualTo(Verdict.ADMIT);
        assertThat(byAddress(Unknown.DROP).admit(source(10, 1, 2, 3))).isEqualTo(Verdict.ADMIT);
    }

    @Test
    void treatsStrangersAsToldAndNoOtherWay() {
        InetSocketAddress stranger = source(192, 0, 2, 16);

        assertThat(byAddress(Unknown.DROP).admit(stranger)).isEqualTo(Verdict.IGNORE);
        assertThat(byAddress(Unknown.REFUSE).admit(stranger)).isEqualTo(Verdict.FORBID);
        assertThat(InboundPolicy.byAddressOrPassword("p", LIST, passwords(), SCANNERS)
                        .admit(stranger))
                .isEqualTo(Verdict.ADMIT_STRANGER);
    }

    @Test
    void letsNobodyInWithAnEmptyList() {
        InboundPolicy closed = InboundPolicy.byAddress("p", AccessList.of(List.of()), Unknown.DROP, Scanners.NONE);

        assertThat(closed.admit(source(127, 0, 0, 1))).isEqualTo(Verdict.IGNORE);
        assertThat(closed.sentence()).startsWith("nobody;");
    }

    @Test
    void letsEverybodyInOnlyWhereThatIsSaid() {
        InboundPolicy open = InboundPolicy.byAddress("p", AccessList.ANYONE, Unknown.DROP, Scanners.NONE);

        assertThat(open.admit(source(203, 0, 113, 9))).isEqualTo(Verdict.ADMIT);
    }

    @Test
    @Duty(
            value = "Scanners",
            says = "What calls itself like a scanner gets no answer, and neither does a source that is on no list")
    void givesScannersNoAnswerWhereverTheyCallFrom() {
        InboundPolicy policy = byAddress(Unknown.DROP);

        assertThat(policy.screen(request("OPTIONS", "Friendly-Scanner", "<sip:a@b>"), source(10, 0, 0, 1)))
                .isInstanceOf(Screening.Drop.class);
        assertThat(policy.screen(request("OPTIONS", "x", "\"sipvicious\" <sip:100@1.1.1.1>"), source(10, 0, 0, 1)))
                .isInstanceOf(Screening.Drop.class);
        assertThat(policy.screen(invite(), source(10, 0, 0, 1))).isEqualTo(new Screening.Pass(""));
    }

    @Test
    void asksStrangersForAPasswordAndThoseOnTheListNot() {
        InboundPolicy policy = InboundPolicy.byAddressOrPassword("p", LIST, passwords(), SCANNERS);

        assertThat(policy.screen(invite(), source(203, 0, 113, 9)))
                .isInstanceOfSatisfying(Screening.Answer.class, answer -> {
                    assertThat(answer.status()).isEqualTo(401);
                    assertThat(answer.condition())
                            .as("part of every honest call")
                            .isEmpty();
                });
        assertThat(policy.screen(invite(), source(192, 0, 2, 1))).isEqualTo(new Screening.Pass(""));
    }

    @Test
    void asksThoseOnTheListForAPasswordTooWhereThatIsSaid() {
        InboundPolicy policy = InboundPolicy.byAddressAndPassword("p", LIST, Unknown.DROP, passwords(), SCANNERS);

        assertThat(policy.screen(invite(), source(192, 0, 2, 1))).isInstanceOf(Screening.Answer.class);
        assertThat(policy.admit(source(203, 0, 113, 9))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void takesTheEdgesOfOneCarrierForOneParty() {
        InboundPolicy policy = byAddress(Unknown.DROP);
        InetAddress edge = source(192, 0, 2, 1).getAddress();

        assertThat(policy.isOneParty(edge, source(192, 0, 2, 14).getAddress())).isTrue();
        assertThat(policy.isOneParty(edge, source(192, 0, 2, 16).getAddress())).isFalse();
        assertThat(policy.isOneParty(edge, source(10, 0, 0, 1).getAddress())).isFalse();
    }

    @Test
    void takesTwoMachinesOfAPrivateNetworkForTwoParties() {
        assertThat(byAddress(Unknown.DROP)
                        .isOneParty(
                                source(10, 0, 0, 1).getAddress(),
                                source(10, 0, 0, 2).getAddress()))
                .isFalse();
    }
}
