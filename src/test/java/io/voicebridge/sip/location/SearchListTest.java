package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchListTest {

    @Test
    void completesShortNamesFirstAndLongOnesLast() {
        SearchList list =
                SearchList.read(List.of("nameserver 192.0.2.53", "search voice.svc example.", "options ndots:2 edns0"));
        assertThat(list.candidates("pbx")).containsExactly("pbx.voice.svc.", "pbx.example.", "pbx.");
        assertThat(list.candidates("sip.carrier.example"))
                .containsExactly(
                        "sip.carrier.example.", "sip.carrier.example.voice.svc.", "sip.carrier.example.example.");
    }

    @Test
    void leavesACompleteNameAlone() {
        assertThat(SearchList.read(List.of("search example")).candidates("pbx."))
                .containsExactly("pbx.");
    }

    @Test
    void doesWithoutAFile() {
        assertThat(SearchList.of(Path.of("/nowhere/resolv.conf")).candidates("pbx"))
                .containsExactly("pbx.");
    }
}
