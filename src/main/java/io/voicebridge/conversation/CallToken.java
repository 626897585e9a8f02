package io.voicebridge.conversation;

/**
 * What may be the token of a number, as a call brought it. Never logged: its value is left out of its text.
 *
 * @param header in which it came, in the sender's spelling
 */
public record CallToken(String header, String value) {
    @Override
    public String toString() {
        return "CallToken[" + header + ']';
    }
}
