package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentReplaced;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Recorded;
import java.util.Locale;

/** What a call has to tell a route: one exchange on {@code sip:events} each, in this order of happening. */
sealed interface CallEvent {

    /** The value of {@link SipConstants#EVENT}. */
    String name();

    /** The body of the exchange. */
    Object body();

    /** The 200 is on its way and audio flows. */
    record Answered(CallAnswered body) implements CallEvent {
        @Override
        public String name() {
            return "answered";
        }
    }

    record Transcript(TranscriptItem body) implements CallEvent {
        @Override
        public String name() {
            return "transcript";
        }
    }

    /** The body that the route ends with, JSON text, is the answer to the session. */
    record Tool(ToolCall body) implements CallEvent {
        @Override
        public String name() {
            return "tool-call";
        }
    }

    record Digit(String body) implements CallEvent {
        @Override
        public String name() {
            return "digit";
        }
    }

    record Metric(AgentMetric body) implements CallEvent {
        @Override
        public String name() {
            return "metric";
        }
    }

    /** The other call of a bridge is over. */
    record BridgeOver(BridgeEnded body) implements CallEvent {
        @Override
        public String name() {
            return "bridge-ended";
        }
    }

    record AgentFailed(AgentFailure body) implements CallEvent {
        @Override
        public String name() {
            return "agent-failed";
        }
    }

    /** Another agent talks with the caller now. */
    record AgentReplacedBy(AgentReplaced body) implements CallEvent {
        @Override
        public String name() {
            return "agent-replaced";
        }
    }

    /** Something is not as it should be with the audio. */
    record Noticed(MediaNotice body) implements CallEvent {
        @Override
        public String name() {
            return body.kind().name().toLowerCase(Locale.ROOT);
        }
    }

    /** The peer asked us to call somebody else in its place. */
    record ReferAsked(ReferRefused body) implements CallEvent {
        @Override
        public String name() {
            return "refer-refused";
        }
    }

    /** Comes after the end, and only if the disk was too slow for the recording to be told with it. */
    record RecordingDone(Recorded body) implements CallEvent {
        @Override
        public String name() {
            return "recorded";
        }
    }

    /** The last event of a call but {@code recorded}, told exactly once. */
    record Ended(CallEnded body) implements CallEvent {
        @Override
        public String name() {
            return "ended";
        }
    }
}
