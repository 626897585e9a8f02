package io.voicebridge.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documents of config/openapi, as the bridge reads them. */
class ContractTest {

    @Test
    void keepsADescriptionOnceHoweverManyOperationsReferToIt() throws Exception {
        Contract contract = Contract.of(Path.of("config/openapi"));

        assertThat(contract.operation("listPhoneNumbers").responses().get(401))
                .isNotNull()
                .isSameAs(contract.operation("listAgents").responses().get(401));
    }

    @Test
    void followsReferencesInsideOfADescription() throws Exception {
        Contract contract = Contract.of(Path.of("config/openapi"));

        assertThat(contract.faultsOfResponse("listPhoneNumbers", 401, JsonNodeFactory.instance.objectNode()))
                .isNotEmpty();
    }
}
