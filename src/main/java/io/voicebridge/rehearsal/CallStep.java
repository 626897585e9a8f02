package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Map;

/** Something that happened in a rehearsed call, as Five9 saw it. {@code module} is the name of the script's module. */
sealed interface CallStep {

    record VariablesSet(String module, Map<String, String> values) implements CallStep {}

    record QuerySent(String module, String method, String url, String body) implements CallStep {}

    /** @param assigned the variables that the response's expression filled; empty if no response fitted */
    record QueryAnswered(String module, int status, String body, long tookMs, Map<String, String> assigned)
            implements CallStep {}

    /** No answer at all, or none in time. */
    record QueryFailed(String module, String detail, long tookMs) implements CallStep {}

    /** @param notes what Five9 did not send, and why */
    record TransferDialled(String module, String number, List<SipHeader> headers, List<String> notes)
            implements CallStep {}

    record TransferAnswered(long tookMs) implements CallStep {}

    /** The customer hears the agent for the first time. */
    record FirstAudio() implements CallStep {}

    record TransferEnded(TransferEnd end) implements CallStep {}

    /** Said over the line. */
    record Said(Speaker speaker, String text) implements CallStep {}

    /**
     * @param seen what the branch looked at, such as {@code Outcome.outcome is 'qualified'}
     * @param target the module that it leads to
     */
    record CaseTaken(String module, String seen, String target, boolean matched) implements CallStep {}

    /** @param kind of a module that a rehearsal has no use for */
    record PassedOver(String module, String kind) implements CallStep {}

    record Queued(String module, String skill, Map<String, String> screenPop) implements CallStep {}

    record SkillUnknown(String module, String skill) implements CallStep {}

    record Disposed(String module, String disposition) implements CallStep {}

    /** A transfer of the bridge's has come to Five9's inbound number: the lead's second leg. */
    record InboundCalled(String number, String ani, List<SipHeader> headers) implements CallStep {}

    /**
     * The person whom the skill led to has heard something: first the whisper, if there is one, then the customer.
     *
     * @param text the words as far as they were understood; may be empty
     */
    record PersonHeard(String text, long ms) implements CallStep {}

    record PersonSaid(String text) implements CallStep {}

    /** The customer hears the person. */
    record Joined() implements CallStep {}

    /** @param by who ended the second leg, such as {@code the agent} */
    record InboundEnded(String by) implements CallStep {}

    enum Speaker {
        CUSTOMER,
        AGENT
    }
}
