package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls whose INVITE is too large for a datagram, over real sockets. */
class LargeInviteTest {

    private static void callsAndHangsUp(Telephone desk, String transport) {
        try (Caller caller = Caller.of(desk.address())) {
            PhoneCall call = caller.dials("desk")
                    .with("X-large", "x".repeat(1000))
                    .with("X-more", "x".repeat(1000))
                    .connects();
            PhoneCall there = desk.answers();
            assertThat(desk.rings().request().header("Via"))
                    .hasValueSatisfying(via -> assertThat(via).startsWith("SIP/2.0/" + transport));
            call.hangsUp();
            assertThat(there.isOver().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    void goesOverTcpWhereThereIsTcp() {
        try (Telephone desk = Telephone.thatAnswers()) {
            callsAndHangsUp(desk, "TCP");
        }
    }

    @Test
    @Rfc(
            value = "3261, 18.1.1",
            says =
                    "a request for UDP of more than 1300 bytes goes over TCP with TCP in its Via, and over UDP after all where no"
                            + " connection is to be had, which is remembered for ten minutes")
    void goesOverUdpWhereTcpIsRefused() {
        CallEngineSettings udp = new CallEngineSettings(
                CallEngineSettings.plain("127.0.0.1", 0, Optional.empty(), Entry.open()).stream()
                        .filter(listener -> listener.transport() == Transport.UDP)
                        .toList(),
                TlsSettings.standard(),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of("127.0.0.1", "0"),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
        try (Telephone desk = Telephone.thatAnswers(udp)) {
            callsAndHangsUp(desk, "UDP");
        }
    }
}
