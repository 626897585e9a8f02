package io.voicebridge.rehearsal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A call as Five9 knows it before its script runs.
 *
 * @param sessionId Five9's own, unique; the correlation of the demo script
 * @param variables what the script can read from the start
 */
record Five9Call(String sessionId, Map<String, String> variables) {

    static Five9Call place(Campaign campaign, Customer customer, RehearsalTarget target, Instant now) {
        Map<String, String> variables = new HashMap<>();
        customer.contact().forEach((name, value) -> variables.put("Contact." + name, value));
        variables.put("Contact.number1", customer.phone());
        variables.put("Call.ANI", customer.phone());
        variables.put("Call.DNIS", campaign.dnis());
        variables.put("Call.campaign_name", campaign.name());
        return placed(variables, target, now);
    }

    /** One that came in: of the contact nothing is known but the number it shows. */
    static Five9Call taken(CallStep.InboundCalled call, String campaignName, RehearsalTarget target, Instant now) {
        Map<String, String> variables = new HashMap<>();
        variables.put("Call.ANI", call.ani());
        variables.put("Call.DNIS", call.number());
        variables.put("Call.campaign_name", campaignName);
        call.headers().forEach(header -> variables.putIfAbsent("Call." + header.name(), header.value()));
        return placed(variables, target, now);
    }

    private static Five9Call placed(Map<String, String> variables, RehearsalTarget target, Instant now) {
        UUID random = UUID.randomUUID();
        String sessionId = random.toString().replace("-", "").toUpperCase(Locale.ROOT);
        variables.put("Call.session_id", sessionId);
        variables.put("Call.call_id", Long.toString(600_000_000_000_000L + (random.getLeastSignificantBits() >>> 24)));
        variables.put("Call.start_timestamp", now.toString());
        variables.put("Bridge.url", target.http().toString().replaceAll("/+$", ""));
        variables.put("Bridge.number", target.number());
        return new Five9Call(sessionId, Map.copyOf(variables));
    }
}
