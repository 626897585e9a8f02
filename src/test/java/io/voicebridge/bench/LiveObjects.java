package io.voicebridge.bench;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive after a collection, counted by the Java machine itself. */
final class LiveObjects {

    private final long bytes;
    private final Map<String, Integer> ofOurs;

    private LiveObjects(long bytes, Map<String, Integer> ofOurs) {
        this.bytes = bytes;
        this.ofOurs = ofOurs;
    }

    static LiveObjects count() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return read(histogram);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines are {@code 1: 4711 200320 name (module)}, the last {@code Total 90123 4711000}. */
    private static LiveObjects read(String histogram) {
        Map<String, Integer> ofOurs = new TreeMap<>();
        long bytes = 0;
        for (String line : histogram.split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            } else if (words.length > 3
                    && (words[3].startsWith("io.voicebridge.") || words[3].startsWith("sun.nio.ch.DatagramChannel"))) {
                ofOurs.put(words[3], Integer.parseInt(words[1]));
            }
        }
        return new LiveObjects(bytes, ofOurs);
    }

    long kilobytes() {
        return bytes / 1024;
    }

    /** Our classes, and open datagram sockets, of which there are more now than before by more than {@code slack}. */
    Map<String, Integer> grownSince(LiveObjects before, int slack) {
        Map<String, Integer> grown = new TreeMap<>();
        ofOurs.forEach((name, count) -> {
            int more = count - before.ofOurs.getOrDefault(name, 0);
            if (more > slack) {
                grown.put(name, more);
            }
        });
        return grown;
    }
}
