package io.voicebridge.agent.brain;

/**
 * Why a thought came to nothing.
 *
 * @param code for statistics, {@code brain_busy} and the like
 * @param detail for a person; never what a provider has written, which can quote a key
 * @param again whether the same may work a moment later
 * @param afterMs when it may; what the provider asks for, or 0
 */
public record BrainFault(String code, String detail, boolean again, long afterMs) {

    /** The same would fail again. */
    public static BrainFault lasting(String code, String detail) {
        return new BrainFault(code, detail, false, 0);
    }

    /** It may work a moment later. */
    public static BrainFault passing(String code, String detail) {
        return new BrainFault(code, detail, true, 0);
    }
}
