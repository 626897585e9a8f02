package io.voicebridge.trunk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A question to a provider's API.
 *
 * @param api which of its interfaces
 * @param method of HTTP; for Twilio's account that of the SDK, such as {@code creator}
 * @param path below the interface's root, with its query; for Twilio's account the name of the resource
 * @param fields of the body, in the provider's names; empty for none
 */
public record CarrierRequest(Api api, String method, String path, Map<String, Object> fields) {

    /** The interfaces that are asked. */
    public enum Api {
        /** Elastic SIP Trunking, {@code trunking.twilio.com/v1}. */
        TWILIO_TRUNKING,
        /** The 2010 API: numbers, SIP credential lists and IP access control lists. */
        TWILIO_ACCOUNT,
        /** {@code api.telnyx.com/v2}. */
        TELNYX
    }

    public CarrierRequest {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Whether asking it once more changes nothing. */
    boolean onlyReads() {
        return method.equals("GET") || method.equals("reader");
    }

    /** For a person: nothing of the body, which may hold a password. */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return method + ' ' + (query < 0 ? path : path.substring(0, query));
    }
}
