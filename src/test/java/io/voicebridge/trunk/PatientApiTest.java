package io.voicebridge.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.trunk.CarrierRequest.Api;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatientApiTest {

    private static final ObjectNode BODY = new ObjectMapper().createObjectNode();
    private static final CarrierRequest READ = new CarrierRequest(Api.TELNYX, "GET", "/fqdns?page=1", Map.of());
    private static final CarrierRequest MAKE =
            new CarrierRequest(Api.TELNYX, "POST", "/fqdns", Map.of("password", "hidden"));

    private final Deque<CarrierAnswer> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private int asked;

    private final CarrierApi provider = new CarrierApi() {
        @Override
        public CarrierAnswer send(CarrierRequest request) {
            asked++;
            CarrierAnswer next = answers.poll();
            if (next == null) {
                throw new CarrierFault(0, "", "no answer came");
            }
            return next;
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private PatientApi api(int most) {
        return new PatientApi(provider, pauses::add, most);
    }

    private void answers(int status, Duration... retryAfter) {
        answers.add(new CarrierAnswer(status, BODY, Arrays.stream(retryAfter).findFirst()));
    }

    @Test
    void sendsAgainWhatWasTooMuchAfterTheTimeThatWasNamed() {
        answers(429, Duration.ofSeconds(7));
        answers(201);

        assertThat(api(10).ask(MAKE)).isSameAs(BODY);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void doesNotWaitLongerThanACallerWould() {
        answers(429, Duration.ofMinutes(5));

        assertThatThrownBy(() -> api(10).ask(MAKE))
                .isInstanceOfSatisfying(CarrierFault.class, fault -> assertThat(fault.retryAfter())
                        .contains(Duration.ofMinutes(5)));
        assertThat(pauses).isEmpty();
    }

    @Test
    void asksAgainWhatOnlyReads() {
        answers(503);
        answers(200);

        assertThat(api(10).ask(READ)).isSameAs(BODY);
    }

    @Test
    void neverRepeatsWhatMakesSomething() {
        answers(503);

        assertThatThrownBy(() -> api(10).ask(MAKE)).hasMessageContaining("POST /fqdns was answered 503");
        assertThatThrownBy(() -> api(10).ask(MAKE)).hasMessageContaining("no answer came");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void givesUpAfterThreeTries() {
        assertThatThrownBy(() -> api(10).ask(READ)).hasMessage("GET /fqdns: no answer came");
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void asksNoMoreThanItMay() {
        answers(200);
        answers(200);
        PatientApi api = api(1);
        api.ask(READ);

        assertThatThrownBy(() -> api.ask(READ)).hasMessageContaining("more often than it may");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNoFailureWhereItMayBeAway() {
        answers(404);

        assertThat(api(10).ifThere(READ)).isEmpty();
    }

    @Test
    void aRequestIsToldWithoutItsBody() {
        assertThat(MAKE.toString()).isEqualTo("POST /fqdns");
        assertThat(READ.toString()).isEqualTo("GET /fqdns");
        assertThat(new CarrierApi.Credentials("AC1", "SK1", "hidden").toString())
                .doesNotContain("hidden");
    }
}
