package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The container image of the profile {@code image}: what starts in it is what {@code ./bridge} would start. */
class ImageTest {

    private static final String CONTAINER = "//plugin[artifactId='jib-maven-plugin']/configuration/container";

    private Document pom;

    @BeforeEach
    void read() throws Exception {
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
    }

    private List<String> all(String path) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    private String one(String path) throws Exception {
        assertThat(all(path)).hasSize(1);
        return all(path).get(0);
    }

    /** The launcher says which options Java of which release needs; the image has one release and no launcher. */
    @Test
    void javaGetsTheOptionsOfTheLauncher() throws Exception {
        assertThat(one("//profile[id='image']/properties/image.base")).contains(":25-jre");
        String launcher = Files.readString(Path.of("bridge"));
        List<String> flags = new ArrayList<>(all(CONTAINER + "/jvmFlags/jvmFlag"));

        assertThat(flags.remove("-Dbridge.home=" + one(CONTAINER + "/workingDirectory")))
                .isTrue();
        assertThat(flags.removeIf(flag -> flag.startsWith("-XX:MaxRAMPercentage=")))
                .isTrue();
        assertThat(flags).hasSize(12).allSatisfy(flag -> assertThat(launcher).contains(flag));
    }

    @Test
    void theUserIsTheOneThatManifestsRunItAs() throws Exception {
        String user = one(CONTAINER + "/user");

        assertThat(Manifests.one("StatefulSet", "voice-bridge")
                                .podSpec()
                                .at("/securityContext/runAsUser")
                                .asText()
                        + ':'
                        + Manifests.one("StatefulSet", "voice-bridge")
                                .podSpec()
                                .at("/securityContext/fsGroup")
                                .asText())
                .isEqualTo(user);
        assertThat(Manifests.one("Integration", "voice-bridge")
                        .tree()
                        .at("/spec/traits/container/runAsUser")
                        .asText())
                .isEqualTo(user.substring(0, user.indexOf(':')));
    }

    @Test
    void portsAreThoseOfTheSettings() throws Exception {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(reader);
        }

        assertThat(all(CONTAINER + "/ports/port"))
                .containsExactlyInAnyOrder(
                        settings.getProperty("bridge.http.port"),
                        settings.getProperty("bridge.management.port"),
                        settings.getProperty("bridge.sip.port"),
                        settings.getProperty("bridge.sip.port") + "/udp",
                        settings.getProperty("bridge.sips.port"));
    }

    @Test
    void foldersAreWhereManifestsMountOthersOverThem() throws Exception {
        Set<String> folders = new TreeSet<>(all("//plugin[artifactId='jib-maven-plugin']//path/into"));

        assertThat(folders).contains("/app/routes", "/app/kamelets", "/app/config", "/speech");
        assertThat(one(CONTAINER + "/environment/BRIDGE_SPEECH_CACHE")).isIn(folders);
        assertThat(all(CONTAINER + "/volumes/volume"))
                .containsExactly(one(CONTAINER + "/environment/BRIDGE_DATA_DIR"), "/tmp");
    }

    /** Whatever stands beside the jar and is read at run time. */
    @Test
    void noFolderOfTheProgramIsLeftOut() throws Exception {
        try (Stream<Path> top = Files.list(Path.of(""))) {
            Set<String> read = new TreeSet<>();
            for (Path folder : top.filter(Files::isDirectory).toList()) {
                if (isReadAtRunTime(folder)) {
                    read.add(folder.toString());
                }
            }
            assertThat(read).containsExactly("config", "kamelets", "routes");
            assertThat(all("//plugin[artifactId='jib-maven-plugin']//path/from"))
                    .containsAll(read);
        }
    }

    private static boolean isReadAtRunTime(Path folder) throws IOException {
        String settings = Files.readString(Path.of("config/application.properties"));
        return settings.contains("{{bridge.home}}/" + folder + '/')
                || settings.contains("{{bridge.home}}/" + folder + "\n");
    }
}
