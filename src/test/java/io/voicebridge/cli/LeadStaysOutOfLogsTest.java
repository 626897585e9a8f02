package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.cli.call.CallIntake;
import jakarta.persistence.EntityManager;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** The database refuses a value and quotes it; nobody may read it in a log or a row. */
class LeadStaysOutOfLogsTest {

    private static final String PHONE = "+13035550177";

    @TempDir
    static Path dataDir;

    private static ApiServer server;

    private final StringWriter log = new StringWriter();
    private WriterAppender appender;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        sql("alter table call_registration alter column ani_key varchar(3)");
        sql("alter table conversation alter column ani varchar(3)");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        appender = WriterAppender.createAppender(
                PatternLayout.newBuilder().withPattern("%p %c %m%n%ex").build(), null, log, "test", false, true);
        appender.start();
        root().addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root().removeAppender(appender);
    }

    @Test
    void notWhenARegistrationCannotBeStored() throws Exception {
        ApiServer.Answer answer = server.post("/five9/v1/calls")
                .key(server.demo().five9Key())
                .json("{\"correlation\":\"8001\",\"ani\":\"" + PHONE + "\",\"number\":\"+13453453453\"}")
                .send();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("3035550177");
        assertThat(log.toString())
                .contains("/five9/v1/calls failed, trace_id", "SQL state 22001")
                .doesNotContain("3035550177");
    }

    @Test
    void notInTheHintOfACallThatCannotBeStored() {
        CallIntake intake = server.bean("callIntake", CallIntake.class);
        Exchange exchange = new DefaultExchange(server.context());
        exchange.setVariable("tenantId", server.demo().tenant());
        exchange.setVariable("callId", "1@peer");
        exchange.setVariable("ani", PHONE);
        exchange.setVariable("dnis", "+13453453453");
        exchange.setVariable("number", "+13453453453");
        exchange.setVariable("agentId", "ag_1");
        exchange.setVariable("agent", "qualify-solar");
        exchange.setVariable("agentProvider", "embedded");

        assertThatThrownBy(() -> intake.begin(exchange)).satisfies(failure -> {
            assertThat(failure).hasStackTraceContaining("3035550177");
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        });
        intake.failed(exchange);

        assertThat(exchange.getVariable("refusalHint", String.class))
                .contains("SQL state 22001", "Intake.begin")
                .doesNotContain("3035550177");
        assertThat(server.bean("failures", Failures.class).reason(exchange)).doesNotContain("3035550177");
        assertThat(log.toString()).doesNotContain("3035550177");
    }

    @Test
    void aTimerThatFailsSaysWhichAndWhy() throws Exception {
        AdviceWith.adviceWith(server.context(), "forget-registrations", route -> {
            route.replaceFromWith("direct:forget-registrations");
            route.weaveByType(BeanDefinition.class)
                    .selectFirst()
                    .replace()
                    .throwException(new IllegalStateException(PHONE));
        });
        try (ProducerTemplate template = server.context().createProducerTemplate()) {
            assertThat(template.send("direct:forget-registrations", given -> {}).getException())
                    .isNull();
        }
        assertThat(log.toString())
                .contains("forget-registrations is tried again at its next time: IllegalStateException")
                .doesNotContain("3035550177");
    }

    private static Logger root() {
        return (Logger) LogManager.getRootLogger();
    }

    private static void sql(String statement) {
        EntityManager entities = server.bean("entityManager", EntityManager.class);
        server.bean("transactionTemplate", TransactionTemplate.class)
                .executeWithoutResult(
                        status -> entities.createNativeQuery(statement).executeUpdate());
    }
}
