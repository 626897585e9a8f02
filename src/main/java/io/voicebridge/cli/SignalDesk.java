package io.voicebridge.cli;

import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Problem;
import io.voicebridge.sip.capture.CallCapture;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.transaction.support.TransactionTemplate;

/** The SIP messages of a call as a file: the step of the route {@code get-pcap}, bean {@code signalDesk}. Thread-safe. */
public final class SignalDesk {

    private static final int MOST_MINUTES = 1440;

    private final Optional<CallCapture> capture;
    private final Archive archive;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Predicate<ConversationFacts> isHere;

    /** @param isHere whether this is the bridge that has, or had, a call */
    SignalDesk(
            Optional<CallCapture> capture,
            Archive archive,
            Audit audit,
            TransactionTemplate transactions,
            Predicate<ConversationFacts> isHere) {
        this.capture = capture;
        this.archive = archive;
        this.audit = audit;
        this.transactions = transactions;
        this.isHere = isHere;
    }

    /** As it is set; empty if no messages are to be kept. */
    static Optional<CallCapture> capture(CamelContext context, Clock clock) {
        long bytes = Long.parseLong(context.resolvePropertyPlaceholders("{{bridge.sip.capture.bytes:8388608}}"));
        int minutes = Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.sip.capture.minutes:60}}"));
        if (bytes < 0 || minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException(
                    "bridge.sip.capture.bytes must not be negative, bridge.sip.capture.minutes 1 to " + MOST_MINUTES);
        }
        return bytes == 0 ? Optional.empty() : Optional.of(new CallCapture(bytes, Duration.ofMinutes(minutes), clock));
    }

    /** @throws Problem 404 {@code no_capture}, {@code capture_elsewhere} */
    public byte[] pcap(Exchange exchange) {
        Asked asked = new Asked(exchange);
        ConversationFacts call = archive.one(asked.tenant(), asked.id());
        if (!isHere.test(call)) {
            throw new Problem(
                    404,
                    "capture_elsewhere",
                    "Another bridge has, or had, the call of " + call.id() + ": its SIP messages are in the memory of "
                            + call.node());
        }
        byte[] file = capture.flatMap(kept -> kept.pcap(call.callId()))
                .orElseThrow(() -> new Problem(
                        404,
                        "no_capture",
                        "No SIP messages of " + call.id()
                                + " are kept: the call is too long ago, the bridge was started"
                                + " since, or bridge.sip.capture.bytes is too small"));
        transactions.executeWithoutResult(
                status -> audit.add(asked.tenant(), asked.text("keyId"), "conversation.pcap", call.id(), ""));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/vnd.tcpdump.pcap");
        message.setHeader("Content-Disposition", "attachment; filename=\"" + call.id() + ".pcap\"");
        message.setHeader("Cache-Control", "private, no-store");
        return file;
    }
}
