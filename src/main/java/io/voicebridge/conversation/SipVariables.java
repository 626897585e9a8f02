package io.voicebridge.conversation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the {@code X-} headers of an INVITE into dynamic variables. The prefix goes, names compare without regard to
 * case, underscores and values stay as they are. Of a repeated header the first counts. Headers that a carrier adds
 * are kept apart, so that they never reach a prompt. Stateless and thread-safe.
 *
 * <p>Limits: {@value #MAX_VARIABLES} variables, {@value #MAX_NAME} characters a name, {@value #MAX_VALUE_BYTES} bytes
 * a value. What exceeds them is cut or left out, and a note says so.
 */
public final class SipVariables {

    static final int MAX_VARIABLES = 64;
    static final int MAX_NAME = 64;
    static final int MAX_VALUE_BYTES = 1024;
    private static final int MAX_TOKEN = 200;
    private static final int MAX_NOTES = 20;
    private static final String MASK = "***";

    /** By falling precedence, in the form of {@link #plain}. */
    private static final List<String> CORRELATION_NAMES =
            List.of("correlationid", "correlation", "callsessionid", "five9sessionid", "sessionid");

    private static final Set<String> PARTY_NAMES =
            Set.of("callani", "calldnis", "five9ani", "five9dnis", "phonenumber", "ani", "dnis", "customer");

    private static final List<String> CARRIER_PREFIXES = List.of("x-twilio-", "x-telnyx-");

    /**
     * Headers that may have a token of ours, without {@code X-}, in the form of {@link #plain}: our own, and those in which PolyAI
     * and ServiceNow are told whose call it is on a trunk that many share.
     */
    private static final List<String> TOKEN_NAMES = List.of("calltoken", "polyaiauthtoken", "sncparam");

    private static final List<String> SECRET_WORDS =
            List.of("calltoken", "authtoken", "authorization", "apikey", "password", "secret", "sncparam");

    public CallVariables read(List<SignalHeader> headers) {
        Map<String, ReceivedVariable> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<ReceivedVariable> ordered = new ArrayList<>();
        Map<String, String> carrier = new LinkedHashMap<>();
        List<Note> notes = new ArrayList<>();
        for (SignalHeader header : headers) {
            String lower = header.name().toLowerCase(Locale.ROOT);
            if (!lower.startsWith("x-")) {
                continue;
            }
            if (CARRIER_PREFIXES.stream().anyMatch(lower::startsWith)) {
                if (carrier.size() < MAX_VARIABLES) {
                    carrier.putIfAbsent(header.name(), clean(header.value()));
                }
                continue;
            }
            String name = header.name().substring(2);
            if (name.isEmpty() || name.length() > MAX_NAME) {
                note(notes, "header-refused", "A header was left out: its name is empty or too long", header.name());
            } else if (received.containsKey(name)) {
                note(notes, "header-repeated", "A header came more than once; the first counts", header.name());
            } else if (received.size() == MAX_VARIABLES) {
                note(notes, "header-refused", "A header was left out: too many X- headers", header.name());
            } else {
                ReceivedVariable variable =
                        ReceivedVariable.fromHeader(name, header.name(), value(name, header, notes));
                received.put(name, variable);
                ordered.add(variable);
            }
        }
        if (!carrier.isEmpty()) {
            notes.add(
                    new Note("carrier-headers", "bridge", "The carrier added headers of its own", Map.copyOf(carrier)));
        }
        return new CallVariables(
                List.copyOf(ordered), correlation(ordered), parties(ordered), carrier, List.copyOf(notes));
    }

    /** What may be a token of ours, one at most of each header that can have one, first our own header's. */
    public static List<CallToken> tokens(List<SignalHeader> headers) {
        return TOKEN_NAMES.stream()
                .flatMap(name -> headers.stream()
                        .filter(header -> header.name().regionMatches(true, 0, "X-", 0, 2))
                        .filter(header -> plain(header.name().substring(2)).equals(name))
                        .filter(header -> header.value().length() <= MAX_TOKEN
                                && !header.value().isBlank())
                        .limit(1))
                .map(header -> new CallToken(header.name(), header.value().strip()))
                .toList();
    }

    private static String value(String name, SignalHeader header, List<Note> notes) {
        if (isSecret(name) || SecretText.isOurs(header.value())) {
            return MASK;
        }
        String clean = clean(header.value());
        if (!clean.equals(header.value())) {
            note(notes, "header-cleaned", "Control characters were dropped from a header", header.name());
        }
        String cut = cut(clean, MAX_VALUE_BYTES);
        if (cut.length() < clean.length()) {
            note(notes, "header-cut", "A header's value was cut to " + MAX_VALUE_BYTES + " bytes", header.name());
        }
        return cut;
    }

    private static String correlation(List<ReceivedVariable> variables) {
        for (String wanted : CORRELATION_NAMES) {
            for (ReceivedVariable variable : variables) {
                if (plain(variable.name()).equals(wanted) && !variable.value().isBlank()) {
                    return Correlation.of(variable.value());
                }
            }
        }
        return "";
    }

    private static List<String> parties(List<ReceivedVariable> variables) {
        return variables.stream()
                .filter(variable -> PARTY_NAMES.contains(plain(variable.name())))
                .map(ReceivedVariable::value)
                .filter(value -> !value.isBlank())
                .toList();
    }

    private static boolean isSecret(String name) {
        String plain = plain(name);
        return SECRET_WORDS.stream().anyMatch(plain::contains);
    }

    /** {@code CallSessionID}, {@code call_session_id} and {@code call-session-id} are the same name. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static void note(List<Note> notes, String kind, String summary, String header) {
        if (notes.size() < MAX_NOTES) {
            notes.add(new Note(kind, "bridge", summary, Map.of("header", cut(clean(header), 100))));
        }
    }

    private static String clean(String text) {
        int first = 0;
        while (first < text.length() && !Character.isISOControl(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (!Character.isISOControl(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    /** The longest beginning of whole code points that takes at most {@code bytes} in UTF-8. */
    static String cut(String text, int bytes) {
        if (text.length() * 3L <= bytes || text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > bytes) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }
}
