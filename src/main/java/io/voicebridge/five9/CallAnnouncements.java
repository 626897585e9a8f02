package io.voicebridge.five9;

import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Correlation;
import io.voicebridge.conversation.ReceivedVariable;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the announcement of a call from a Five9 script, before its transfer. Thread-safe. */
public final class CallAnnouncements {

    private final CalledNumbers numbers;
    private final Registrations registrations;
    private final SipVariables variables = new SipVariables();

    public CallAnnouncements(CalledNumbers numbers, Registrations registrations) {
        this.numbers = numbers;
        this.registrations = registrations;
    }

    /** Idempotent by correlation. */
    public FlatView register(String tenantId, Fields fields) {
        if (!fields.fault().isEmpty()) {
            return answer("invalid", fields, "", "", "no", "0", fields.fault());
        }
        String number = fields.first("number", "called_number");
        CallVariables read = variables.read(headers(fields));
        String correlation = Correlation.of(fields.first("correlation", "correlation_id", "session_id"));
        correlation = correlation.isEmpty() ? read.correlation() : correlation;
        Optional<CalledNumbers.Target> target = numbers.find(tenantId, number);
        if (target.isEmpty()) {
            String error = number.isEmpty() ? "number is missing" : "the number is not registered: " + number;
            return answer("no_number", fields, correlation, number, "", "no", "0", error);
        }
        Registrations.Receipt receipt = registrations.register(
                tenantId,
                new Registrations.Announcement(
                        correlation,
                        target.get().number(),
                        fields.first("ani", "customer"),
                        fields.first("dnis"),
                        fields.first("campaign"),
                        fields.first("call_id"),
                        values(read)));
        boolean ready = target.get().isReady();
        return answer(
                ready ? receipt.isNew() ? "ok" : "updated" : "agent_unpublished",
                fields,
                receipt.correlation(),
                target.get().number(),
                target.get().agent(),
                ready ? "yes" : "no",
                Long.toString(receipt.expiresInS()),
                ready ? "" : "the number has no published agent");
    }

    private static FlatView answer(
            String status, Fields fields, String number, String agent, String ready, String expiresIn, String error) {
        return answer(status, fields, fields.first("correlation"), number, agent, ready, expiresIn, error);
    }

    private static FlatView answer(
            String status,
            Fields fields,
            String correlation,
            String number,
            String agent,
            String ready,
            String expiresIn,
            String error) {
        return new FlatView(status, fields.flag("ascii"))
                .put("correlation", correlation)
                .put("number", number)
                .put("agent", agent)
                .put("ready", ready)
                .put("expires_in", expiresIn)
                .error(error);
    }

    private static List<SignalHeader> headers(Fields fields) {
        return fields.values().entrySet().stream()
                .map(field -> new SignalHeader(field.getKey(), field.getValue()))
                .toList();
    }

    private static Map<String, String> values(CallVariables read) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ReceivedVariable variable : read.received()) {
            values.put(variable.name(), variable.value());
        }
        return values;
    }
}
