package io.voicebridge.speech;

import java.nio.file.Path;

/** Whether a speech package is at hand. */
public sealed interface Provision {

    /**
     * @param folder holds the package's files under their paths inside the tarball
     */
    record Present(Path folder) implements Provision {}

    /**
     * @param reason what went wrong, one sentence
     * @param remedy what a person can do about it, one sentence
     */
    record Missing(String reason, String remedy) implements Provision {}
}
