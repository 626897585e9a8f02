package io.voicebridge.conversation;

import java.util.Locale;

/**
 * A dynamic variable of a conversation.
 *
 * @param name without the {@code X-} prefix, in the sender's spelling; names compare without regard to case
 * @param header the header or field it came in, empty if the agent set it
 * @param used true if the agent's prompt or dialogue refers to it
 */
public record ReceivedVariable(String name, String header, String value, boolean used, Source source) {

    public enum Source {
        HEADER,
        REGISTERED,
        AGENT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ReceivedVariable fromHeader(String name, String header, String value) {
        return new ReceivedVariable(name, header, value, false, Source.HEADER);
    }

    static ReceivedVariable registered(String name, String value) {
        return new ReceivedVariable(name, "X-" + name, value, false, Source.REGISTERED);
    }
}
