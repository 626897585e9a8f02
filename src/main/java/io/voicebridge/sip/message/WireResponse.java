package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;

/** A response that was received, over its bytes. */
public record WireResponse(int status, String reasonPhrase, RawMessage raw, Essentials essentials)
        implements WireMessage, SipResponse {

    @Override
    public Optional<String> header(String name) {
        return raw.header(name);
    }

    @Override
    public List<SipHeader> headers() {
        return raw.headers();
    }

    @Override
    public byte[] body() {
        return raw.body();
    }

    @Override
    public byte[] sdp() {
        return SessionBody.sdp(raw);
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return status + " to " + cseq();
    }
}
