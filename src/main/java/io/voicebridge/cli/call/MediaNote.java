package io.voicebridge.cli.call;

import io.voicebridge.call.MediaNotice;
import io.voicebridge.conversation.Note;
import io.voicebridge.rtp.EModel;
import io.voicebridge.rtp.RtcpStatistics;
import io.voicebridge.rtp.RtpStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the audio of a call went, in one line for a person who looks for a fault. */
final class MediaNote {

    private MediaNote() {}

    /** At the end of the call. */
    static Note of(RtpStatistics counted) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("codec", counted.codec().name());
        detail.put("packets_received", counted.packetsReceived());
        detail.put("packets_lost", counted.lost());
        detail.put("packets_late", counted.late());
        detail.put("packets_refused", counted.refused());
        detail.put("packets_unusable", counted.unusable());
        detail.put("packets_unauthentic", counted.unauthentic());
        detail.put("packets_replayed", counted.replayed());
        detail.put("jitter_ms", tenths(counted.jitterMillis()));
        detail.put("concealed_ms", counted.concealedFrames() * 20);
        detail.put("packets_sent", counted.packetsSent());
        detail.put("send_failures", counted.sendFailures());
        EModel.received(counted).ifPresent(score -> detail.put("mos_received", tenths(score)));
        reports(counted, detail);
        return new Note(
                "media", "bridge", counted.packetsReceived() == 0 ? silence(counted) : summary(counted), detail);
    }

    private static void reports(RtpStatistics counted, Map<String, Object> detail) {
        RtcpStatistics rtcp = counted.rtcp();
        detail.put("reports_sent", rtcp.sent());
        detail.put("reports_received", rtcp.received());
        rtcp.peer().ifPresent(peer -> {
            detail.put("peer_packets_lost", peer.lost());
            detail.put("peer_jitter_ms", tenths(peer.jitterMillis()));
        });
        rtcp.roundTripMillis().ifPresent(millis -> detail.put("round_trip_ms", tenths(millis)));
        EModel.sent(counted).ifPresent(score -> detail.put("mos_sent", tenths(score)));
    }

    private static String silence(RtpStatistics counted) {
        if (counted.unauthentic() > 0) {
            return "The caller's audio was not made with the key of its offer: " + counted.unauthentic()
                    + " packets were dropped. Compare the SRTP settings of both sides";
        }
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
                        counted.packetsSent())
                + hearsay(counted.rtcp());
    }

    /** What the caller's side reports of our audio. */
    private static String hearsay(RtcpStatistics rtcp) {
        String lost = rtcp.peer()
                .map(peer -> ", " + peer.lost() + " lost by the caller's reports")
                .orElse(rtcp.received() == 0 ? "" : ", of which the caller's reports say nothing");
        return lost
                + (rtcp.roundTripMillis().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; round trip %.0f ms",
                                rtcp.roundTripMillis().getAsDouble()));
    }

    /** While it goes on. */
    static Note of(MediaNotice notice) {
        long seconds = notice.since().toSeconds();
        Map<String, Object> detail = Map.of("seconds", seconds);
        return switch (notice.kind()) {
            case SILENT -> new Note("caller-silent", "bridge", "No RTP arrived for " + seconds + " s", detail);
            case UNHEARD ->
                new Note(
                        "caller-hears-nothing",
                        "bridge",
                        "By the caller's reports none of our audio has arrived for " + seconds
                                + " s: check the address in its offer and the way out to it",
                        detail);
            case LOST ->
                new Note(
                        "caller-lost",
                        "bridge",
                        "Neither audio nor a report came from the caller for " + seconds + " s: the call was ended",
                        detail);
        };
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
