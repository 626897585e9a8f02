package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.trunk.TrunkBeans;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.TenantSecrets;
import io.voicebridge.trunk.Trunks;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds trunks. */
public final class TrunkWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        require(context);
    }

    /** Binds everything on the first call; does nothing after that. */
    static void require(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        Registry registry = context.getRegistry();
        if (registry.lookupByName("trunks") != null) {
            return;
        }
        TrunkBeans.bind(
                context,
                new Trunks.Means(
                        registry.lookupByNameAndType("entityManager", EntityManager.class),
                        registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                        registry.lookupByNameAndType("clock", Clock.class),
                        registry.lookupByNameAndType("ids", Ids.class),
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class),
                        registry.lookupByNameAndType("audit", Audit.class),
                        registry.lookupByNameAndType("tenantSecrets", TenantSecrets.class)));
    }
}
