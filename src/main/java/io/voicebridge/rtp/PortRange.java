package io.voicebridge.rtp;

/**
 * UDP ports for RTP, both ends included. {@link #ANY} lets the operating system choose.
 *
 * @param first 1024 to 65534
 * @param last at least {@code first} + 1, at most 65535
 */
public record PortRange(int first, int last) {

    /** Any free port: for tests and for several servers on one machine. */
    public static final PortRange ANY = new PortRange(0, 0);

    public PortRange {
        boolean any = first == 0 && last == 0;
        if (!any && (first < 1024 || last > 65535 || last <= first)) {
            throw new IllegalArgumentException("RTP ports " + first + "-" + last
                    + ": need two ports or more in 1024-65535, for example 20000-29999");
        }
    }

    /** Reads {@code 20000-29999}; {@code 0} is {@link #ANY}. */
    public static PortRange parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("0")) {
            return ANY;
        }
        int dash = trimmed.indexOf('-');
        try {
            return new PortRange(
                    Integer.parseInt(trimmed.substring(0, Math.max(dash, 0)).trim()),
                    Integer.parseInt(trimmed.substring(dash + 1).trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("RTP ports \"" + text + "\" are not like 20000-29999 (or 0)", e);
        }
    }

    boolean any() {
        return first == 0;
    }

    @Override
    public String toString() {
        return any() ? "0" : first + "-" + last;
    }
}
