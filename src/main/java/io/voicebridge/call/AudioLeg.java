package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.Flow;
import io.voicebridge.rtp.MediaListener;
import io.voicebridge.rtp.RtpParameters;
import io.voicebridge.rtp.RtpSession;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.srtp.SrtpKeys;
import io.voicebridge.rtp.srtp.SrtpSuite;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.sdp.Answer;
import io.voicebridge.sip.sdp.Direction;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.sdp.LocalMedia;
import io.voicebridge.sip.sdp.MediaKeys;
import io.voicebridge.sip.sdp.MediaSecurity;
import io.voicebridge.sip.sdp.OfferAnswer;
import io.voicebridge.sip.sdp.Reach;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audio of one call: its RTP session and what offer and answer have agreed on (RFC 3264). Thread-safe. */
final class AudioLeg {

    private static final Logger LOG = LoggerFactory.getLogger(AudioLeg.class);

    private final RtpSession rtp;
    private final Reach reach;
    private final String warningAgent;
    private final List<SrtpKeys> keys = new ArrayList<>(1);

    private final AudioSwitch line = new AudioSwitch(SilentPort.INSTANCE, digit -> {});

    private LocalMedia local;
    private volatile MediaListener told = MediaListener.NONE;
    private byte[] localSdp = new byte[0];
    private Optional<RtpParameters> agreed = Optional.empty();

    /** @param warningAgent our name in a Warning header */
    AudioLeg(RtpSession rtp, LocalMedia local, Reach reach, String warningAgent) {
        this.rtp = rtp;
        this.local = local;
        this.reach = reach;
        this.warningAgent = warningAgent;
    }

    /** Answers an offer; the answer is then {@link #localSdp}. Nothing changes if it does not fit. */
    synchronized Optional<Refusal> answer(byte[] offer, InetSocketAddress source) {
        Answer answer = OfferAnswer.negotiate(offer, media(source));
        if (answer instanceof Answer.Accepted same && isChange(same.sdp())) {
            same.keys().ifPresent(MediaKeys::close);
            local = local.next();
            answer = OfferAnswer.negotiate(offer, media(source));
        }
        if (answer instanceof Answer.Accepted accepted) {
            localSdp = accepted.sdp();
            agreed = Optional.of(parameters(accepted));
            return Optional.empty();
        }
        return Optional.of(refusal(answer));
    }

    /** The version of our description rises when it changes, and only then (RFC 3264 section 8). */
    private boolean isChange(byte[] description) {
        return localSdp.length > 0 && !Arrays.equals(description, localSdp);
    }

    InetSocketAddress boundAddress() {
        return rtp.localAddress();
    }

    /** Name of the SRTP suite that was agreed on; empty if audio is not encrypted. */
    synchronized Optional<String> suite() {
        return agreed.flatMap(RtpParameters::keys).map(each -> each.suite().name());
    }

    /** Makes an offer of this media, which is then {@link #localSdp}. */
    synchronized void offer(LocalMedia media) {
        local = media.with(local.security());
        offer();
    }

    /** Makes an offer, which is then {@link #localSdp}. */
    synchronized void offer() {
        localSdp = OfferAnswer.offer(local);
    }

    /** Reads the answer to our offer. */
    synchronized Optional<Refusal> agree(byte[] answer, InetSocketAddress source) {
        Answer read = OfferAnswer.accept(answer, standing().with(reach.forPeer(source.getAddress())));
        if (read instanceof Answer.Accepted accepted) {
            agreed = Optional.of(parameters(accepted));
            return Optional.empty();
        }
        return Optional.of(refusal(read));
    }

    synchronized boolean isAgreed() {
        return agreed.isPresent();
    }

    synchronized byte[] localSdp() {
        return localSdp;
    }

    /**
     * Lets the audio flow, with somebody to tell what is unusual about it. Once it flows, as before an answer, the port, the
     * recording and the listener take the place of those before.
     */
    void start(AudioPort port, Optional<Recording> recording, MediaListener listener) {
        AudioPort recorded =
                recording.<AudioPort>map(file -> new RecordedAudio(port, file)).orElse(port);
        told = listener;
        line.plug(recorded);
        rtp.start(parameters(), line, new Told());
    }

    /** Has the audio that flows follow what was agreed on last. */
    void follow() {
        rtp.update(parameters());
    }

    /**
     * Answers a re-INVITE or UPDATE: hold, resume, a new address. A re-INVITE without an offer gets one of ours, as if the
     * call began, and its ACK brings the answer (RFC 3261 section 14.2).
     */
    synchronized void reoffered(Reoffer reoffer, InetSocketAddress source) {
        byte[] offer = reoffer.request().sdp();
        if (offer.length == 0) {
            offerAgain();
            reoffer.offer(localSdp, answer -> answered(answer, source));
            return;
        }
        Optional<Refusal> obstacle = answer(offer, source);
        if (obstacle.isPresent()) {
            reoffer.reject(obstacle.get().status(), "", obstacle.get().responseHeaders());
        } else {
            reoffer.answer(localSdp);
            rtp.update(parameters());
        }
    }

    /** Takes the answer to a re-INVITE that repeated our description; a session may be refreshed without one. */
    void refreshed(byte[] answer, InetSocketAddress source) {
        if (answer.length > 0) {
            answered(answer, source);
        }
    }

    private void offerAgain() {
        byte[] offer = OfferAnswer.offer(standing(), localSdp);
        if (isChange(offer)) {
            local = local.next();
            offer = OfferAnswer.offer(standing(), localSdp);
        }
        localSdp = offer;
    }

    /** What we offer inside a call: one that is encrypted stays so, also where it need not be. */
    private LocalMedia standing() {
        return agreed.isPresent() && agreed.get().keys().isPresent()
                ? local.with(local.security().with(Encryption.REQUIRE))
                : local;
    }

    /** The answer to an offer inside the call; without one that fits, the audio goes on as it was. */
    private synchronized void answered(byte[] answer, InetSocketAddress source) {
        agree(answer, source)
                .ifPresentOrElse(
                        refusal -> LOG.info("An offer of ours inside a call came to nothing: {}", refusal.reason()),
                        () -> rtp.update(parameters()));
    }

    void sendDigit(char digit) {
        rtp.sendDigit(digit);
    }

    /** The peer has sent INFO: if it tells a key press, that is one like any other. */
    void info(SipRequest info) {
        InfoDigit.of(info).ifPresent(rtp::digitSignalled);
    }

    RtpStatistics statistics() {
        return rtp.statistics();
    }

    /** Completes when the audio port is not called any more. Idempotent. */
    CompletableFuture<RtpStatistics> close() {
        rtp.close();
        return rtp.closed().whenComplete((counted, failure) -> forgetKeys());
    }

    private synchronized void forgetKeys() {
        keys.forEach(SrtpKeys::close);
        local.security().close();
    }

    private synchronized RtpParameters parameters() {
        return agreed.orElseThrow(() -> new IllegalStateException("Offer and answer have not agreed"));
    }

    private LocalMedia media(InetSocketAddress source) {
        return local.with(reach.forPeer(source.getAddress()));
    }

    private Refusal refusal(Answer answer) {
        Answer.Refused refused = (Answer.Refused) answer;
        return new Refusal(
                refused.status(),
                refused.text(),
                List.of(new SipHeader("Warning", refused.warningHeader(warningAgent))));
    }

    /** The keys of a description; those of before, if it repeats them. */
    private Optional<SrtpKeys> keys(Answer.Accepted accepted) {
        if (accepted.keys().isEmpty()) {
            if (!keys.isEmpty()) {
                // Encryption has ended. Should it begin again, then as a new session: with keys that were never used.
                MediaSecurity ended = local.security();
                local = local.with(ended.renewed());
                ended.close();
            }
            return Optional.empty();
        }
        try (MediaKeys given = accepted.keys().get()) {
            SrtpKeys taken = new SrtpKeys(
                    SrtpSuite.valueOf(given.suite().name()), given.ours(), given.theirs(), given.theirMki());
            Optional<SrtpKeys> same = keys.stream().filter(taken::matches).findFirst();
            if (same.isPresent()) {
                taken.close();
                return same;
            }
            keys.add(taken);
            return Optional.of(taken);
        }
    }

    private RtpParameters parameters(Answer.Accepted accepted) {
        return new RtpParameters(
                accepted.remote(),
                accepted.rtcp(),
                AudioCodec.valueOf(accepted.codec().name()),
                accepted.payloadType(),
                accepted.ptime(),
                accepted.telephoneEvent(),
                flow(accepted.direction()),
                keys(accepted));
    }

    private static Flow flow(Direction direction) {
        return switch (direction) {
            case SENDRECV -> Flow.BOTH;
            case SENDONLY -> Flow.SEND_ONLY;
            case RECVONLY -> Flow.RECEIVE_ONLY;
            case INACTIVE -> Flow.NONE;
        };
    }

    /** Passes on to whoever is to be told now. */
    private final class Told implements MediaListener {

        @Override
        public void silent(Duration since) {
            told.silent(since);
        }

        @Override
        public void unheard(Duration since) {
            told.unheard(since);
        }

        @Override
        public void lost(Duration since) {
            told.lost(since);
        }

        @Override
        public void failed(RuntimeException cause) {
            told.failed(cause);
        }
    }
}
