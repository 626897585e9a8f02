package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The callers of bench/agents can be called, and it is known what has to become of each. */
class CorpusTest {

    private static final Path CORPUS = Path.of("bench/corpus");

    @ParameterizedTest
    @ValueSource(strings = {"qualify-solar", "confirm-appointment", "satisfaction-survey"})
    void everyCallerHasAnOutcomeThatIsExpected(String agent) throws Exception {
        Campaign campaign = CustomersReader.read(agent, Files.readString(CORPUS.resolve(agent + ".yaml")));
        JsonNode expected = new ObjectMapper()
                .readTree(CORPUS.resolve("expected.json").toFile())
                .path(agent);

        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        assertThat(campaign.customers()).extracting(Customer::name).containsExactlyElementsOf(names);
        assertThat(expected)
                .allSatisfy(each -> assertThat(each.path("outcome").asText()).isNotBlank());
    }
}
