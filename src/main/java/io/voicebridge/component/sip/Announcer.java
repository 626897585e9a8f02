package io.voicebridge.component.sip;

/** Makes speech of text, for {@code sip:play}. The component takes the one in the registry. Thread-safe. */
@FunctionalInterface
public interface Announcer {

    /**
     * May block.
     *
     * @param voice one of the announcer's voices, or empty for its default
     * @return 8 kHz linear PCM, mono, not changed afterwards
     */
    short[] speak(String text, String voice);
}
