package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostedVoiceTest {

    private static final short[] SECOND = new short[8_000];

    private final List<String> told = new ArrayList<>();
    private final List<String> agent = new ArrayList<>();
    private final HostedVoice voice = new HostedVoice(
            new Told(),
            1_000,
            true,
            item -> agent.add("heard " + item),
            (item, ms) -> agent.add(item + " cut at " + ms));

    @Test
    void tellsALineOnceItWasHeard() {
        voice.add("a1", SECOND, true, 1_000);
        voice.said("a1", "Hello.");
        voice.done("a1");
        assertThat(voice.isHeard(1_999)).isTrue();
        assertThat(voice.isHeard(2_000)).isFalse();
        voice.played("a1", 1_000, true, 2_000);

        assertThat(told).containsExactly("a1 1000 ms", "a1 last", "said a1 Hello. 0-1000 -1");
        assertThat(agent).containsExactly("heard a1");
    }

    @Test
    void tellsALineWhoseWordsComeAfterItWasHeard() {
        voice.add("a1", SECOND, true, 1_000);
        voice.done("a1");
        voice.played("a1", 1_000, true, 2_000);
        voice.said("a1", "Hello.");

        assertThat(told).last().isEqualTo("said a1 Hello. 0-1000 -1");
    }

    @Test
    void goesOnWhereItWasCut() {
        voice.add("a1", SECOND, true, 1_000);
        voice.cut(1_400);
        voice.played("a1", 400, false, 1_420);
        voice.add("a1", SECOND, true, 1_500);
        voice.done("a1");
        told.clear();
        voice.resume(1_800);

        assertThat(told).containsExactly("a1~1 600 ms", "a1~1 1000 ms", "a1~1 last");
        voice.played("a1~1", 1_600, true, 3_400);
        assertThat(agent).containsExactly("heard a1");
    }

    @Test
    void saysHowMuchWasHeardOfWhatIsGivenUp() {
        voice.add("a1", SECOND, true, 1_000);
        voice.said("a1", "A long story.");
        voice.cut(1_400);
        voice.played("a1", 400, false, 1_420);
        voice.discard(1_700);
        voice.add("a1", SECOND, true, 1_750);

        assertThat(agent).containsExactly("a1 cut at 400");
        assertThat(told).last().isEqualTo("said a1 A long story. 0-700 400");
        assertThat(voice.isIdle(1_800)).isTrue();
    }

    @Test
    void playsTheNextItemThoughTheCallHasNotReportedOnTheCutOneYet() {
        voice.add("a1", SECOND, true, 1_000);
        voice.discard(1_400);
        voice.add("a2", SECOND, true, 1_405);
        voice.played("a1", 400, false, 1_420);

        assertThat(told).containsExactly("a1 1000 ms", "stop", "a2 1000 ms");
        assertThat(agent).containsExactly("a1 cut at 400");
        assertThat(voice.isHeard(1_500)).isTrue();
    }

    @Test
    void doesNotTakeMoreThanTwoMinutesAhead() {
        for (int i = 0; i < 130; i++) {
            voice.add("a1", SECOND, true, 1_000);
        }
        assertThat(told).hasSize(120);
    }

    private final class Told implements AgentListener {
        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            told.add(itemId + (last ? " last" : " " + pcm.length / 8 + " ms"));
        }

        @Override
        public void stopAudio() {
            told.add("stop");
        }

        @Override
        public void transcript(TranscriptItem item) {
            told.add("said " + item.id() + " " + item.text() + " " + item.startMs() + "-" + item.endMs() + " "
                    + item.interruptedAtMs());
        }

        @Override
        public void toolCall(ToolCall call) {}

        @Override
        public void metric(AgentMetric metric) {}

        @Override
        public void failed(AgentFailure failure) {}
    }
}
