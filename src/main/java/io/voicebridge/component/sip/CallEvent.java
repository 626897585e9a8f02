package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;

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

    record AgentFailed(AgentFailure body) implements CallEvent {
        @Override
        public String name() {
            return "agent-failed";
        }
    }

    /** The last event of a call, told exactly once. */
    record Ended(CallEnded body) implements CallEvent {
        @Override
        public String name() {
            return "ended";
        }
    }
}
