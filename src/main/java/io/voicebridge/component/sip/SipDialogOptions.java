package io.voicebridge.component.sip;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.spi.Metadata;

/** The options of the component that say how calls are set up and kept alive. */
public abstract class SipDialogOptions extends SipTransportOptions {

    @Metadata(
            label = "advanced",
            defaultValue = "1800",
            description =
                    "Seconds after which a call ends whose peer gives no sign that it still has it (RFC 4028); 0 to"
                            + " ask for no such sign. What a peer asks for is done in any case")
    private int sessionExpires = 1800;

    @Metadata(
            label = "advanced",
            defaultValue = "90",
            description = "The least of such seconds, 90 or more; who asks for less is answered 422")
    private int minSe = 90;

    @Metadata(
            label = "advanced",
            defaultValue = "false",
            description =
                    "Whether calls with peers that say nothing of session timers are refreshed too, by re-INVITE or"
                            + " UPDATE")
    private boolean sessionRefreshAll;

    @Metadata(
            label = "advanced",
            defaultValue = "required",
            enums = "required,supported",
            description =
                    "Which calls have 180 and 183 acknowledged by PRACK (RFC 3262): those whose peer requires it, or also"
                            + " those whose caller supports it; then calls that are dialled offer it, too")
    private String reliableProvisionals = "required";

    SessionTimers sessionTimers() {
        return new SessionTimers(
                Duration.ofSeconds(sessionExpires),
                Duration.ofSeconds(minSe),
                sessionRefreshAll ? SessionTimers.Refreshed.ALL : SessionTimers.Refreshed.WHO_SUPPORT_TIMERS);
    }

    /** @throws IllegalArgumentException if the option is none of its values */
    ReliableProvisionals reliableProvisionals() {
        return switch (reliableProvisionals.toLowerCase(Locale.ROOT)) {
            case "required" -> ReliableProvisionals.REQUIRED;
            case "supported" -> ReliableProvisionals.SUPPORTED;
            default ->
                throw new IllegalArgumentException(
                        "reliableProvisionals is required or supported, not " + reliableProvisionals);
        };
    }

    public String getReliableProvisionals() {
        return reliableProvisionals;
    }

    public void setReliableProvisionals(String reliableProvisionals) {
        this.reliableProvisionals = reliableProvisionals;
    }

    public int getSessionExpires() {
        return sessionExpires;
    }

    public void setSessionExpires(int sessionExpires) {
        this.sessionExpires = sessionExpires;
    }

    public int getMinSe() {
        return minSe;
    }

    public void setMinSe(int minSe) {
        this.minSe = minSe;
    }

    public boolean isSessionRefreshAll() {
        return sessionRefreshAll;
    }

    public void setSessionRefreshAll(boolean sessionRefreshAll) {
        this.sessionRefreshAll = sessionRefreshAll;
    }
}
