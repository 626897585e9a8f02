package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rehearsal.Drawing;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void drawsLinesWhereTheTerminalShowsUtf8() {
        assertThat(Terminal.drawing(Map.of("LANG", "en_US.UTF-8"))).isEqualTo(Drawing.LINES);
        assertThat(Terminal.drawing(Map.of("LC_ALL", "C.utf8", "LANG", "C"))).isEqualTo(Drawing.LINES);
    }

    @Test
    void drawsWithPlainCharactersElsewhere() {
        assertThat(Terminal.drawing(Map.of())).isEqualTo(Drawing.ASCII);
        assertThat(Terminal.drawing(Map.of("LC_ALL", "POSIX", "LANG", "en_US.UTF-8")))
                .isEqualTo(Drawing.ASCII);
    }
}
