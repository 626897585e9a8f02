package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.sdp.Encryption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Places calls with audio. Thread-safe. */
public interface Dialler {

    /**
     * @param requestUri as in {@link OutgoingInvite}
     * @param headers added to the INVITE
     * @param terms credentials and the like
     * @param encryption the rule about encryption; empty for that of all calls
     * @param early whether what is sent before the answer is heard
     */
    record Request(
            String requestUri,
            String from,
            Destination destination,
            List<SipHeader> headers,
            Duration ringTimeout,
            CallTerms terms,
            Optional<Encryption> encryption,
            Early early) {

        /** Early media of the called side. */
        public enum Early {
            IGNORED,
            HEARD
        }

        /** A call whose audio begins with the answer. */
        public Request(
                String requestUri,
                String from,
                Destination destination,
                List<SipHeader> headers,
                Duration ringTimeout,
                CallTerms terms,
                Optional<Encryption> encryption) {
            this(requestUri, from, destination, headers, ringTimeout, terms, encryption, Early.IGNORED);
        }

        public Request with(Early other) {
            return new Request(requestUri, from, destination, headers, ringTimeout, terms, encryption, other);
        }

        /** A call without credentials. */
        public Request(
                String requestUri,
                String from,
                Destination destination,
                List<SipHeader> headers,
                Duration ringTimeout) {
            this(requestUri, from, destination, headers, ringTimeout, CallTerms.NONE, Optional.empty());
        }

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

    /** Returns at once; {@code audio} is used from the answer on, or from the early media. */
    Call dial(Request request, AudioPort audio, CallListener listener);
}
