package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Places calls with audio. Thread-safe. */
public interface Dialler {

    /**
     * @param requestUri as in {@link OutgoingInvite}
     * @param headers added to the INVITE
     */
    record Request(
            String requestUri, String from, Destination destination, List<SipHeader> headers, Duration ringTimeout) {

        /** A call to an address outright. */
        public Request(
                String requestUri,
                String from,
                Transport transport,
                InetSocketAddress destination,
                List<SipHeader> headers,
                Duration ringTimeout) {
            this(requestUri, from, Destination.of(transport, destination), headers, ringTimeout);
        }
    }

    /** Returns at once; {@code audio} is used from the answer on. */
    Call dial(Request request, AudioPort audio, CallListener listener);
}
