package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;

/** A request that was received, over its bytes. */
public record WireRequest(String method, String requestUri, RawMessage raw, Essentials essentials)
        implements WireMessage, SipRequest {

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

    public boolean hasBody() {
        return raw.bodyLength() > 0;
    }

    public boolean hasSdp() {
        return sdp().length > 0;
    }

    public boolean is(String name) {
        return method.equals(name);
    }

    @Override
    public String toString() {
        return method + " (CSeq " + cseq().number() + ")";
    }
}
