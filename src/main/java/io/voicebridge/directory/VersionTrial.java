package io.voicebridge.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A version of a number's agent that answers a share of the number's calls, while the published one answers the rest.
 *
 * @param version of the agent that the number is mapped to
 * @param percent 1 to 100
 */
public record VersionTrial(int version, int percent) {

    private static final int FINE = 10_000;

    /**
     * Whether a call is part of the share. Always the same for the same call, on every bridge; what a smaller share
     * holds, a larger one holds too; and other versions are tried on other calls.
     *
     * @param call what stays the same when the call comes again: its correlation, or who calls
     */
    boolean takes(String agentId, String call) {
        return bucket(agentId + ' ' + version + ' ' + call) < percent * (FINE / 100);
    }

    private static int bucket(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return (int) Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), FINE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
