package io.voicebridge.cli;

import static io.voicebridge.cli.ConversationFixture.OTHER_TENANT;
import static io.voicebridge.cli.ConversationFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.AuditCheck;
import io.voicebridge.directory.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit shows what somebody with the whole database in hands has done to it. */
class AuditChainTest {

    private ConversationFixture fixture;
    private Audit audit;
    private AuditCheck check;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        audit = audit();
        check = new AuditCheck(fixture.storage.entityManager(), fixture.storage.transactions());
    }

    private Audit audit() {
        return new Audit(
                fixture.storage.entityManager(), fixture.storage.transactions(), fixture.clock, new Ids(fixture.clock));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void add(String tenant, String detail) {
        fixture.storage
                .transactions()
                .executeWithoutResult(status -> audit.add(tenant, "key_1", "agent.publish", "ag_1", detail));
    }

    private void addAbout(String number) {
        fixture.storage
                .transactions()
                .executeWithoutResult(
                        status -> audit.add(TENANT, "bridge", "outbound.refuse", "cv_1", "Not to " + number, number));
    }

    private AuditCheck.Result result() {
        return check.check(TENANT, Optional.empty());
    }

    /** As the owner of the database, past the guard. */
    private void byHand(String... statements) throws SQLException {
        try (Connection connection = fixture.storage.pool().getConnection();
                Statement statement = connection.createStatement()) {
            boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
            statement.execute(h2 ? "drop trigger audit_entry_guard" : "alter table audit_entry disable trigger all");
            for (String each : statements) {
                assertThat(statement.executeUpdate(each)).as(each).isPositive();
            }
            connection.commit();
        }
    }

    private void refused(String statement) throws SQLException {
        try (Connection connection = fixture.storage.pool().getConnection();
                Statement attempt = connection.createStatement()) {
            assertThatThrownBy(() -> attempt.executeUpdate(statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("append-only");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isIntactAsItWasWrittenAndEachTenantHasItsOwn(Database database) {
        on(database);
        assertThat(result().intact()).as("nothing is intact").isTrue();
        for (int i = 0; i < 3; i++) {
            add(TENANT, "ten" + i);
        }
        add(OTHER_TENANT, "else");

        assertThat(result().intact()).as("%s", result()).isTrue();
        assertThat(result().entries()).isEqualTo(3);
        assertThat(result().head().seq()).isEqualTo(3);
        assertThat(check.check(OTHER_TENANT, Optional.empty()).entries()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void hasNoPlaceForWhatWasRolledBack(Database database) {
        on(database);
        add(TENANT, "one");
        fixture.storage.transactions().executeWithoutResult(status -> {
            audit.add(TENANT, "key_1", "agent.publish", "ag_1", "never");
            status.setRollbackOnly();
        });
        add(TENANT, "two");

        assertThat(result().intact()).isTrue();
        assertThat(result().entries()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isOneChainThoughManyWriteAtOnce(Database database) throws Exception {
        on(database);
        List<Audit> nodes = List.of(audit(), audit(), audit(), audit());
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        List<Future<?>> running = new ArrayList<>();
        for (Audit node : nodes) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    int own = i;
                    fixture.storage.transactions().executeWithoutResult(status -> {
                        node.add(TENANT, "key_1", "agent.publish", "ag_1", "first " + own);
                        node.add(TENANT, "key_1", "agent.publish", "ag_1", "second " + own);
                    });
                }
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        threads.shutdown();

        assertThat(result().intact()).as("%s", result()).isTrue();
        assertThat(result().entries()).isEqualTo(80);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isNotChangedByTheDatabaseButWhereANumberIsBlottedOut(Database database) throws SQLException {
        on(database);
        add(TENANT, "one");
        addAbout("+13035550100");

        refused("update audit_entry set detail = 'two'");
        refused("update audit_entry set detail = 'Not to +1', salt = '', party_key = '' where personal");
        refused("update audit_entry set actor = 'else', detail = '" + Audit.BLOTTED
                + "', salt = '', party_key = '' where personal");
        refused("update audit_entry set detail = '" + Audit.BLOTTED + "', salt = '' where not personal");
        refused("delete from audit_entry where seq = 1");

        assertThat(fixture.storage.transactions().<Integer>execute(status -> audit.forget(TENANT, "+13035550100")))
                .isEqualTo(1);
        assertThat(result().intact()).as("%s", result()).isTrue();
        assertThat(result().blotted()).isEqualTo(1);
        assertThat(audit.list(TENANT, Audit.Filter.NONE, "", 10).items())
                .extracting(Audit.Entry::detail)
                .containsExactly(Audit.BLOTTED, "one");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void namesTheFirstEntryThatWasChanged(Database database) throws SQLException {
        on(database);
        for (String field : List.of("detail", "actor", "target", "action", "digest", "detail_digest")) {
            add(TENANT, field);
        }
        byHand(
                "update audit_entry set target = 'ag_2' where seq = 3",
                "update audit_entry set actor = 'x' where seq = 5");

        assertThat(result().intact()).isFalse();
        assertThat(result().firstBroken().seq()).isEqualTo(3);
        assertThat(result().firstBroken().id()).startsWith("au_");
        byHandAgain("update audit_entry set target = 'ag_1' where seq = 3");
        assertThat(result().firstBroken().seq()).isEqualTo(5);
        byHandAgain(
                "update audit_entry set actor = 'key_1' where seq = 5",
                "update audit_entry set detail = 'x' where seq = 2");
        assertThat(result().firstBroken().seq()).isEqualTo(2);
    }

    private void byHandAgain(String... statements) throws SQLException {
        try (Connection connection = fixture.storage.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                assertThat(statement.executeUpdate(each)).as(each).isPositive();
            }
            connection.commit();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void missesWhatWasTakenOutAtTheBeginningInTheMiddleOrAtTheEnd(Database database) throws SQLException {
        on(database);
        for (int i = 1; i <= 6; i++) {
            add(TENANT, "entry " + i);
        }
        AuditCheck.Anchor known = result().head();
        byHand("delete from audit_entry where seq = 6");
        assertThat(result().firstBroken()).isEqualTo(new AuditCheck.Broken(6, "", "It is missing"));

        byHandAgain("update audit_head set seq = 5, digest = (select digest from audit_entry where seq = 5)"
                + " where tenant_id = '" + TENANT + "'");
        assertThat(result().intact())
                .as("nothing in the database tells any more")
                .isTrue();
        assertThat(check.check(TENANT, Optional.of(known)).firstBroken().seq())
                .as("who has kept the last digest knows")
                .isEqualTo(6);

        byHandAgain("delete from audit_entry where seq = 3");
        assertThat(result().firstBroken().seq()).isEqualTo(3);
        byHandAgain("delete from audit_entry where seq = 1");
        assertThat(result().firstBroken().seq()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void tellsABlottedEntryFromOneThatWasMadeToLookLikeIt(Database database) throws SQLException {
        on(database);
        add(TENANT, "one");
        byHand("update audit_entry set detail = '" + Audit.BLOTTED + "', personal = true where seq = 1");

        assertThat(result().firstBroken().seq()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void findsWhatWasPutInPastTheChain(Database database) throws SQLException {
        on(database);
        add(TENANT, "one");
        fixture.clock.advance(java.time.Duration.ofMinutes(1));
        byHand("insert into audit_entry (id, tenant_id, at, actor, action, target, detail) values ('au_x', '" + TENANT
                + "', timestamp with time zone '2026-03-02 11:00:00+00', 'key_1', 'a', 't', 'd')");

        assertThat(result().firstBroken().id()).isEqualTo("au_x");
    }
}
