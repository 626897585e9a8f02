package io.voicebridge.conversation.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalRulesTest {

    static List<RefusalRule> rules() {
        return RefusalRules.RULES;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyConditionIsToldWithItsFix(RefusalRule rule) {
        assertThat(RefusalRules.diagnose(rule.condition(), "Refused", ""))
                .isEqualTo("Refused. " + rule.advice())
                .hasSizeLessThanOrEqualTo(CallRules.LONGEST);
    }

    @Test
    void theNearestRegisteredNumberIsShown() {
        assertThat(RefusalRules.diagnose(
                        "number-not-registered",
                        "Not found",
                        "+13453453459 is not registered; the nearest registered number is +13453453453"))
                .contains("nearest registered number is +13453453453. Register the number that Five9 dials");
    }

    @Test
    void aWrongCodecAndAnSrtpMismatchAreToldApart() {
        assertThat(RefusalRules.diagnose("media-not-acceptable", "Offered G729/8000; supported PCMU/8000", ""))
                .contains("No common codec");
        assertThat(RefusalRules.diagnose("media-not-acceptable", "Audio offered on RTP/SAVP; RTP/AVP is supported", ""))
                .contains("SRTP does not match");
        assertThat(RefusalRules.diagnose(
                        "media-not-acceptable",
                        "Audio offered on RTP/AVP; this number takes encrypted audio only, on RTP/SAVP",
                        ""))
                .contains("Turn SRTP on at the trunk");
        assertThat(RefusalRules.diagnose("media-not-acceptable", "No usable a=crypto line; supported X", ""))
                .contains("SRTP does not match");
    }

    @Test
    void aConditionThatNobodyKnowsIsToldAsItIs() {
        assertThat(RefusalRules.diagnose("from-another-day", "Something new", ""))
                .isEqualTo("Something new.");
    }
}
