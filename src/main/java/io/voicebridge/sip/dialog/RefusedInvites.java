package io.voicebridge.sip.dialog;

import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.RawMessage;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.util.Optional;

/** Tells the listener of refused requests that would have begun a call. Used on one loop only. */
final class RefusedInvites {

    private final UserAgentListener listener;

    RefusedInvites(UserAgentListener listener) {
        this.listener = listener;
    }

    void tell(WireRequest request, Hop source, Refusal refusal) {
        if (request.is("INVITE") && request.to().tag().isEmpty()) {
            listener.refused(new RefusedInvite(
                    refusal.status(),
                    refusal.condition(),
                    refusal.reason(),
                    source.remote(),
                    request.callId(),
                    request.requestUri(),
                    request.to().uri(),
                    request.from().uri()));
        }
    }

    /** Of a request that could not be read to its end: as much as can be read. */
    void tell(RawMessage request, Hop source, Refusal refusal) {
        Optional<NameAddr> to = request.header("To").flatMap(NameAddr::parse);
        boolean inDialog = to.filter(address -> !address.tag().isEmpty()).isPresent();
        if (request.method().equals("INVITE") && !inDialog) {
            listener.refused(new RefusedInvite(
                    refusal.status(),
                    refusal.condition(),
                    refusal.reason(),
                    source.remote(),
                    request.header("Call-ID").orElse(""),
                    request.requestUri(),
                    to.map(NameAddr::uri).orElse(""),
                    request.header("From")
                            .flatMap(NameAddr::parse)
                            .map(NameAddr::uri)
                            .orElse("")));
        }
    }
}
