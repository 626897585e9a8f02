package io.voicebridge.component.sip;

import io.voicebridge.sip.message.SipUri;

/** The number that the called side is shown. */
final class CallerId {

    private static final int LONGEST = 64;

    private CallerId() {}

    /**
     * The value of From.
     *
     * @param shown a number, a SIP URI, or empty for an anonymous call (RFC 3323)
     * @throws IllegalArgumentException if it is neither
     */
    static String of(String shown, String ourHost) {
        if (shown.isEmpty()) {
            return "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
        }
        if (SipUri.schemeOf(shown).isPresent() && SipUri.parse(shown).isPresent() && shown.indexOf('>') < 0) {
            return '<' + shown + '>';
        }
        if (shown.length() > LONGEST || !shown.chars().allMatch(CallerId::isOfANumber)) {
            throw new IllegalArgumentException("The caller id is neither a number nor a SIP URI");
        }
        return "<sip:" + shown + '@' + ourHost + '>';
    }

    private static boolean isOfANumber(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || "+*._-".indexOf(c) >= 0;
    }
}
