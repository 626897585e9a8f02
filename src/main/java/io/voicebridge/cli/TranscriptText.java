package io.voicebridge.cli;

import io.voicebridge.conversation.TranscriptLine;
import java.util.List;

/** A transcript as people and players read it. */
final class TranscriptText {

    private TranscriptText() {}

    static String plain(List<TranscriptLine> lines) {
        StringBuilder text = new StringBuilder();
        for (TranscriptLine line : lines) {
            text.append(time(line.startMs()), 3, 8)
                    .append(' ')
                    .append(speaker(line))
                    .append(": ")
                    .append(line.text().replace('\n', ' '))
                    .append(line.interruptedAtMs() >= 0 ? " [cut]" : "")
                    .append('\n');
        }
        return text.toString();
    }

    /** WebVTT with a voice span for each line. */
    static String vtt(List<TranscriptLine> lines) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (TranscriptLine line : lines) {
            text.append('\n')
                    .append(time(line.startMs()))
                    .append(" --> ")
                    .append(time(Math.max(line.endMs(), line.startMs() + 1)))
                    .append("\n<v ")
                    .append(speaker(line))
                    .append('>')
                    .append(line.text()
                            .replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace('\n', ' '))
                    .append('\n');
        }
        return text.toString();
    }

    private static String speaker(TranscriptLine line) {
        return line.role().equals("agent") ? "Agent" : "Caller";
    }

    private static String time(long ms) {
        return String.format("%02d:%02d:%02d.%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }
}
