package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Send Data to 3rd Party: what becomes of a KVList on its way into SIP headers. Only keys that start with X- are sent,
 * and of those the first ten.
 *
 * @param notes what was left out, for the person who wrote the script
 */
record SentData(List<SipHeader> headers, List<String> notes) {

    private static final int MAX_HEADERS = 10;

    static SentData of(KeyValues list) {
        List<SipHeader> headers = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        list.entries().forEach((key, value) -> {
            if (!key.toLowerCase(Locale.ROOT).startsWith("x-")) {
                notes.add(key + " is not sent: the key does not start with X-");
            } else if (headers.size() == MAX_HEADERS) {
                notes.add(key + " is not sent: Five9 takes " + MAX_HEADERS + " headers");
            } else {
                headers.add(new SipHeader(key, oneLine(value)));
            }
        });
        return new SentData(List.copyOf(headers), List.copyOf(notes));
    }

    /** A line break in a lead's name must not become a header of its own. */
    private static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
