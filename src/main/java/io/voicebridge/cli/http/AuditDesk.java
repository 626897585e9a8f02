package io.voicebridge.cli.http;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.AuditCheck;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Shows and checks the audit. Bean {@code auditDesk}. Thread-safe. */
public final class AuditDesk {

    private final Audit audit;
    private final AuditCheck check;

    public AuditDesk(Audit audit, AuditCheck check) {
        this.audit = audit;
        this.check = check;
    }

    /** @throws io.voicebridge.directory.Problem 400 {@code bad_filter} if there is only one half of an anchor */
    public AuditCheck.Result check(Exchange exchange) {
        Asked asked = new Asked(exchange);
        long seq = exchange.getVariable("seq", 0L, Long.class);
        String digest = asked.text("digest");
        if (seq > 0 == digest.isEmpty()) {
            throw new Problem(400, "bad_filter", "seq and digest go together");
        }
        return check.check(
                asked.tenant(), seq == 0 ? Optional.empty() : Optional.of(new AuditCheck.Anchor(seq, digest)));
    }

    /** @throws io.voicebridge.directory.Problem 400 {@code bad_filter} */
    public Page<Audit.Entry> list(Exchange exchange) {
        Asked asked = new Asked(exchange);
        Audit.Filter filter = new Audit.Filter(
                asked.instant("from"),
                asked.instant("to"),
                asked.text("actor"),
                asked.text("action"),
                asked.text("target"));
        return audit.list(asked.tenant(), filter, asked.after(), asked.limit());
    }
}
