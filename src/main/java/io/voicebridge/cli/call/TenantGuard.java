package io.voicebridge.cli.call;

import io.voicebridge.call.OutboundGuard;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Note;
import io.voicebridge.directory.OutboundRules;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the directory before a call goes out, bean {@code outboundGuard}. A refusal stands in the tenant's audit and, where
 * there is a conversation, on its timeline. Thread-safe; blocks on the database.
 */
public final class TenantGuard implements OutboundGuard {

    private static final Logger LOG = LoggerFactory.getLogger(TenantGuard.class);

    private final OutboundRules rules;
    private final Conversations conversations;

    public TenantGuard(OutboundRules rules, Conversations conversations) {
        this.rules = rules;
        this.conversations = conversations;
    }

    @Override
    public Verdict ask(Attempt attempt) {
        OutboundRules.Verdict verdict = rules.ask(attempt.tenant(), attempt.reference(), attempt.target());
        if (verdict instanceof OutboundRules.Allowed allowed) {
            return new Permitted(allowed.longestRing(), allowed.longestCall(), allowed.ended());
        }
        OutboundRules.Refused refused = (OutboundRules.Refused) verdict;
        tell(attempt, refused);
        return new Forbidden(refused.code(), refused.detail());
    }

    private void tell(Attempt attempt, OutboundRules.Refused refused) {
        LOG.warn("A call did not go out: {}", refused.code());
        if (!attempt.reference().isEmpty()) {
            conversations.note(
                    attempt.reference(),
                    new Note(
                            "outbound-refused",
                            "bridge",
                            "A call did not go out: " + refused.detail(),
                            Map.of("code", refused.code(), "target", attempt.target())));
        }
    }
}
