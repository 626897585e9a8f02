package io.voicebridge.cli;

import io.voicebridge.agent.AgentProfile;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.DefaultRoute;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.directory.Problem;
import io.voicebridge.five9.kit.KitFacts;
import io.voicebridge.five9.kit.ScriptKit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes the kit of a number from what the directory knows of it. Bean {@code scriptKits}. Thread-safe. */
public final class ScriptKits {

    /** Stands where nobody has said which skill a customer goes to of whom nothing is known. */
    private static final String UNNAMED_SKILL = "Your Skill";

    private static final int MAX_SKILL = 100;

    private final AgentLookup directory;
    private final Supplier<PublicAddress> reach;

    ScriptKits(AgentLookup directory, Supplier<PublicAddress> reach) {
        this.directory = directory;
        this.reach = reach;
    }

    /**
     * Files by name.
     *
     * @throws Problem 409 {@code not_published} if no agent answers the number
     */
    Map<String, String> files(String number, Optional<String> skill) {
        Lookup lookup = directory.find(number);
        if (!(lookup instanceof Lookup.Found found)) {
            throw new Problem(409, "not_published", ((Lookup.Refused) lookup).hint());
        }
        PublicAddress here = reach.get();
        return new ScriptKit(new KitFacts(
                        found.number(),
                        found.agent(),
                        here.http(),
                        here.sip(),
                        leadFields(found),
                        skill.orElseGet(() -> skillOf(found.defaultRoute()))))
                .files();
    }

    private static List<String> leadFields(Lookup.Found found) {
        return List.copyOf(new AgentProfile(
                        found.agent(),
                        found.version(),
                        found.provider(),
                        found.prompt(),
                        found.voice(),
                        found.dialogue(),
                        found.settings())
                .referencedVariables());
    }

    private static String skillOf(DefaultRoute route) {
        return route.type().equals("SkillTransfer") && !route.value().isBlank() ? route.value() : UNNAMED_SKILL;
    }

    /** Answers with all files in an archive. */
    public byte[] archive(Exchange exchange, PhoneNumber number) throws IOException {
        Optional<String> skill = Optional.ofNullable(exchange.getVariable("skill", String.class))
                .filter(text -> !text.isBlank())
                .map(text -> text.substring(0, Math.min(MAX_SKILL, text.length())));
        byte[] archive = zip(files(number.number(), skill));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.CONTENT_TYPE, "application/zip");
        message.setHeader("Content-Disposition", "attachment; filename=\"voice-bridge-script-kit.zip\"");
        message.setHeader("Cache-Control", "private, no-store");
        return archive;
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
