package io.voicebridge.sip.location;

import java.io.IOException;

/** A URI leads nowhere, or nobody can say where to; the message is one sentence for a person. */
public final class NameFailure extends IOException {

    private static final long serialVersionUID = 1;

    NameFailure(String sentence) {
        super(sentence);
    }
}
