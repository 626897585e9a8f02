package io.voicebridge.speech;

/** An engine failed on this input, or altogether. The message says which and why; nothing was logged. */
public final class SpeechException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SpeechException(String message) {
        super(message);
    }

    public SpeechException(String message, Throwable cause) {
        super(message, cause);
    }
}
