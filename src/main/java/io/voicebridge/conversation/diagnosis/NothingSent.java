package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** One-way audio towards the bridge's peer: nothing of the agent left this machine. */
final class NothingSent implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.note("media")
                .filter(media -> media.number("packets_sent") == 0
                        || media.number("send_failures") > 0
                                && media.number("send_failures") >= media.number("packets_sent"))
                .filter(media -> call.talked().toSeconds() >= 3)
                .map(media ->
                        "Nothing of the agent reached the network (one-way audio): check the route and firewall from"
                                + " here to the media address of the caller's offer.");
    }
}
