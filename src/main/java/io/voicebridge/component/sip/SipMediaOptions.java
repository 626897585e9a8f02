package io.voicebridge.component.sip;

import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.RecordingFormat;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.sip.sdp.AudioCodec;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;

/** The options of the component that say how the audio of calls is carried. */
public abstract class SipMediaOptions extends SipDialogOptions {

    @Metadata(description = "Address that peers are told to send audio to, if it differs from the address bound")
    private String rtpAdvertisedHost = "";

    @Metadata(defaultValue = "20000-29999", description = "Ports for audio, two for each call; 0 picks free ones")
    private String rtpPorts = "20000-29999";

    @Metadata(
            defaultValue = "60",
            description =
                    "Seconds without audio or report of a peer that should send until its call is ended; 0 for never."
                            + " A peer on hold is missed only if it has sent reports (RTCP)")
    private int rtpTimeoutSeconds = 60;

    @Metadata(
            label = "security",
            autowired = true,
            description = "How recordings are written, such as encrypted; without one they are WAV files")
    private RecordingFormat recordingFormat;

    @Metadata(
            defaultValue = "PCMU,PCMA,G722",
            description =
                    "Codecs that are offered and answered, the one we like best first, parted by commas. A call that"
                            + " offers none of them is answered 488 with a Warning")
    private String rtpCodecs = "PCMU,PCMA,G722";

    @Metadata(
            label = "security",
            defaultValue = "allow",
            enums = "off,allow,require",
            description =
                    "Whether audio is encrypted (SRTP with keys in the session description): off refuses calls that"
                            + " offer nothing else, allow encrypts what is offered encrypted, require refuses the rest and places"
                            + " calls encrypted. The option of an endpoint goes before it")
    private String srtp = "allow";

    @Metadata(
            label = "security",
            description =
                    "SRTP suites that are taken, with commas between them, in the order of our offers; empty for all")
    private String srtpSuites = "";

    @Metadata(
            label = "security",
            description = "Whether keys are given and taken over TLS only. Over UDP and TCP whoever sees the signalling"
                    + " has the keys; then audio is not encrypted there, and refused where it must be")
    private boolean srtpOverTlsOnly;

    MediaSettings mediaSettings(List<ListenerSettings> listeners) {
        if (rtpTimeoutSeconds < 0) {
            throw new IllegalArgumentException("rtpTimeoutSeconds is below 0");
        }
        return new MediaSettings(
                mediaHost(listeners),
                text(rtpAdvertisedHost),
                rtpPorts,
                codecs(),
                Duration.ofSeconds(rtpTimeoutSeconds),
                new SrtpSettings(Encryption.parse(srtp), CryptoSuite.list(srtpSuites), srtpOverTlsOnly));
    }

    private List<AudioCodec> codecs() {
        return Stream.of(rtpCodecs.split(",")).map(SipMediaOptions::codec).toList();
    }

    private static AudioCodec codec(String name) {
        try {
            return AudioCodec.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "rtpCodecs has " + name.strip() + "; there are " + List.of(AudioCodec.values()), e);
        }
    }

    public String getRtpCodecs() {
        return rtpCodecs;
    }

    public void setRtpCodecs(String rtpCodecs) {
        this.rtpCodecs = rtpCodecs;
    }

    public String getRtpAdvertisedHost() {
        return rtpAdvertisedHost;
    }

    public void setRtpAdvertisedHost(String rtpAdvertisedHost) {
        this.rtpAdvertisedHost = rtpAdvertisedHost;
    }

    public String getRtpPorts() {
        return rtpPorts;
    }

    public void setRtpPorts(String rtpPorts) {
        this.rtpPorts = rtpPorts;
    }

    public String getSrtp() {
        return srtp;
    }

    public void setSrtp(String srtp) {
        this.srtp = srtp;
    }

    public String getSrtpSuites() {
        return srtpSuites;
    }

    public void setSrtpSuites(String srtpSuites) {
        this.srtpSuites = srtpSuites;
    }

    public boolean isSrtpOverTlsOnly() {
        return srtpOverTlsOnly;
    }

    public void setSrtpOverTlsOnly(boolean srtpOverTlsOnly) {
        this.srtpOverTlsOnly = srtpOverTlsOnly;
    }

    public int getRtpTimeoutSeconds() {
        return rtpTimeoutSeconds;
    }

    public void setRtpTimeoutSeconds(int rtpTimeoutSeconds) {
        this.rtpTimeoutSeconds = rtpTimeoutSeconds;
    }

    public RecordingFormat getRecordingFormat() {
        return recordingFormat;
    }

    public void setRecordingFormat(RecordingFormat recordingFormat) {
        this.recordingFormat = recordingFormat;
    }
}
