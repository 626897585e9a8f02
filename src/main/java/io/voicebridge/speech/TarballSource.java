package io.voicebridge.speech;

import java.io.IOException;
import java.nio.file.Path;

/** Where tarballs come from. */
@FunctionalInterface
interface TarballSource {

    /**
     * @param folder empty, private to this call
     * @return the tarball, inside the folder
     * @throws SourceException if there is none
     */
    Path fetch(SpeechPackage what, Path folder) throws IOException;

    /** What is wrong with the source, and how a person mends that. */
    final class SourceException extends IOException {

        private static final long serialVersionUID = 1L;

        private final String remedy;

        SourceException(String reason, String remedy) {
            super(reason);
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }
}
