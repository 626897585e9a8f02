package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.transport.Admission.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final InetSocketAddress CARRIER = source(1);

    private static InetSocketAddress source(int last) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last}), 5060);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The first address is known, the others are what the test says. */
    private static Gate gate(Verdict others, MessageRates rates) {
        Admission admission = source -> source.equals(CARRIER) ? Verdict.ADMIT : others;
        return new Gate(
                0,
                admission,
                new TransportSettings(
                        List.of(new Listener("test", Transport.UDP, CARRIER, Optional.empty(), admission)),
                        1,
                        MessageLimits.STANDARD,
                        StreamLimits.STANDARD,
                        rates,
                        TlsSettings.standard(),
                        DnsSettings.OF_THE_MACHINE,
                        Optional.empty()),
                new Inbound() {
                    @Override
                    public void received(Parsed message, Hop hop, int loop) {}

                    @Override
                    public void refused(Parsed message, Hop hop, Verdict verdict, int loop) {}
                });
    }

    private static MessageRates rates(int perSource, int perStranger, int total, int strangers) {
        return new MessageRates(perSource, perStranger, total, strangers, () -> 0);
    }

    @Duty(value = "Rate limit and flood", says = "what strangers send never takes from what known sources may")
    @Test
    void letsStrangersTakeNothingFromKnownSources() {
        Gate gate = gate(Verdict.ADMIT_STRANGER, rates(100, 1, 0, 5));
        for (int i = 2; i < 250; i++) {
            gate.admit(source(i));
        }

        assertThat(gate.admit(CARRIER)).isEqualTo(Verdict.ADMIT);
    }

    @Test
    void isSilentToStrangersBeyondWhatAllOfThemMaySend() {
        Gate gate = gate(Verdict.ADMIT_STRANGER, rates(100, 10, 0, 5));
        for (int i = 2; i < 7; i++) {
            assertThat(gate.admit(source(i))).isEqualTo(Verdict.ADMIT_STRANGER);
        }
        assertThat(gate.admit(source(8))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void refusesKnownSourcesBeyondWhatAllOfThemMaySend() {
        Gate gate = gate(Verdict.IGNORE, rates(100, 10, 3, 5));
        for (int i = 0; i < 3; i++) {
            assertThat(gate.admit(CARRIER)).isEqualTo(Verdict.ADMIT);
        }
        assertThat(gate.admit(CARRIER)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void tellsWhoWasHeardFromElsewhere() {
        Gate gate = gate(Verdict.IGNORE, rates(100, 10, 3, 5));
        InetSocketAddress office = new InetSocketAddress("10.0.0.9", 5060);

        gate.pass(null, Hop.to(Transport.UDP, new InetSocketAddress("127.0.0.1", 5060)), Verdict.ADMIT);
        gate.pass(null, Hop.to(Transport.UDP, new InetSocketAddress(MachineAddress.VALUE, 5060)), Verdict.ADMIT);
        gate.pass(null, Hop.to(Transport.UDP, source(7)), Verdict.REFUSE);
        assertThat(gate.heard()).as("this machine, and who is not let in").isEmpty();

        gate.pass(null, Hop.to(Transport.UDP, office), Verdict.ADMIT);
        assertThat(gate.heard()).contains(office.getAddress());

        gate.pass(null, Hop.to(Transport.TCP, CARRIER), Verdict.ADMIT);
        gate.pass(null, Hop.to(Transport.UDP, office), Verdict.ADMIT);
        assertThat(gate.heard()).contains(CARRIER.getAddress());
    }

    @Test
    void countsWhatItDecided() {
        MessageRates rates = rates(1, 10, 0, 0);
        Gate gate = gate(Verdict.IGNORE, rates);
        for (int i = 0; i < 20; i++) {
            gate.admit(CARRIER);
        }
        gate.admit(source(9));

        assertThat(rates.counted(Verdict.ADMIT)).isEqualTo(2);
        assertThat(rates.counted(Verdict.REFUSE)).isEqualTo(10);
        assertThat(rates.counted(Verdict.IGNORE)).isEqualTo(8 + 1);
    }

    @Test
    void doesNotAskThoseWhoAreNotWantedToComeBackLater() {
        Gate gate = gate(Verdict.FORBID, rates(100, 1, 0, 0));
        InetSocketAddress stranger = source(9);

        assertThat(gate.admit(stranger)).isEqualTo(Verdict.FORBID);
        assertThat(gate.admit(stranger)).isEqualTo(Verdict.FORBID);
        assertThat(gate.admit(stranger)).isEqualTo(Verdict.IGNORE);
    }
}
