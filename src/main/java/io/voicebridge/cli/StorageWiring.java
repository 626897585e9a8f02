package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Binds the database, its transactions, the clock, the id maker and the JSON mapper under the names that routes use.
 *
 * <p>Camel runs the wirings in no particular order. A wiring that needs what is bound here calls {@link #require}
 * first.
 */
public final class StorageWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        require(context);
    }

    /** Binds everything on the first call; does nothing after that. */
    static void require(CamelContext context) {
        Registry registry = context.getRegistry();
        if (registry.lookupByName("entityManager") != null) {
            return;
        }
        if (registry.lookupByName("clock") == null) {
            registry.bind("clock", Clock.class, Clock.systemUTC());
            registry.bind("steadyClock", Clock.class, new SteadyClock());
        }
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        if (registry.lookupByName("steadyClock") == null) {
            // A test's clock moves for both
            registry.bind("steadyClock", Clock.class, clock);
        }
        registry.bind("ids", new Ids(clock));
        registry.bind("objectMapper", ObjectMapper.class, Json.mapper());

        LateStorage storage = EarlyStart.in(registry)
                .map(EarlyStart::storage)
                .orElseGet(() -> new LateStorage(CompletableFuture.completedFuture(Storage.open(addressOf(context)))));
        registry.bind("storage", LateStorage.class, storage, null, "close");
        registry.bind("storageHealth", new StorageHealth(storage));
        registry.bind("dataSource", DataSource.class, storage.dataSource());
        registry.bind("entityManagerFactory", EntityManagerFactory.class, storage.unit());
        registry.bind("entityManager", EntityManager.class, storage.entityManager());
        registry.bind("transactionManager", storage.transactionManager());
        registry.bind("transactionTemplate", TransactionTemplate.class, storage.transactions());

        SpringTransactionPolicy required = new SpringTransactionPolicy(storage.transactionManager());
        required.setPropagationBehaviorName("PROPAGATION_REQUIRED");
        registry.bind("PROPAGATION_REQUIRED", required);
    }

    /** Does at the end of wiring, or when the database is open if that is later, what writes to it. In the order of the calls. */
    static void onceOpen(CamelContext context, Runnable work) {
        EarlyStart.in(context.getRegistry()).ifPresentOrElse(early -> early.onceOpen(work), work);
    }

    static Storage.Address addressOf(CamelContext context) {
        String url = context.resolvePropertyPlaceholders("{{bridge.db.url:}}");
        return url.isBlank()
                ? Storage.Address.inDirectory(Path.of(context.resolvePropertyPlaceholders("{{bridge.data.dir:data}}")))
                : new Storage.Address(
                        url,
                        context.resolvePropertyPlaceholders("{{bridge.db.user:sa}}"),
                        context.resolvePropertyPlaceholders("{{bridge.db.password:}}"));
    }
}
