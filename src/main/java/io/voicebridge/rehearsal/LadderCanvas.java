package io.voicebridge.rehearsal;

import java.util.List;

/** Three lanes on a terminal, the customer's, Five9's and the bridge's, filled from top to bottom. One thread. */
final class LadderCanvas {

    private static final int CUSTOMER_COLUMN = 10;

    /** Columns from one lane to the next. */
    private static final int CUSTOMER_TO_FIVE9 = 13;

    private static final int FIVE9_TO_BRIDGE = 84;

    /** Text stands between Five9 and the bridge, with an arrow's ends around it. */
    private static final int TEXT = FIVE9_TO_BRIDGE - 8;

    private static final String NO_TIME = "";

    private final Drawing drawing;
    private final StringBuilder out = new StringBuilder();

    LadderCanvas(Drawing drawing) {
        this.drawing = drawing;
    }

    void title(String text) {
        out.append(text).append('\n');
        StringBuilder line = new StringBuilder();
        int lane = CUSTOMER_COLUMN;
        for (String name : List.of("customer", "Five9", "bridge")) {
            line.append(" ".repeat(lane - name.length() / 2 - line.length())).append(name);
            lane += lane == CUSTOMER_COLUMN ? CUSTOMER_TO_FIVE9 : FIVE9_TO_BRIDGE;
        }
        out.append(line).append('\n');
    }

    void five9ToBridge(String time, String label) {
        arrow(time, label, drawing.thin + drawing.thin, drawing.right);
    }

    void bridgeToFive9(String time, String label) {
        arrow(time, label, drawing.left + drawing.thin, drawing.thin);
    }

    private void arrow(String time, String label, String head, String tail) {
        List<String> lines = Drawing.wrap(label, TEXT);
        row(time, blank(), drawing.lane, head + onLine(lines.get(0), drawing.thin) + tail);
        lines.stream().skip(1).forEach(this::detail);
    }

    /** The customer's words on their way through Five9 to the bridge. */
    void customerSays(String time, String text) {
        speech(time, text, drawing.thick, drawing.right);
    }

    void agentSays(String time, String text) {
        speech(time, text, drawing.left, drawing.thick);
    }

    private void speech(String time, String text, String customerEnd, String bridgeEnd) {
        List<String> lines = Drawing.wrap(text, TEXT);
        row(
                time,
                customerEnd + drawing.thick.repeat(CUSTOMER_TO_FIVE9 - 2),
                drawing.thickCross,
                drawing.thick + drawing.thick + onLine(lines.get(0), drawing.thick) + bridgeEnd);
        lines.stream().skip(1).forEach(this::detail);
    }

    private static String onLine(String text, String line) {
        return " " + text + " " + line.repeat(FIVE9_TO_BRIDGE - 6 - text.length());
    }

    /** Something that Five9 does by itself. */
    void five9Does(String time, String text) {
        List<String> lines = Drawing.wrap(text, TEXT);
        row(time, blank(), drawing.mark, padded(" " + lines.get(0)));
        lines.stream().skip(1).forEach(this::detail);
    }

    /** More about the row above. */
    void detail(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        if (!line.isBlank()) {
            Drawing.wrap(line, TEXT).forEach(part -> row(NO_TIME, blank(), drawing.lane, padded("    " + part)));
        }
    }

    private static String blank() {
        return " ".repeat(CUSTOMER_TO_FIVE9 - 1);
    }

    private static String padded(String text) {
        return text + " ".repeat(FIVE9_TO_BRIDGE - 1 - text.length());
    }

    private void row(String time, String left, String five9, String right) {
        String margin = " ".repeat(CUSTOMER_COLUMN - 4 - time.length()) + time + "    ";
        out.append(margin).append(drawing.lane).append(left).append(five9).append(right);
        out.append(drawing.lane).append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
