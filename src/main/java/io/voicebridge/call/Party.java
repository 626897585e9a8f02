package io.voicebridge.call;

import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.SipUri;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Finds the number in an address. */
final class Party {

    private Party() {}

    /** User part of a URI: escapes decoded, parameters left out; empty if there is none. */
    static String ofUri(String uri) {
        return SipUri.parse(uri).map(SipUri::user).map(Party::number).orElse("");
    }

    /** The same for the value of a From or To header. */
    static String ofAddress(String header) {
        return NameAddr.parse(header).map(NameAddr::uri).map(Party::ofUri).orElse("");
    }

    private static String number(String user) {
        int semicolon = user.indexOf(';');
        int colon = user.indexOf(':');
        int end = Math.min(semicolon < 0 ? user.length() : semicolon, colon < 0 ? user.length() : colon);
        return decode(user.substring(0, end));
    }

    /** RFC 3986 section 2.1; a broken escape stays as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
