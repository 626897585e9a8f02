package io.voicebridge.five9.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The headers of the transfer: those that correlate, then lead fields, ten in all because Five9 sends no more. Fields beyond
 * that travel in the registration alone.
 *
 * @param headers variable of Five9 by header
 * @param registeredOnly fields for which no header was left
 */
record LeadHeaders(Map<String, String> headers, List<String> registeredOnly) {

    private static final int MAX_HEADERS = 10;

    /** Of all headers together: carriers on the way drop calls with more (Twilio names 1,024 bytes). */
    static final int MOST_BYTES = 1_024;

    static LeadHeaders of(List<String> leadFields) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-CallSessionId", "Call.session_id");
        headers.put("X-CallANI", "Call.ANI");
        headers.put("X-CallDNIS", "Call.DNIS");
        headers.put("X-CallCampaign", "Call.campaign_name");
        List<String> left = new ArrayList<>();
        for (String field : leadFields) {
            if (headers.size() < MAX_HEADERS) {
                headers.put("X-" + field, "Contact." + field);
            } else {
                left.add(field);
            }
        }
        return new LeadHeaders(headers, List.copyOf(left));
    }

    /** With what stands between a name, its value and the next line. */
    int bytesOfNames() {
        return headers.keySet().stream().mapToInt(LeadHeaders::line).sum();
    }

    private static int line(String name) {
        return name.length() + ": \r\n".length();
    }
}
