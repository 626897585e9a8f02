package io.voicebridge.component.sip;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.AddressGroup;
import io.voicebridge.sip.admission.AddressRange;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.InboundPolicy.Unknown;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.auth.DigestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the policies of a YAML file and the carriers' addresses beside it. A word that is not known, a mask that does not
 * fit, a list that is no list: each is an error that names the file and the place, because a policy that means something
 * else than its author thought is an open door or a dead line.
 */
final class PolicyFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> POLICY = Set.of("allow", "unknown", "digest");
    private static final Set<String> FILE = Set.of("policies", "scanners");
    private static final Set<String> CARRIER = Set.of("source", "as_of", "signalling", "media", "hosts");

    private final Path file;
    private final DigestServer passwords;

    private PolicyFile(Path file, DigestServer passwords) {
        this.file = file;
        this.passwords = passwords;
    }

    /**
     * The policies by name.
     *
     * @param passwords asked by the policies that want a password
     * @throws IllegalArgumentException if a file cannot be read or does not make sense
     */
    static Map<String, InboundPolicy> read(Path file, DigestServer passwords) {
        return new PolicyFile(file, passwords).policies();
    }

    /** Where no file is given: this machine and private networks may call, and nobody else gets an answer. */
    static Map<String, InboundPolicy> builtIn() {
        AccessList near = AccessList.of(List.of(AddressGroup.LOOPBACK, AddressGroup.PRIVATE));
        return Map.of(Policies.DEFAULT, InboundPolicy.byAddress(Policies.DEFAULT, near, Unknown.DROP, Scanners.NONE));
    }

    /** The files that a policy file speaks of, for the one who watches them. */
    static Path carriers(Path file) {
        return file.resolveSibling("carriers");
    }

    private Map<String, InboundPolicy> policies() {
        JsonNode root = read(file);
        known(root, FILE, "at the top");
        Scanners scanners = new Scanners(texts(root.path("scanners"), "scanners"));
        Map<String, InboundPolicy> policies = new LinkedHashMap<>();
        root.path("policies").fields().forEachRemaining(entry -> {
            try {
                policies.put(entry.getKey(), policy(entry.getKey(), entry.getValue(), scanners));
            } catch (IllegalArgumentException e) {
                throw wrong("policy " + entry.getKey() + ": " + e.getMessage());
            }
        });
        if (policies.isEmpty()) {
            throw wrong("there is no policy");
        }
        return policies;
    }

    private InboundPolicy policy(String name, JsonNode policy, Scanners scanners) {
        if (!policy.has("allow")) {
            throw new IllegalArgumentException("allow is missing; an empty list lets nobody in");
        }
        known(policy, POLICY, "in it");
        AccessList allowed = allowed(texts(policy.get("allow"), "allow"));
        Unknown unknown = word(policy, "unknown", Unknown.class, Unknown.DROP);
        boolean digest = word(policy, "digest", Digest.class, Digest.NONE) == Digest.REQUIRED;
        if (digest) {
            return InboundPolicy.byAddressAndPassword(name, allowed, unknown, passwords, scanners);
        }
        return unknown == Unknown.DIGEST
                ? InboundPolicy.byAddressOrPassword(name, allowed, passwords, scanners)
                : InboundPolicy.byAddress(name, allowed, unknown, scanners);
    }

    private enum Digest {
        NONE,
        REQUIRED
    }

    private AccessList allowed(List<String> names) {
        if (names.contains(AccessList.EVERYONE)) {
            return AccessList.ANYONE;
        }
        List<AddressGroup> groups = new ArrayList<>();
        for (String name : names) {
            groups.add(
                    switch (name) {
                        case "loopback" -> AddressGroup.LOOPBACK;
                        case "private" -> AddressGroup.PRIVATE;
                        default -> isCarrier(name) ? carrier(name) : AddressGroup.of(name, name);
                    });
        }
        return AccessList.of(groups);
    }

    private boolean isCarrier(String name) {
        return name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')
                && name.chars().anyMatch(c -> c > '9');
    }

    private AddressGroup carrier(String name) {
        Path addresses = carriers(file).resolve(name + ".yaml");
        if (!Files.isRegularFile(addresses)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no address and no block, and there is no file " + addresses);
        }
        JsonNode root = read(addresses);
        known(root, CARRIER, "in " + addresses.getFileName());
        try {
            texts(root.path("media"), "media").forEach(AddressRange::parse);
            return AddressGroup.of(
                            name, texts(root.path("signalling"), "signalling").toArray(String[]::new))
                    .knownAs(hosts(texts(root.path("hosts"), "hosts")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(addresses + ": " + e.getMessage(), e);
        }
    }

    /** A name, or all hosts right below one: what a certificate can be for. */
    private static List<String> hosts(List<String> names) {
        for (String name : names) {
            String plain = name.startsWith("*.") ? name.substring(2) : name;
            boolean letters =
                    plain.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.');
            if (!letters
                    || plain.indexOf('.') < 1
                    || plain.endsWith(".")
                    || !plain.chars().anyMatch(c -> c >= 'a')) {
                throw new IllegalArgumentException(
                        "hosts has '" + name + "', which is no name of a host in small letters");
            }
        }
        return names;
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(JsonNode list, String name) {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new IllegalArgumentException(name + " is not a list; write [" + list.asText() + "]");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText().strip()));
        return texts;
    }

    private static <E extends Enum<E>> E word(JsonNode policy, String name, Class<E> words, E otherwise) {
        String word = policy.path(name).asText("");
        if (word.isEmpty()) {
            return otherwise;
        }
        for (E known : words.getEnumConstants()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
                return known;
            }
        }
        Set<String> all = new TreeSet<>();
        for (E known : words.getEnumConstants()) {
            all.add(known.name().toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(name + " is '" + word + "', not one of " + String.join(", ", all));
    }

    private static void known(JsonNode node, Set<String> names, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' " + where + " is not one of " + String.join(", ", new TreeSet<>(names)));
            }
        });
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ": " + what);
    }
}
