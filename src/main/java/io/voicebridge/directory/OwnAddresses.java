package io.voicebridge.directory;

import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where this bridge itself is reached over SIP. A transfer sent there would come back as a new call.
 *
 * @param hosts names and addresses, in lower case
 * @param ports asked each time, as they are known after the start only
 */
public record OwnAddresses(Set<String> hosts, Supplier<Set<Integer>> ports) {

    /** Whether the terminal URI, such as {@code host}, {@code host:5060} or {@code sip:host;transport=tcp}, is ours. */
    public boolean contain(String terminalUri) {
        String text = terminalUri.toLowerCase(Locale.ROOT);
        text = text.startsWith("sips:") ? text.substring(5) : text.startsWith("sip:") ? text.substring(4) : text;
        text = text.substring(text.lastIndexOf('@') + 1).split("[;?]", 2)[0];
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host =
                (colon < 0 ? text : text.substring(0, colon)).replace("[", "").replace("]", "");
        if (!hosts.contains(host)) {
            return false;
        }
        return colon < 0 || ports.get().contains(port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    }
}
