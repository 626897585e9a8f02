package io.voicebridge.component.sip;

import io.voicebridge.call.MediaSettings;
import java.time.Duration;
import org.apache.camel.spi.Metadata;

/** The options of the component that say how the audio of calls is carried. */
public abstract class SipMediaOptions extends SipTransportOptions {

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

    MediaSettings mediaSettings() {
        if (rtpTimeoutSeconds < 0) {
            throw new IllegalArgumentException("rtpTimeoutSeconds is below 0");
        }
        return new MediaSettings(getHost(), text(rtpAdvertisedHost), rtpPorts, Duration.ofSeconds(rtpTimeoutSeconds));
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

    public int getRtpTimeoutSeconds() {
        return rtpTimeoutSeconds;
    }

    public void setRtpTimeoutSeconds(int rtpTimeoutSeconds) {
        this.rtpTimeoutSeconds = rtpTimeoutSeconds;
    }
}
