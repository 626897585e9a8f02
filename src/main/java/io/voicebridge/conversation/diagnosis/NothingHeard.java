package io.voicebridge.conversation.diagnosis;

import java.time.Duration;
import java.util.Optional;

/** Guide, trouble 2: one-way audio towards the caller, or packets that are not the call's, or not in its key. */
final class NothingHeard implements CallRule {

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    @Override
    public Optional<String> explain(Evidence call) {
        if (call.talked().compareTo(SHORTEST) < 0) {
            return Optional.empty();
        }
        return call.note("media")
                .filter(media -> media.number("packets_received") == 0)
                .map(media -> {
                    long foreign = media.number("packets_unauthentic");
                    if (foreign > 0) {
                        return "No audio of the caller could be decrypted: " + foreign
                                + " packets were not made with the key that its side had given (SRTP). Something between both"
                                + " ends changes keys or audio: compare the encryption of trunk and bridge.";
                    }
                    long others = media.number("packets_refused") + media.number("packets_unusable");
                    return others > 0
                            ? "No audio of the caller could be read: " + others
                                    + " packets came that were not of the call. SRTP on one side only, or another"
                                    + " sender: compare the encryption of both ends."
                            : "No audio came from the caller (one-way audio): open the RTP ports (bridge.rtp.ports) in the"
                                    + " firewall, and set bridge.rtp.advertised.host behind NAT.";
                });
    }
}
