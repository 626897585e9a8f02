package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.sip.ReliableProvisionals;
import org.junit.jupiter.api.Test;

class SipDialogOptionsTest {

    private final SipComponent component = new SipComponent();

    @Test
    void acknowledgesProvisionalResponsesWhereThePeerRequiresIt() {
        assertThat(component.reliableProvisionals()).isEqualTo(ReliableProvisionals.REQUIRED);
    }

    @Test
    void acknowledgesThemWhereThePeerSupportsItIfToldSo() {
        component.setReliableProvisionals("supported");
        assertThat(component.reliableProvisionals()).isEqualTo(ReliableProvisionals.SUPPORTED);
    }

    @Test
    void refusesAnotherPolicy() {
        component.setReliableProvisionals("always");
        assertThatThrownBy(component::reliableProvisionals).hasMessageContaining("required or supported");
    }
}
