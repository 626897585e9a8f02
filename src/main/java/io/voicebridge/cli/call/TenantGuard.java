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
 * there is a conversation, on its timeline: there with the last two digits of the number only, for it is another person's
 * than the conversation's and would not be forgotten with that person. Thread-safe; blocks on the database.
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
        if (!attempt.reference().isEmpty() && conversations.isRehearsal(attempt.reference())) {
            OutboundRules.Refused refused = new OutboundRules.Refused(
                    "rehearsal", "A simulated customer is not put through to anybody: the call is a rehearsal.");
            tell(attempt, refused);
            return new Forbidden(refused.code(), refused.detail());
        }
        OutboundRules.Verdict verdict = rules.ask(attempt.tenant(), attempt.reference(), attempt.target());
        if (verdict instanceof OutboundRules.Allowed allowed) {
            return new Permitted(allowed.longestRing(), allowed.longestCall(), allowed.ended());
        }
        OutboundRules.Refused refused = (OutboundRules.Refused) verdict;
        tell(attempt, refused);
        return new Forbidden(refused.code(), refused.detail());
    }

    /** All digits but the last two of a number as asterisks; a host that is called without a user stays. */
    static String masked(String target) {
        int at = target.indexOf('@');
        if (at < 0 && target.regionMatches(true, 0, "sip", 0, 3)) {
            return target;
        }
        StringBuilder text = new StringBuilder(target);
        int digits = 0;
        for (int i = (at < 0 ? target.length() : at) - 1; i >= 0; i--) {
            if (Character.isDigit(text.charAt(i)) && ++digits > 2) {
                text.setCharAt(i, '*');
            }
        }
        return text.toString();
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
                            Map.of("code", refused.code(), "target", masked(attempt.target()))));
        }
    }
}
