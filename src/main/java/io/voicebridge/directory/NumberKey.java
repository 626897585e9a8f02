package io.voicebridge.directory;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;

/**
 * What a called number is reduced to, so that every way to write it finds the one number that is registered:
 * {@code +13453453453}, {@code 13453453453}, {@code 3453453453}, {@code 011…}, {@code tel:} and {@code sip:} URIs, with
 * parameters and separators or without. The key of a telephone number is its E.164 form with the plus sign; the key of
 * anything else, such as a pseudo number or an extension, is its digits.
 *
 * @param text E.164, or 1 to 20 digits
 */
public record NumberKey(String text) {

    private static final int MAX_INPUT = 256;
    private static final int MAX_DIGITS = 20;
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /**
     * @param called as it came, such as the user part of a Request-URI or the URI itself
     * @param region the country whose national numbers and prefixes are meant, such as {@code US}
     * @return empty if there is no number in it
     */
    public static Optional<NumberKey> of(String called, String region) {
        if (called == null || called.length() > MAX_INPUT) {
            return Optional.empty();
        }
        return digits(userPart(called.strip())).map(number -> new NumberKey(reduce(number, region)));
    }

    /** Whether it is a telephone number, and not the digits of something else. */
    public boolean isE164() {
        return text.startsWith("+");
    }

    /** The user part of a SIP URI (RFC 3261 19.1.1) or the number of a tel URI (RFC 3966), without parameters. */
    private static String userPart(String called) {
        String text = called;
        int bracket = text.lastIndexOf('<');
        if (bracket >= 0) {
            int end = text.indexOf('>', bracket);
            text = text.substring(bracket + 1, end < 0 ? text.length() : end);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (String scheme : new String[] {"sips:", "sip:", "tel:"}) {
            if (lower.startsWith(scheme)) {
                text = text.substring(scheme.length());
                break;
            }
        }
        for (char end : new char[] {'@', ';', '?'}) {
            int at = text.indexOf(end);
            text = at < 0 ? text : text.substring(0, at);
        }
        return text;
    }

    /** Digits with a plus sign before them or without; empty if there is anything but digits and separators. */
    private static Optional<String> digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        String plain = text.replace("%2B", "+").replace("%2b", "+");
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c >= '0' && c <= '9' || c == '+' && digits.isEmpty()) {
                digits.append(c);
            } else if ("-.() \u00a0/".indexOf(c) < 0) {
                return Optional.empty();
            }
        }
        int count = digits.length() - (digits.indexOf("+") == 0 ? 1 : 0);
        return count == 0 || count > MAX_DIGITS ? Optional.empty() : Optional.of(digits.toString());
    }

    private static String reduce(String number, String region) {
        try {
            PhoneNumber parsed = NUMBERS.parse(number, region);
            if (NUMBERS.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE) {
                return NUMBERS.format(parsed, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException e) {
            // not a telephone number; its digits are the key
        }
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
