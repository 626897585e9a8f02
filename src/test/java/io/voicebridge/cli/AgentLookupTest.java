package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.conformance.Duty;
import io.voicebridge.directory.Agent;
import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.AgentTrial;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.CallTokens;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.OutboundRules;
import io.voicebridge.directory.OwnAddresses;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.KeyToken;
import io.voicebridge.time.MovingClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The directory on both databases. */
class AgentLookupTest {

    private static final ObjectMapper JSON = Json.mapper();

    /** Serves everything. */
    private static final AgentTrial TRIAL = new AgentTrial() {
        @Override
        public void prepare(AgentDraft draft, int version) {
            // every agent is good
        }

        @Override
        public List<String> references(AgentDraft draft) {
            return List.of();
        }

        @Override
        public Preview preview(AgentDraft draft, Map<String, String> variables) {
            return new Preview(draft.prompt(), draft.dialogue(), List.of());
        }
    };

    /** Keeps secrets as they are. */
    private static final SecretStore PLAIN = new SecretStore() {
        @Override
        public String seal(String secret, String owner) {
            return secret;
        }

        @Override
        public String open(String sealed, String owner) {
            return sealed;
        }

        @Override
        public Optional<String> renew(String sealed, String owner) {
            return Optional.empty();
        }
    };

    private static final String OPTED_OUT = "+13035550199";

    /** One tenant with an agent and a number that is mapped to it. */
    private static final class Fixture implements AutoCloseable {
        final MovingClock clock = new MovingClock();
        final Storage storage;
        final AgentLookup lookup;
        final Agents agents;
        final PhoneNumbers numbers;
        final CallTokens tokens;
        final OutboundRules outbound;
        final Audit audit;
        final String tenantId;
        final Agent agent;
        final PhoneNumber number;

        Fixture(Database database) {
            storage = Storage.open(database.create());
            Ids ids = new Ids(clock);
            var entities = storage.entityManager();
            var transactions = storage.transactions();
            Audit audit = new Audit(entities, transactions, clock, ids);
            ApiKeys keys = new ApiKeys(entities, transactions, clock, ids, audit, secret -> secret);
            lookup = new AgentLookup(entities, transactions, JSON, clock, "US", KeyToken::hash);
            agents = new Agents(
                    entities, transactions, clock, ids, audit, TRIAL, (tenant, name) -> false, lookup::invalidate);
            numbers = new PhoneNumbers(
                    entities,
                    transactions,
                    clock,
                    ids,
                    audit,
                    PLAIN,
                    JSON,
                    new CallLimits(clock),
                    new OwnAddresses(Set.of(), Set::of),
                    "US",
                    lookup::invalidate);
            tokens = new CallTokens(entities, transactions, clock, audit, KeyToken::hash, lookup::invalidate);
            Tenants tenants = new Tenants(entities, transactions, clock, ids, audit, keys, PLAIN, () -> "whsec_");
            outbound = new OutboundRules(
                    entities,
                    transactions,
                    tenants,
                    audit,
                    new OwnAddresses(Set.of("bridge.example"), () -> Set.of(5060)),
                    "US",
                    (tenant, number) -> number.equals(OPTED_OUT),
                    clock);
            this.audit = audit;
            ObjectNode tenant = object().put("name", "T");
            tenant.putObject("settings").putObject("outbound").putArray("allow").add("+1303555019");
            tenantId = tenants.create("test", tenant).id();
            agent = agents.create(
                    tenantId, "test", object().put("name", "solar").put("prompt", "Hello"));
            ObjectNode draft = object().put("number", "+13453453453").put("agent_id", agent.id());
            draft.putObject("bye_headers").put("X-Team", "west");
            number = numbers.create(tenantId, "test", draft);
        }

        /** Gives a share of the number's calls to a new version with another prompt. */
        void tries(String prompt, int percent) {
            agents.patch(tenantId, "test", agent.id(), "*", object().put("prompt", prompt));
            int version = agents.publish(tenantId, "test", agent.id(), object().put("live", false))
                    .latestVersion();
            ObjectNode trial = object();
            trial.putObject("agent_trial").put("version", version).put("percent", percent);
            numbers.patch(tenantId, "test", number.id(), "*", trial);
        }

        Lookup.Found answering(String call) {
            return ((Lookup.Found) lookup.find("+13453453453")).answering(call);
        }

        String newToken(int graceS) {
            return tokens.issue(tenantId, "test", number.id(), object().put("grace_s", graceS))
                    .token();
        }

        Optional<String> numberOf(String token) {
            return lookup.findByToken(token).map(found -> ((Lookup.Found) found).number());
        }

        void forget(String number) {
            storage.transactions().executeWithoutResult(status -> audit.forget(tenantId, number));
        }

        static ObjectNode object() {
            return JSON.createObjectNode();
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void findsThePublishedVersionOfTheCalledNumber(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);

            Lookup lookup = directory.lookup.find("sip:3453453453@host;user=phone");

            assertThat(lookup).isInstanceOfSatisfying(Lookup.Found.class, found -> {
                assertThat(found.tenantId()).isEqualTo(directory.tenantId);
                assertThat(found.number()).isEqualTo("+13453453453");
                assertThat(found.agent()).isEqualTo("solar");
                assertThat(found.version()).isEqualTo(1);
                assertThat(found.prompt()).isEqualTo("Hello");
                assertThat(found.byeHeaders()).containsEntry("X-Team", "west");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void seesAPublicationAtOnce(Database database) {
        try (Fixture directory = new Fixture(database)) {
            Lookup before = directory.lookup.find("+13453453453");
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);

            assertThat(before).isInstanceOfSatisfying(Lookup.Refused.class, refused -> {
                assertThat(refused.sipStatus()).isEqualTo(480);
                assertThat(refused.condition()).isEqualTo("agent-not-published");
            });
            assertThat(directory.lookup.find("+13453453453")).isInstanceOf(Lookup.Found.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aVersionOnTrialAnswersItsShareOfTheCalls(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
            directory.tries("Good day", 30);

            Map<Integer, Long> calls = IntStream.range(0, 5_000)
                    .mapToObj(call -> directory.answering("c-" + call))
                    .collect(Collectors.groupingBy(Lookup.Found::version, Collectors.counting()));

            assertThat(calls).containsOnlyKeys(1, 2);
            assertThat(calls.get(2)).isBetween(1_200L, 1_800L);
            assertThat(directory.answering("c-1")).isEqualTo(directory.answering("c-1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRollbackTakesAVersionThatIsTriedOutOfAllCallsAtOnce(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
            directory.tries("Good day", 100);
            assertThat(directory.answering("c-1").prompt()).isEqualTo("Good day");

            directory.agents.rollback(
                    directory.tenantId,
                    "test",
                    directory.agent.id(),
                    Fixture.object().put("version", 1));

            assertThat(directory.answering("c-1").prompt()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void namesTheNearestNumberToOurOwnPeopleOnly(Database database) {
        try (Fixture directory = new Fixture(database)) {
            Lookup lookup = directory.lookup.find("+13453453454");

            assertThat(lookup).isInstanceOfSatisfying(Lookup.Refused.class, refused -> {
                assertThat(refused.sipStatus()).isEqualTo(404);
                assertThat(refused.condition()).isEqualTo("number-not-registered");
                assertThat(refused.hint()).contains("+13453453453");
                assertThat(refused.reason()).isEqualTo("Not found");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void findsTheNumberThatHasTheTokenOfACall(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
            String token = directory.newToken(0);

            assertThat(directory.numberOf(token)).hasValue("+13453453453");
            assertThat(directory.lookup.findByToken(KeyToken.hash(token)))
                    .as("the hash, as the database has it")
                    .isEmpty();
            directory.tokens.withdraw(directory.tenantId, "test", directory.number.id());
            assertThat(directory.numberOf(token)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theTokenBeforeCountsForAsLongAsItsScriptsWereGiven(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
            String first = directory.newToken(0);
            String second = directory.newToken(60);

            directory.clock.advance(Duration.ofSeconds(50));
            assertThat(directory.numberOf(first)).hasValue("+13453453453");
            assertThat(directory.numberOf(second)).hasValue("+13453453453");
            directory.clock.advance(Duration.ofSeconds(11));
            assertThat(directory.numberOf(first)).isEmpty();
            assertThat(directory.numberOf(second)).hasValue("+13453453453");

            String third = directory.newToken(0);
            assertThat(directory.numberOf(second)).isEmpty();
            assertThat(directory.numberOf(third)).hasValue("+13453453453");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void guessesNoNumberForATokenThatCannotBeLookedUp(Database database) {
        Fixture directory = new Fixture(database);
        directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
        String token = directory.newToken(0);
        directory.numberOf(token);

        directory.storage.pool().close();
        directory.lookup.invalidate();

        assertThat(directory.numberOf(token)).as("known from before").hasValue("+13453453453");
        assertThat(directory.lookup.findByToken("vbc_another"))
                .hasValueSatisfying(lookup ->
                        assertThat(((Lookup.Refused) lookup).sipStatus()).isEqualTo(503));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void findsAKnownNumberWhileTheDatabaseIsAway(Database database) {
        Fixture directory = new Fixture(database);
        directory.agents.publish(directory.tenantId, "test", directory.agent.id(), null);
        directory.lookup.find("+13453453453");

        directory.storage.pool().close();
        directory.lookup.invalidate();

        assertThat(directory.lookup.find("+13453453453")).isInstanceOf(Lookup.Found.class);
        assertThat(directory.lookup.find("+13035550100"))
                .isInstanceOfSatisfying(Lookup.Refused.class, refused -> assertThat(refused.sipStatus())
                        .isEqualTo(503));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void callsNobodyWhoAskedNotToBeCalled(Database database) {
        try (Fixture directory = new Fixture(database)) {
            for (String target : List.of("tel:" + OPTED_OUT, "(303) 555-0199", "tel:+1-303-555-0199")) {
                assertThat(directory.outbound.ask(directory.tenantId, "cv_1", target))
                        .as(target)
                        .isInstanceOfSatisfying(OutboundRules.Refused.class, refused -> assertThat(refused.code())
                                .isEqualTo("do_not_call"));
            }
            assertThat(directory.outbound.ask(directory.tenantId, "cv_1", "tel:+13035550198"))
                    .isInstanceOf(OutboundRules.Allowed.class);
            assertThat(directory
                            .audit
                            .list(directory.tenantId, Audit.Filter.NONE, "", 1)
                            .items()
                            .get(0)
                            .detail())
                    .isEqualTo("do_not_call: tel:+1-303-555-0199 for cv_1");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void forgetsInTheAuditWhomACallWasToGoTo(Database database) {
        try (Fixture directory = new Fixture(database)) {
            directory.outbound.ask(directory.tenantId, "cv_1", "tel:+1 303 555 0100");
            directory.outbound.ask(directory.tenantId, "cv_1", "tel:+13035550111");

            directory.forget("+13035550100");

            assertThat(directory
                            .audit
                            .list(directory.tenantId, Audit.Filter.NONE, "", 2)
                            .items())
                    .extracting(Audit.Entry::detail)
                    .containsExactly(
                            "destination_not_allowed: tel:+13035550111 for cv_1", "About a number that was erased");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    @Duty("Toll fraud")
    void letsACallGoOutToWhatTheTenantHasAndWritesDownARefusal(Database database) {
        try (Fixture directory = new Fixture(database)) {
            OutboundRules.Verdict own = directory.outbound.ask(directory.tenantId, "cv_1", "tel:+13453453453");
            OutboundRules.Verdict premium = directory.outbound.ask(directory.tenantId, "cv_1", "tel:+19005550100");
            OutboundRules.Verdict self =
                    directory.outbound.ask(directory.tenantId, "cv_1", "sip:1@bridge.example:5060");

            assertThat(own).isInstanceOf(OutboundRules.Allowed.class);
            assertThat(premium)
                    .isInstanceOfSatisfying(OutboundRules.Refused.class, refused -> assertThat(refused.code())
                            .isEqualTo("destination_not_allowed"));
            assertThat(self).isInstanceOfSatisfying(OutboundRules.Refused.class, refused -> assertThat(refused.code())
                    .isEqualTo("target_is_self"));
            assertThat(directory
                            .audit
                            .list(directory.tenantId, Audit.Filter.NONE, "", 100)
                            .items())
                    .filteredOn(entry -> entry.action().equals("outbound.refuse"))
                    .extracting(Audit.Entry::detail)
                    .containsExactly(
                            "target_is_self: sip:1@bridge.example:5060 for cv_1",
                            "destination_not_allowed: tel:+19005550100 for cv_1");
        }
    }
}
