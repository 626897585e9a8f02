package io.voicebridge.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Masks secrets in what is shown or logged. */
public final class Redaction {

    private static final String MASK = "***";

    /** Parts of a header's or parameter's name that tell that its value is a secret. */
    private static final Set<String> SECRET_NAMES = Set.of(
            "authorization", "apikey", "token", "secret", "password", "cookie", "signature", "credential", "sncparam");

    private static final Pattern SECRET_VALUES = Pattern.compile(
            "vb_[0-9A-Za-z_]{8,200}|vl_[0-9A-Za-z_.-]{8,300}|whsec_[0-9A-Za-z+/=]{8,200}|(?i:(?:bearer|basic) )[^\\s\",]{4,400}");

    private Redaction() {}

    /** The value as it may be shown: the mask if the name tells of a secret, else with anything like a key masked. */
    public static String mask(String name, String value) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return SECRET_NAMES.stream().anyMatch(plain::contains) ? MASK : mask(value);
    }

    /** The text with anything that looks like one of our keys or secrets masked. */
    public static String mask(String text) {
        return SECRET_VALUES.matcher(text).replaceAll(MASK);
    }
}
