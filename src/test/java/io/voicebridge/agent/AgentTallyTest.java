package io.voicebridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AgentTallyTest {

    private final AgentTally tally = new AgentTally();

    @Test
    void ofTimesItTellsCountMedianAndLongest() {
        measure("turn_gap_ms", 900, 300, 500);
        measure("stt_ms", 100, 201);

        assertThat(tally.measures().times().get("turn_gap_ms")).isEqualTo(new AgentMeasures.Times(3, 500, 900));
        assertThat(tally.measures().times().get("stt_ms")).isEqualTo(new AgentMeasures.Times(2, 150, 201));
    }

    @Test
    void whatHappensIsCounted() {
        measure("interruptions", 1, 1);
        measure("underruns", 3);

        assertThat(tally.measures().events())
                .containsEntry("interruptions", 2L)
                .containsEntry("underruns", 3L)
                .containsEntry("reprompts", 0L);
    }

    @Test
    void theLongestDeadAirOfAllAgentsOfACallCounts() {
        measure("dead_air_max_ms", 2_400, 600);

        assertThat(tally.measures().deadAirMaxMs()).contains(2_400L);
    }

    @Test
    void theFirstSoundOfACallIsTheFirstAgents() {
        measure("ttfa_ms", 180, 9_000);

        assertThat(tally.measures().firstAudioMs()).contains(180L);
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        assertThat(tally.measures().asMap())
                .containsOnlyKeys("interruptions", "false_interruptions", "reprompts", "fillers", "underruns");
    }

    @Test
    void aNameThatAnAgentInventsIsLeftOut() {
        measure("anything", 1);

        assertThat(tally.measures().asMap()).doesNotContainKey("anything");
    }

    @Test
    void ofVeryManyTheLongestIsStillFound() {
        measure("tts_ms", LongStream.rangeClosed(1, 5_000).toArray());

        assertThat(tally.measures().times().get("tts_ms").count()).isEqualTo(5_000);
        assertThat(tally.measures().times().get("tts_ms").max()).isEqualTo(5_000);
    }

    private void measure(String name, long... values) {
        for (long value : values) {
            tally.add(new AgentMetric(name, value));
        }
    }
}
