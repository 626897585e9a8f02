package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void masksByNameAndByLook() {
        assertThat(Redaction.mask("X-API-Key", "anything")).isEqualTo("***");
        assertThat(Redaction.mask("X-snc-token", "abc")).isEqualTo("***");
        assertThat(Redaction.mask("x-snc-param", "abc")).isEqualTo("***");
        assertThat(Redaction.mask("note", "my key is vb_key_06f8_5f2c1234")).isEqualTo("my key is ***");
        assertThat(Redaction.mask("see https://b/console/pop#vl_0a1b2c3d.tn_1.cv_1.9.abc"))
                .isEqualTo("see https://b/console/pop#***");
        assertThat(Redaction.mask("X-city", "Denver")).isEqualTo("Denver");
    }
}
