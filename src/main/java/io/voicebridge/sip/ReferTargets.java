package io.voicebridge.sip;

import io.voicebridge.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which targets calls may be referred to over one trunk: a transfer costs whoever pays for the trunk. What is not allowed
 * is refused; an empty list allows nothing.
 *
 * @param numbers prefixes of numbers such as {@code +1}; a prefix that begins with {@code !} is forbidden. The longest
 *     that fits decides. They count for tel URIs and for the user part of sip URIs that is a number.
 * @param hosts that a sip or sips URI may name, without port; {@code *.example.com} is any host below that domain
 */
public record ReferTargets(List<String> numbers, List<String> hosts) {

    public ReferTargets {
        numbers = List.copyOf(numbers);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    public boolean allow(String target) {
        Optional<SipUri> uri = SipUri.parse(target)
                .filter(u -> u.headers().isEmpty() && !u.params().has("method"));
        if (uri.isEmpty()) {
            return false;
        }
        boolean number = uri.get().scheme().equals("tel") || isNumber(uri.get().user());
        boolean there = uri.get().scheme().equals("tel") || allowsHost(uri.get().host());
        return there && (!number || allowsNumber(plain(uri.get().user())));
    }

    private boolean allowsHost(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        return hosts.stream()
                .anyMatch(allowed -> allowed.startsWith("*.")
                        ? host.endsWith(allowed.substring(1)) && host.length() > allowed.length() - 1
                        : host.equals(allowed));
    }

    private boolean allowsNumber(String number) {
        String longest = "!";
        for (String entry : numbers) {
            String prefix = entry.startsWith("!") ? entry.substring(1) : entry;
            String best = longest.startsWith("!") ? longest.substring(1) : longest;
            boolean tieForbids = prefix.length() == best.length() && entry.startsWith("!");
            if (number.startsWith(prefix) && (prefix.length() > best.length() || tieForbids)) {
                longest = entry;
            }
        }
        return !longest.startsWith("!");
    }

    private static boolean isNumber(String user) {
        String plain = plain(user);
        return plain.length() > 1
                && plain.chars().skip(plain.startsWith("+") ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Without visual separators (RFC 3966 section 5.1.1) and without parameters. */
    private static String plain(String user) {
        int semicolon = user.indexOf(';');
        String digits = semicolon < 0 ? user : user.substring(0, semicolon);
        return digits.replace("-", "")
                .replace(".", "")
                .replace("(", "")
                .replace(")", "")
                .replace("%2B", "+")
                .replace("%2b", "+");
    }
}
