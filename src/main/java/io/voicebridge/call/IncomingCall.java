package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.sdp.Encryption;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A call that came in and is answered or refused once, from any thread. Methods never block. Whoever does neither owes
 * the caller an answer.
 */
public interface IncomingCall extends Call {

    SipRequest request();

    /** The socket address that the call came from, never one that a header claims. */
    InetSocketAddress source();

    Transport transport();

    /** Name of the listener that it came by. */
    String listener();

    /** User part of the Request-URI, or of To where that has none, without parameters; empty if neither has one. */
    String calledNumber();

    /** User part of From, without parameters; empty if there is none. */
    String callerNumber();

    /** True once the caller has given up; then an answer is of no use. */
    boolean isCancelled();

    /** True once the call was answered or refused; early media decides nothing. */
    boolean isDecided();

    /**
     * Reads the offer and takes a port for the audio. Nothing is sent.
     *
     * @return why the call cannot be answered, or empty if it can
     */
    default Optional<Refusal> prepare() {
        return prepare(Optional.empty());
    }

    /**
     * The same, once it is known which rule about encryption goes for the number that was called.
     *
     * @param encryption empty for the rule that was given before or, without one, for that of all calls
     */
    Optional<Refusal> prepare(Optional<Encryption> encryption);

    /** Sends 180, so that the caller's side makes a ring-back of its own. Without effect once the call is decided. */
    void ring();

    /**
     * Lets audio flow before the answer (early media): sends 183 with SDP. Prepares if that has not been done. {@link
     * #answer} or {@link #refuse} follows; whoever answers talks with the caller from then on, in the same session.
     *
     * @param audio heard and hearing until the answer
     * @param listener told {@link CallListener#early} when audio flows, and {@link CallListener#ended} when there is no call,
     *     or somebody has answered it
     * @return false if there can be none: the offer does not fit, or is missing, or the call is decided
     */
    boolean progress(AudioPort audio, CallListener listener);

    /**
     * Answers 200 with SDP and starts the audio. The listener is told how it goes on, whatever that is. Prepares if that
     * has not been done, and refuses the call if that fails.
     *
     * @param recording of both sides, ended by the call
     */
    void answer(AudioPort audio, CallListener listener, Optional<Recording> recording);

    /** Refuses the call. Without effect once it is decided. */
    void refuse(Refusal refusal);
}
