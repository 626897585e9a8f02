package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The component's page names every option and header. {@code -Dpages.write=true} writes the tables anew. */
class ComponentPageTest {

    @Test
    void listsEveryOptionAndHeaderAsTheCatalogHasThem() throws IOException {
        String page = ComponentPage.make();
        if (Boolean.getBoolean("pages.write")) {
            Files.writeString(ComponentPage.PAGE, page);
        }
        assertThat(Files.readString(ComponentPage.PAGE))
                .as("bench/component-page writes this page")
                .isEqualTo(page);
    }
}
