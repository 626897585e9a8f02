package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Knows one trouble. Stateless. */
interface CallRule {

    /** What went wrong and what to do about it; empty if this is not the trouble of the call. */
    Optional<String> explain(Evidence call);
}
