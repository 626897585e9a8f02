package io.voicebridge.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenantGuardTest {

    @Test
    void aNumberThatIsNotCalledIsNotNamedOnAnothersTimeline() {
        assertThat(TenantGuard.masked("+13035550100")).isEqualTo("+*********00");
        assertThat(TenantGuard.masked("(303) 555-0100")).isEqualTo("(***) ***-**00");
        assertThat(TenantGuard.masked("tel:+13035550100")).isEqualTo("tel:+*********00");
        assertThat(TenantGuard.masked("sip:+13035550100@10.0.0.7:5060")).isEqualTo("sip:+*********00@10.0.0.7:5060");
    }

    @Test
    void aHostThatIsNotCalledIsNamed() {
        assertThat(TenantGuard.masked("sip:198.51.100.7")).isEqualTo("sip:198.51.100.7");
    }
}
