package io.voicebridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverAgentTest {

    private static final AgentProfile PROFILE = new AgentProfile("solar", 1, "hosted", "talk", "", "greeting: hi");

    private long now = 1_000;
    private final Scripted hosted = new Scripted("hosted");
    private final Scripted embedded = new Scripted("embedded");
    private final Scripted goodbye = new Scripted("goodbye");
    private final List<String> told = new ArrayList<>();
    private final FailoverAgent agent =
            new FailoverAgent(hosted, List.of(standIn(embedded), standIn(goodbye)), () -> now);
    private final AgentListener call = new Told();
    private AgentSession session;

    @Test
    void isTheAgentThatItWrapsAsLongAsThatTalks() {
        open();
        hosted.listener.audio("a1", new short[160], true);
        session.played("a1", 20, true);
        session.callerDigit('7');
        hosted.listener.failed(AgentFailure.retriable("slow", "It was slow."));

        assertThat(agent.name()).isEqualTo("hosted");
        assertThat(told).containsExactly("audio a1", "failed slow");
        assertThat(hosted.heard).containsExactly("played a1", "digit 7");
        assertThat(embedded.calls).isEmpty();
    }

    @Test
    void isReplacedInTheMiddleOfACall() {
        open();
        now += 12_000;
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "The connection broke."));

        assertThat(told).containsExactly("stop", "hosted replaced by embedded: socket_closed after 12000");
        assertThat(embedded.calls).singleElement().satisfies(taken -> {
            assertThat(taken.conversationId()).isEqualTo("cv_1");
            assertThat(taken.handover()).isEqualTo(new Handover(1, "socket_closed"));
            assertThat(taken.handover().id("u1")).isEqualTo("2.u1");
        });
        assertThat(hosted.isClosed).isTrue();
        session.callerDigit('1');
        assertThat(embedded.heard).containsExactly("digit 1");
    }

    @Test
    void isReplacedWhenItsTimeIsOver() {
        open();
        hosted.listener.failed(AgentFailure.expired("session_over", "An hour is over."));

        assertThat(embedded.calls).hasSize(1);
    }

    @Test
    void letsAnAgentThatWasReplacedNeitherSpeakNorAct() {
        open();
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "The connection broke."));
        told.clear();
        hosted.listener.audio("a2", new short[160], true);
        hosted.listener.stopAudio();
        hosted.listener.toolCall(new ToolCall("t1", ToolCall.END_CALL, "{}"));
        hosted.listener.metric(new AgentMetric("x", 1));
        hosted.listener.failed(AgentFailure.fatal("again", "And again."));
        hosted.listener.closed();

        assertThat(told).isEmpty();
    }

    @Test
    void keepsTheLastWordsOfAnAgentThatWasReplaced() {
        open();
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "The connection broke."));
        hosted.listener.transcript(said("u3", 500));

        assertThat(told).contains("transcript u3 at 500");
    }

    @Test
    void tellsTimesFromTheBeginningOfTheCall() {
        open();
        now += 3_000;
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "The connection broke."));
        embedded.listener.transcript(said("2.u1", 500));

        assertThat(told).contains("transcript 2.u1 at 3500");
    }

    @Test
    void asksTheNextOneWhereTheFirstStandInFailsToo() {
        embedded.broken = "There is no voice.";
        open();
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "The connection broke."));

        assertThat(told)
                .contains(
                        "hosted replaced by embedded: socket_closed after 0",
                        "embedded replaced by goodbye: not_available after 0");
        assertThat(goodbye.calls)
                .singleElement()
                .satisfies(taken -> assertThat(taken.handover().before()).isEqualTo(2));
    }

    @Test
    void tellsTheCallWhereNobodyIsLeft() {
        open();
        for (Scripted each : List.of(hosted, embedded, goodbye)) {
            each.listener.failed(AgentFailure.fatal("gone", "It is gone."));
        }

        assertThat(told).last().isEqualTo("failed gone");
    }

    @Test
    void beginsWithTheStandInWhereTheAgentCannotServeTheCall() {
        hosted.broken = "There is no key.";
        open();

        assertThat(told).contains("hosted replaced by embedded: not_available after 0");
        assertThat(embedded.calls).hasSize(1);
    }

    @Test
    void refusesACallThatNobodyCanServe() {
        hosted.broken = "There is no key.";
        FailoverAgent alone = new FailoverAgent(hosted, List.of(), () -> now);

        assertThatThrownBy(() -> alone.open(new AgentCall("cv_1", PROFILE, Map.of()), call))
                .hasMessage("There is no key.");
    }

    @Test
    void doesNotAskAStandInThatDoesNotFit() {
        AgentProfile noDialogue = new AgentProfile("solar", 1, "hosted", "talk", "", "");
        session = agent.open(new AgentCall("cv_1", noDialogue, Map.of()), call);
        hosted.listener.failed(AgentFailure.fatal("gone", "It is gone."));

        assertThat(embedded.calls).isEmpty();
        assertThat(goodbye.calls).hasSize(1);
    }

    @Test
    void isSilentWhereACallIsBeingTransferred() {
        open();
        session.paused();
        hosted.listener.failed(AgentFailure.fatal("gone", "It is gone."));

        assertThat(embedded.heard).containsExactly("paused");
        session.resumed("{}");
        assertThat(embedded.heard).containsExactly("paused", "resumed");
    }

    @Test
    void closesTheAgentThatTalksAndTellsItOnce() {
        open();
        hosted.listener.failed(AgentFailure.fatal("gone", "It is gone."));
        session.close();
        embedded.listener.closed();
        hosted.listener.closed();

        assertThat(embedded.isClosed).isTrue();
        assertThat(told).filteredOn("closed"::equals).hasSize(1);
    }

    @Test
    void doesNotReplaceAnAgentOfACallThatIsOver() {
        open();
        session.close();
        hosted.listener.failed(AgentFailure.fatal("socket_closed", "We closed it."));

        assertThat(embedded.calls).isEmpty();
    }

    private void open() {
        session = agent.open(new AgentCall("cv_1", PROFILE, Map.of()), call);
    }

    private static TranscriptItem said(String id, long at) {
        return new TranscriptItem(id, TranscriptItem.Role.CALLER, "hello", at, at + 100, -1, 1, "test");
    }

    private static FailoverAgent.StandIn standIn(Scripted agent) {
        return new FailoverAgent.StandIn() {
            @Override
            public VoiceAgent agent() {
                return agent;
            }

            @Override
            public boolean fits(AgentProfile profile) {
                return agent.name.equals("goodbye") || !profile.dialogue().isBlank();
            }
        };
    }

    /** Keeps what the call is told. */
    private final class Told implements AgentListener {
        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            told.add("audio " + itemId);
        }

        @Override
        public void stopAudio() {
            told.add("stop");
        }

        @Override
        public void transcript(TranscriptItem item) {
            told.add("transcript " + item.id() + " at " + item.startMs());
        }

        @Override
        public void toolCall(ToolCall asked) {
            told.add("tool " + asked.id());
        }

        @Override
        public void metric(AgentMetric metric) {
            told.add("metric " + metric.name());
        }

        @Override
        public void failed(AgentFailure failure) {
            told.add("failed " + failure.code());
        }

        @Override
        public void replaced(AgentReplaced replaced) {
            told.add(replaced.from() + " replaced by " + replaced.to() + ": "
                    + replaced.failure().code() + " after " + replaced.afterMs());
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    }

    /** Does what the test says, and keeps what it hears. */
    private static final class Scripted implements VoiceAgent, AgentSession {
        private final String name;
        private final List<AgentCall> calls = new ArrayList<>();
        private final List<String> heard = new ArrayList<>();
        private String broken = "";
        private AgentListener listener;
        private boolean isClosed;

        Scripted(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public AgentCapabilities capabilities() {
            return new AgentCapabilities(false, true, true, true, true, Duration.ofHours(1));
        }

        @Override
        public void prepare(AgentProfile profile) {}

        @Override
        public AgentSession open(AgentCall call, AgentListener told) {
            if (!broken.isEmpty()) {
                throw new IllegalArgumentException(broken);
            }
            calls.add(call);
            listener = told;
            return this;
        }

        @Override
        public void callerAudio(short[] frame) {
            heard.add("frame");
        }

        @Override
        public void callerDigit(char digit) {
            heard.add("digit " + digit);
        }

        @Override
        public void played(String itemId, long playedMs, boolean complete) {
            heard.add("played " + itemId);
        }

        @Override
        public void say(String text, boolean interruptible) {
            heard.add("says " + text);
        }

        @Override
        public void toolResult(String callId, String json) {
            heard.add("result " + callId);
        }

        @Override
        public void paused() {
            heard.add("paused");
        }

        @Override
        public void resumed(String note) {
            heard.add("resumed");
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
