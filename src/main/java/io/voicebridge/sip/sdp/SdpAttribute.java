package io.voicebridge.sip.sdp;

/** An {@code a=} line: {@code a=name:value}, or {@code a=name} with an empty value. */
public record SdpAttribute(String name, String value) {

    /** The line; without its value if that is a key. */
    @Override
    public String toString() {
        return "a=" + name + (value.isEmpty() ? "" : name.equals(CryptoAttribute.NAME) ? ":..." : ":" + value);
    }
}
