package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.camel.CamelConfiguration;
import org.junit.jupiter.api.Test;

class BridgeMainTest {

    @Test
    void everyWiringIsListed() {
        assertThat(new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("io.voicebridge")
                                .that(JavaClass.Predicates.assignableTo(CamelConfiguration.class))
                                .stream()
                                .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        BridgeMain.WIRINGS.stream().map(Class::getName).toList());
    }
}
