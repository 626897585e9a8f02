package io.voicebridge.directory;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a call may go out to a target. What is not allowed is refused; an empty list allows nothing but the
 * tenant's own numbers and Terminal URIs. Entries of the list:
 *
 * <ul>
 *   <li>{@code +44}: numbers that begin so; {@code !+4490}: and these not. The longest entry that fits decides.
 *   <li>{@code US}: numbers of a country, without its premium-rate and shared-cost numbers.
 *   <li>{@code sip.example.com}, {@code *.example.com}: hosts that a SIP URI may name.
 * </ul>
 *
 * <p>A SIP URI needs an allowed host, and an allowed number too where its user part is one. Emergency numbers are never
 * called.
 *
 * @param own numbers of the tenant, as keys
 * @param terminals hosts of the tenant's Terminal URIs, in lower case and without port
 */
record Destinations(List<String> allow, Set<String> own, Set<String> terminals, String region) {

    /** Why a target is refused. */
    record Refusal(String code, String detail) {}

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();
    private static final int LONGEST_TARGET = 256;
    private static final int LONGEST_EXTENSION = 6;
    private static final int MOST = 200;

    private static final Set<PhoneNumberType> DEAR = Set.of(PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST);

    /** @throws IllegalArgumentException if an entry is none of these */
    static void check(List<String> allow) {
        if (allow.size() > MOST) {
            throw new IllegalArgumentException("allow has more than " + MOST + " entries.");
        }
        for (String entry : allow) {
            if (!isPrefix(entry) && !isCountry(entry) && !isHost(entry)) {
                throw new IllegalArgumentException("'" + entry
                        + "' is no prefix such as +44, no country such as US, and no host such as sip.example.com.");
            }
        }
    }

    /** Empty if a call may go there. */
    Optional<Refusal> refusal(String target) {
        String text = target.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.length() > LONGEST_TARGET || text.chars().anyMatch(c -> c < ' ' || c >= 127)) {
            return refuse("bad_number", "The target is empty, too long, or not plain text.");
        }
        if (text.indexOf('?') >= 0 || lower.contains(";method=") || lower.startsWith("sip") && text.indexOf(' ') >= 0) {
            return refuse("bad_number", "The target carries headers, a method or a space.");
        }
        boolean sip = lower.startsWith("sip:") || lower.startsWith("sips:") || lower.indexOf('@') >= 0;
        boolean other = lower.indexOf(':') >= 0 && !lower.startsWith("sip") && !lower.startsWith("tel:");
        if (other) {
            return refuse("bad_number", "The target is none of sip, sips, tel and a plain number.");
        }
        if (sip && !allowsHost(hostOf(lower))) {
            return refuse("destination_not_allowed", "The host of the target is not among those allowed.");
        }
        Optional<NumberKey> number = sip && text.indexOf('@') < 0 ? Optional.empty() : NumberKey.of(text, region);
        if (number.isEmpty()) {
            return sip ? Optional.empty() : refuse("bad_number", "The target holds no number.");
        }
        return ofNumber(number.get(), sip);
    }

    private Optional<Refusal> ofNumber(NumberKey number, boolean atAllowedHost) {
        String digits = number.text();
        if (SHORT.connectsToEmergencyNumber(digits, region)) {
            return refuse("emergency_number", "Emergency numbers are not called by agents.");
        }
        if (own.contains(digits)) {
            return Optional.empty();
        }
        boolean allowed =
                number.isE164() ? allowsNumber(digits) : atAllowedHost && digits.length() <= LONGEST_EXTENSION;
        return allowed
                ? Optional.empty()
                : refuse("destination_not_allowed", "The number is not among those that the tenant may call.");
    }

    private static Optional<Refusal> refuse(String code, String detail) {
        return Optional.of(new Refusal(code, detail));
    }

    /** The host of a SIP URI or of what is written like one, in lower case and without brackets. */
    static String hostOf(String uri) {
        String text = uri.toLowerCase(Locale.ROOT);
        text = text.startsWith("sips:") ? text.substring(5) : text.startsWith("sip:") ? text.substring(4) : text;
        text = text.substring(text.lastIndexOf('@') + 1);
        int end = 0;
        while (end < text.length() && ";?>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text = text.substring(0, end);
        if (text.startsWith("[")) {
            return text.substring(1, Math.max(1, text.indexOf(']')));
        }
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private boolean allowsHost(String host) {
        if (terminals.contains(host)) {
            return true;
        }
        for (String entry : allow) {
            String allowed = entry.toLowerCase(Locale.ROOT);
            boolean fits = allowed.startsWith("*.")
                    ? host.endsWith(allowed.substring(1)) && host.length() >= allowed.length()
                    : host.equals(allowed);
            if (isHost(entry) && fits) {
                return true;
            }
        }
        return false;
    }

    private boolean allowsNumber(String e164) {
        int longest = 0;
        boolean allowed = false;
        for (String entry : allow) {
            boolean forbids = entry.startsWith("!");
            String prefix = forbids ? entry.substring(1) : entry;
            boolean decides = prefix.length() > longest || prefix.length() == longest && forbids;
            if (isPrefix(entry) && e164.startsWith(prefix) && decides) {
                longest = prefix.length();
                allowed = !forbids;
            }
        }
        return longest > 0 ? allowed : isOfAllowedCountry(e164);
    }

    private boolean isOfAllowedCountry(String e164) {
        try {
            PhoneNumber number = NUMBERS.parse(e164, null);
            String country = NUMBERS.getRegionCodeForNumber(number);
            return country != null && allow.contains(country) && !DEAR.contains(NUMBERS.getNumberType(number));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static boolean isPrefix(String entry) {
        String prefix = entry.startsWith("!") ? entry.substring(1) : entry;
        return prefix.length() > 1
                && prefix.length() <= 16
                && prefix.charAt(0) == '+'
                && prefix.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isCountry(String entry) {
        return entry.length() == 2 && NUMBERS.getSupportedRegions().contains(entry);
    }

    private static boolean isHost(String entry) {
        String host = entry.startsWith("*.") ? entry.substring(2) : entry;
        return host.length() <= 253
                && (host.indexOf('.') > 0 || host.indexOf(':') >= 0 || host.equals("localhost"))
                && host.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || ".-:".indexOf(c) >= 0);
    }
}
