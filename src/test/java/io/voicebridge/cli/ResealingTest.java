package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.directory.Resealing;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.security.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys are replaced, and no secret is lost. */
class ResealingTest {

    private static final Resealing.Column SECRETS = SecretKeys.SEALED.get(0);

    @TempDir
    Path dataDir;

    @Duty(
            value = "Keys of secrets",
            says =
                    "A new key is put in front of the old ones, in a file or in the environment; a command encrypts every"
                            + " secret anew, and the old key opens nothing that is needed any more.")
    @ParameterizedTest
    @EnumSource(Database.class)
    void everySecretIsEncryptedAnewWithTheNewestKey(Database database) throws IOException {
        String fresh = KeyRing.newKey();
        SecretStore old = SecretKeys.of("", dataDir).store();
        SecretStore both = SecretKeys.of(fresh, dataDir).store();
        SecretStore onlyNew = SecretKeys.of(fresh, Path.of("nowhere")).store();
        try (ConversationFixture fixture = new ConversationFixture(database)) {
            List<String> tenants = manyTenants(fixture.storage, 450);
            tenants.forEach(id -> write(fixture.storage, id, old.seal("of " + id, "webhook:" + id)));
            write(fixture.storage, ConversationFixture.TENANT, "2.00000000.AAAA");
            write(
                    fixture.storage,
                    ConversationFixture.OTHER_TENANT,
                    both.seal("new", "webhook:" + ConversationFixture.OTHER_TENANT));
            Resealing resealing = new Resealing(fixture.storage.entityManager(), fixture.storage.transactions(), both);

            assertThat(resealing.reseal(SECRETS)).isEqualTo(new Resealing.Result(SECRETS, 450, 1));

            assertThat(tenants).allSatisfy(id -> assertThat(onlyNew.open(read(fixture.storage, id), "webhook:" + id))
                    .isEqualTo("of " + id));
            assertThat(resealing.reseal(SECRETS)).isEqualTo(new Resealing.Result(SECRETS, 0, 1));
            for (Resealing.Column column : SecretKeys.SEALED) {
                assertThat(resealing.reseal(column).renewed()).isZero();
            }
        }
    }

    /** Sealed for minutes, and in nobody's row. */
    private static final Set<String> IN_A_COOKIE = Set.of("SignInPages.java");

    /** Who seals into a new column adds it to the list: otherwise its secrets are lost with the old key. */
    @Test
    void everyColumnOfSealedTextsIsKnown() throws IOException {
        Pattern owner = Pattern.compile("return \"([a-z-]+:)\" \\+ ");
        Set<String> owners = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                if (text.contains("secrets.seal(")
                        && !IN_A_COOKIE.contains(source.getFileName().toString())) {
                    Matcher found = owner.matcher(text);
                    assertThat(found.find()).as("owner(id) in %s", source).isTrue();
                    owners.add(found.group(1));
                }
            }
        }
        Set<String> known =
                SecretKeys.SEALED.stream().map(Resealing.Column::ownerPrefix).collect(Collectors.toSet());
        assertThat(known).isEqualTo(owners);
    }

    private static List<String> manyTenants(Storage storage, int count) {
        return storage.transactions().execute(status -> Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> String.format("tn_%05d", i))
                .peek(id -> storage.entityManager()
                        .createNativeQuery(
                                "insert into tenant (id, version, name, name_key, wait_cap_s, retention_days,"
                                        + " max_calls, webhook_secret, created_at, updated_at)"
                                        + " values (:id, 0, :id, :id, 4, 30, 10, '', now(), now())")
                        .setParameter("id", id)
                        .executeUpdate())
                .toList());
    }

    private static void write(Storage storage, String tenant, String sealed) {
        storage.transactions().executeWithoutResult(status -> storage.entityManager()
                .createNativeQuery("update tenant set webhook_secret = :sealed where id = :id")
                .setParameter("sealed", sealed)
                .setParameter("id", tenant)
                .executeUpdate());
    }

    private static String read(Storage storage, String tenant) {
        return storage.transactions().execute(status -> (String) storage.entityManager()
                .createNativeQuery("select webhook_secret from tenant where id = :id", String.class)
                .setParameter("id", tenant)
                .getSingleResult());
    }
}
