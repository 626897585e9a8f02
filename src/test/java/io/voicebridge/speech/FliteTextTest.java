package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FliteTextTest {

    @Test
    void writesNamesInAscii() {
        assertThat(FliteText.of("Zoë Müller’s “house” – café…")).isEqualTo("Zoe Muller's \"house\" , cafe...");
    }

    @Test
    void cutsEndlessTextAtABlank() {
        assertThat(FliteText.of("word ".repeat(1000))).hasSizeBetween(990, 1000).endsWith("word");
    }

    @Property
    void neverLetsAControlCharacterThrough(@ForAll String text) {
        assertThat(FliteText.of(text)).matches("[\\x20-\\x7e]{0,1000}");
    }
}
