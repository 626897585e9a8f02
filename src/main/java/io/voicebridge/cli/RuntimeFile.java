package io.voicebridge.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * {@code runtime.json} in the data directory: what a script or a test needs to know to reach this process. With demo
 * data it holds keys, so only its owner may read it.
 *
 * @param demo null without demo data
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuntimeFile(
        @JsonProperty("http_port") int httpPort,
        @JsonProperty("sip_port") int sipPort,
        @JsonProperty("sips_port") int sipsPort,
        @JsonProperty("management_port") int managementPort,
        long pid,
        Demo demo) {

    static final String NAME = "runtime.json";

    /** The demo tenant's way in. */
    public record Demo(
            String tenant,
            @JsonProperty("admin_key") String adminKey,
            @JsonProperty("five9_key") String five9Key,
            @JsonProperty("webhook_secret") String webhookSecret,
            Map<String, String> numbers) {

        /** The same tenant with these numbers. */
        Demo with(Map<String, String> others) {
            return new Demo(tenant, adminKey, five9Key, webhookSecret, others);
        }

        /** The number that an agent answers. */
        Optional<String> numberOf(String agent) {
            return numbers.entrySet().stream()
                    .filter(each -> each.getValue().equals(agent))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /** Where {@link RuntimeFile} finds what the SIP component bound. */
    interface SipPort {
        int sipPort();

        /** 0 if SIP over TLS is not served. */
        int sipsPort();
    }

    static RuntimeFile of(CamelContext context, int httpPort, int managementPort) {
        SipPort sip = context.getRegistry().findSingleByType(SipPort.class);
        return new RuntimeFile(
                httpPort,
                sip == null ? 0 : sip.sipPort(),
                sip == null ? 0 : sip.sipsPort(),
                managementPort,
                ProcessHandle.current().pid(),
                context.getRegistry().findSingleByType(Demo.class));
    }

    void write(Path dataDir) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(dataDir, NAME, ".tmp", ownerOnly);
        Files.write(draft, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Files.move(draft, dataDir.resolve(NAME), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** That of the bridge that runs on the data directory of these settings; empty if none does. */
    static Optional<RuntimeFile> running(Settings settings) {
        try {
            return Optional.of(read(settings.dataDir()))
                    .filter(found -> ProcessHandle.of(found.pid()).isPresent());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException if no bridge has been started in the data directory */
    public static RuntimeFile read(Path dataDir) throws IOException {
        return new ObjectMapper().readValue(dataDir.resolve(NAME).toFile(), RuntimeFile.class);
    }
}
