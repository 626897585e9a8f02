package io.voicebridge.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.message.HeaderRules;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

@Rfc(
        value = "3326; 6432",
        says = "Reason read from BYE, CANCEL and responses, every value; written on BYE, CANCEL and refusals")
class ReasonTest {

    private static List<Reason> read(String... values) {
        return Reason.of(
                List.of(values).stream().map(v -> new SipHeader("reason", v)).toList());
    }

    @Test
    void readsEveryValueOfEveryField() {
        assertThat(read("SIP ;cause=200 ;text=\"Call completed elsewhere\", Q.850;cause=16", "X;text=plain"))
                .containsExactly(
                        Reason.sip(200, "Call completed elsewhere"),
                        Reason.q850(16, ""),
                        new Reason("X", OptionalInt.empty(), "plain"));
    }

    @Test
    void readsEscapedQuotes() {
        assertThat(read("Q.850;cause=31;text=\"say \\\"no\\\", please\""))
                .containsExactly(Reason.q850(31, "say \"no\", please"));
    }

    @Test
    void leavesOutWhatIsMalformed() {
        assertThat(read("SIP;cause=\"open", ";;", "")).isEmpty();
        assertThat(read("SIP;cause=abc")).containsExactly(new Reason("SIP", OptionalInt.empty(), ""));
        assertThat(read("SIP;cause=99999999999")).containsExactly(new Reason("SIP", OptionalInt.empty(), ""));
    }

    @Test
    void writesQ850() {
        assertThat(Reason.q850(16, "Normal call clearing").header())
                .isEqualTo(new SipHeader("Reason", "Q.850;cause=16;text=\"Normal call clearing\""));
    }

    @Property
    void whateverTheTextItIsOneHeaderWithOneValue(@ForAll String text) {
        SipHeader header = Reason.sip(480, text).header();
        HeaderRules.checked(List.of(header));
        assertThat(Reason.of(List.of(header))).singleElement().satisfies(reason -> assertThat(reason.cause())
                .hasValue(480));
    }
}
