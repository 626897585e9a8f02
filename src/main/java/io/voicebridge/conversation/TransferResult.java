package io.voicebridge.conversation;

/**
 * What became of a transfer.
 *
 * @param mode {@code cold} or {@code warm}
 * @param to whom the caller was to be connected with: a number or a SIP URI
 * @param result why nobody took the call, in kebab case; empty if it was taken
 * @param sipStatus what the other side answered; 0 if it did not
 * @param onFail {@code resume} or {@code hangup}: what becomes of the caller
 */
public record TransferResult(boolean completed, String mode, String to, String result, int sipStatus, String onFail) {

    public static TransferResult completed(String mode, String to) {
        return new TransferResult(true, mode, to, "", 0, "");
    }

    public static TransferResult failed(String mode, String to, String result, int sipStatus, String onFail) {
        return new TransferResult(false, mode, to, result, sipStatus, onFail);
    }
}
