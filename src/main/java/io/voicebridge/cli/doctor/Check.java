package io.voicebridge.cli.doctor;

/**
 * Something that can be right or wrong.
 *
 * @param name what is looked at, as a statement that holds if it is right
 */
record Check(String name, Look look) {

    /** Looks. What it throws is a red finding with the message. */
    @FunctionalInterface
    interface Look {
        Finding take() throws Exception;
    }
}
