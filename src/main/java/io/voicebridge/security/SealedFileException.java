package io.voicebridge.security;

import java.io.IOException;

/** An encrypted file does not open. The message says why, as the end of a sentence, and holds no part of its content. */
public final class SealedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    SealedFileException(String message) {
        super(message);
    }
}
