package io.voicebridge.cli.call;

import io.voicebridge.conversation.Note;
import io.voicebridge.rtp.RtpStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the audio of a call went, in one line for a person who looks for a fault. */
final class MediaNote {

    private MediaNote() {}

    static Note of(RtpStatistics counted) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("packets_received", counted.packetsReceived());
        detail.put("packets_lost", counted.lost());
        detail.put("packets_late", counted.late());
        detail.put("packets_refused", counted.refused());
        detail.put("packets_unusable", counted.unusable());
        detail.put("jitter_ms", Math.round(counted.jitterMillis() * 10) / 10.0);
        detail.put("concealed_ms", counted.concealedFrames() * 20);
        detail.put("packets_sent", counted.packetsSent());
        detail.put("send_failures", counted.sendFailures());
        return new Note(
                "media", "bridge", counted.packetsReceived() == 0 ? silence(counted) : summary(counted), detail);
    }

    private static String silence(RtpStatistics counted) {
        String others = counted.refused() + counted.unusable() == 0
                ? "check the firewall and the address in our answer"
                : counted.refused() + counted.unusable() + " packets came that were not of the call";
        return "The caller sent no audio at all: " + others;
    }

    private static String summary(RtpStatistics counted) {
        return String.format(
                Locale.ROOT,
                "Audio in: %d packets, %d lost, %d late, jitter %.1f ms; out: %d packets",
                counted.packetsReceived(),
                counted.lost(),
                counted.late(),
                counted.jitterMillis(),
                counted.packetsSent());
    }
}
