package io.voicebridge.sip;

/** How far a call transfer by REFER has come, as the peer reports it (RFC 3515 section 2.4.4). */
public sealed interface ReferState {

    /** The peer agreed to try: 202, or 200. */
    record Accepted(int status) implements ReferState {}

    /** It reported 100. */
    record Trying() implements ReferState {}

    /** It reported another provisional response of the target. */
    record Ringing(int status) implements ReferState {}

    /** The target answered. */
    record Completed(int status) implements ReferState {}

    /** The target did not: the status that the peer reported. */
    record Failed(int status, String phrase) implements ReferState {}

    /** The peer did not take the REFER: its final response; 408 if none came, 491 if another REFER was under way. */
    record Refused(int status, String phrase) implements ReferState {}

    /** The peer took the REFER and will not report (RFC 4488). */
    record Unreported() implements ReferState {}

    /** The peer took the REFER, and gave no final report in the time set. */
    record TimedOut() implements ReferState {}

    /**
     * The peer ended the subscription, or the call was over, before there was a final report.
     *
     * @param reason of Subscription-State, or {@code call-ended}; empty if none was given
     */
    record Terminated(String reason) implements ReferState {}

    /** True if nothing follows. */
    default boolean isFinal() {
        return !(this instanceof Accepted || this instanceof Trying || this instanceof Ringing);
    }
}
