package io.voicebridge.directory;

/** Conditions on a change (RFC 9110 13.1). */
public final class Preconditions {

    private Preconditions() {}

    /**
     * @param ifMatch the header of that name, such as {@code "3"}; several tags and {@code *} are understood
     * @throws Problem 412 if the revision is none of them, 428 if there is no condition
     */
    public static void check(String ifMatch, int revision) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new Problem(428, "precondition_required", "Send If-Match with the ETag that you read.");
        }
        String current = Integer.toString(revision);
        for (String tag : ifMatch.split(",")) {
            // Camel takes the quotes away from a text that it passes to a bean
            String plain = tag.strip().replace("\"", "");
            if (plain.equals("*") || plain.equals(current)) {
                return;
            }
        }
        throw new Problem(
                412,
                "precondition_failed",
                "It was changed meanwhile: its ETag is \"" + current + "\". Read it again.");
    }
}
