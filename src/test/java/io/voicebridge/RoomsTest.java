package io.voicebridge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the rule of the house: a room imports only the rooms that its line in docs/architecture.md names. */
class RoomsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.voicebridge");

    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("sip", List.of()),
            Map.entry("rtp", List.of()),
            Map.entry("speech", List.of()),
            Map.entry("call", List.of("sip", "rtp")),
            Map.entry("agent", List.of("speech", "rtp")),
            Map.entry("component", List.of("call", "agent", "sip", "rtp")),
            Map.entry("directory", List.of()),
            Map.entry("conversation", List.of("directory")),
            Map.entry("five9", List.of("conversation", "directory")),
            Map.entry("rehearsal", List.of("call", "speech", "five9", "sip", "rtp")),
            Map.entry("trunk", List.of("directory")),
            Map.entry("event", List.of("conversation", "directory")),
            Map.entry("security", List.of()));

    @TestFactory
    Stream<DynamicTest> roomsImportOnlyTheRoomsTheyMay() {
        return MAY_IMPORT.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> rule(room.getKey(), room.getValue())
                        .check(HOUSE)));
    }

    private static ArchRule rule(String room, List<String> mayImport) {
        String[] allowed = Stream.concat(Stream.of(room), mayImport.stream())
                .map(RoomsTest::contents)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(contents(room))
                .should()
                .dependOnClassesThat(resideInAPackage("io.voicebridge..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true);
    }

    @Test
    void onlyTheComponentAndTheWiringKnowCamel() {
        noClasses()
                .that()
                .resideOutsideOfPackages(contents("component"), contents("cli"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.camel.."))
                .check(HOUSE);
    }

    @Test
    void theFloorsBelowTheDatabaseDoNotKnowIt() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        contents("sip"), contents("rtp"), contents("speech"), contents("call"), contents("agent"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "java.sql..", "org.hibernate.."))
                .check(HOUSE);
    }

    @Test
    void everyRoomIsKnown() {
        org.assertj.core.api.Assertions.assertThat(HOUSE.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals("io.voicebridge"))
                        .map(name -> name.split("\\.")[2])
                        .filter(room -> !room.equals("cli"))
                        .distinct())
                .isSubsetOf(MAY_IMPORT.keySet());
    }

    private static String contents(String room) {
        return "io.voicebridge." + room + "..";
    }
}
