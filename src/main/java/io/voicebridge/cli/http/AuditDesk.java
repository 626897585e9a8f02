package io.voicebridge.cli.http;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Page;
import org.apache.camel.Exchange;

/** Shows the audit. Bean {@code auditDesk}. Thread-safe. */
public final class AuditDesk {

    private final Audit audit;

    public AuditDesk(Audit audit) {
        this.audit = audit;
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
