package io.voicebridge.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ResourceHelper;
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

    @Test
    void givesARouterThePathsOfADocumentWithTheirOperationsAndNothingElse() throws Exception {
        Contract contract = Contract.of(Path.of("config/openapi"));
        JsonNode outline = contract.outline("five9.yaml").orElseThrow();

        assertThat(outline.at("/servers/0/url").asText()).isEqualTo("/five9/v1");
        assertThat(outline.at("/paths/~1outcome/get/operationId").asText()).isEqualTo("getFive9Outcome");
        assertThat(outline.findValues("schema")).isEmpty();
        assertThat(contract.outline("none.yaml")).isEmpty();
    }

    @Test
    void isAResourceOfItsOwnSchemeForRoutes() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("contract", Contract.of(Path.of("config/openapi")));

            assertThat(ResourceHelper.resolveMandatoryResource(context, "contract:hooks.yaml")
                            .exists())
                    .isTrue();
            assertThatThrownBy(
                            () -> ResourceHelper.resolveMandatoryResourceAsInputStream(context, "contract:none.yaml"))
                    .isInstanceOf(FileNotFoundException.class);
        }
    }
}
