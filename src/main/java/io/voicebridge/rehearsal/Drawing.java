package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.List;

/** What a terminal can show. */
public enum Drawing {
    LINES("│", "─", "═", "▶", "◀", "╪", "■"),
    ASCII("|", "-", "=", ">", "<", "+", "*");

    final String lane;
    final String thin;
    final String thick;
    final String right;
    final String left;
    final String thickCross;
    final String mark;

    Drawing(String lane, String thin, String thick, String right, String left, String thickCross, String mark) {
        this.lane = lane;
        this.thin = thin;
        this.thick = thick;
        this.right = right;
        this.left = left;
        this.thickCross = thickCross;
        this.mark = mark;
    }

    /** Breaks text into lines of at most this many characters, at blanks where there are some. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > width / 2 ? blank : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
