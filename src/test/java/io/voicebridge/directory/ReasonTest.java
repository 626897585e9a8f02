package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    private static final Exception FAILURE = new IllegalStateException(
            "could not insert Ann Lee", new SQLException("Value too long: '+13035550100'", "22001", 22001));

    @Test
    void namesKindsCodesAndPlaceButNoMessage() {
        assertThat(Reason.of(FAILURE))
                .startsWith(
                        "IllegalStateException, caused by SQLException (SQL state 22001, code 22001) in ReasonTest.");
    }

    @Test
    void keepsWhatWasWrittenForTheClient() {
        assertThat(Reason.of(new IllegalStateException(new Problem(409, "outcome_final", "It is final."))))
                .isEqualTo("outcome_final: It is final.");
    }

    @Test
    void aTraceShowsWhereWithoutTheMessages() {
        StringWriter printed = new StringWriter();
        Reason.traceOf(FAILURE).printStackTrace(new PrintWriter(printed));

        assertThat(printed.toString())
                .contains("Caused by: SQLException (SQL state 22001", "at io.voicebridge.directory.ReasonTest")
                .doesNotContain("Ann", "3035550100");
    }

    @Test
    void aChainThatBitesItsTailEnds() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(Reason.of(first)).contains("Exception, caused by Exception");
    }
}
