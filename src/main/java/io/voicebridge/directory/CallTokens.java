package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tokens by which a call finds its number, whatever was dialled: for a trunk that many tenants share, where the
 * dialled number does not tell them apart. A token is kept as its hash only. Bean {@code callTokens}. Thread-safe.
 */
public final class CallTokens {

    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Audit audit;
    private final UnaryOperator<String> hash;
    private final Runnable changed;

    /**
     * @param hash how a token is kept
     * @param changed run after each change of what calls are answered with
     */
    public CallTokens(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Audit audit,
            UnaryOperator<String> hash,
            Runnable changed) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.audit = audit;
        this.hash = hash;
        this.changed = changed;
    }

    /**
     * A new token.
     *
     * @param token as the script sends it; shown this once
     * @param previousUntil until when the one before finds the number, too; null if it does not
     */
    public record Issued(String token, Instant previousUntil) {
        @Override
        public String toString() {
            return "Issued[previousUntil=" + previousUntil + ']';
        }
    }

    /**
     * Gives the number a token, in place of the one that it has.
     *
     * @param body {@code grace_s}: how long the one before still counts; not at all without it
     * @throws Problem 404
     */
    public Issued issue(String tenantId, String actor, String numberId, JsonNode body) {
        long graceS = body == null ? 0 : body.path("grace_s").asLong(0);
        String token = newToken();
        Issued issued = transactions.execute(status -> {
            PhoneNumberRow row = row(tenantId, numberId);
            boolean isKept = graceS > 0 && row.callTokenHash != null;
            row.previousCallTokenHash = isKept ? row.callTokenHash : null;
            row.previousCallTokenUntil = isKept ? clock.instant().plusSeconds(graceS) : null;
            row.callTokenHash = hash.apply(token);
            audit.add(
                    tenantId, actor, "phone-number.issue-call-token", numberId, row.number + " grace " + graceS + " s");
            return new Issued(token, row.previousCallTokenUntil);
        });
        changed.run();
        return issued;
    }

    /** From now on neither its token nor the one before finds the number. @throws Problem 404 */
    public void withdraw(String tenantId, String actor, String numberId) {
        transactions.executeWithoutResult(status -> {
            PhoneNumberRow row = row(tenantId, numberId);
            row.callTokenHash = null;
            row.previousCallTokenHash = null;
            row.previousCallTokenUntil = null;
            audit.add(tenantId, actor, "phone-number.withdraw-call-token", numberId, row.number);
        });
        changed.run();
    }

    private PhoneNumberRow row(String tenantId, String id) {
        return OwnRows.find(entities, PhoneNumberRow.class, tenantId, id).orElseThrow(() -> PhoneNumbers.unknown(id));
    }

    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return "vbc_" + HexFormat.of().formatHex(token);
    }
}
