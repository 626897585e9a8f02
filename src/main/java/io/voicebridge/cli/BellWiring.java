package io.voicebridge.cli;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds the {@link Bell} where bridges can share a database, which is on PostgreSQL. Bean {@code bell}. */
final class BellWiring {

    private static final String BEAN = "bell";

    private BellWiring() {}

    /** Makes it on the first call. To be called while wiring. */
    static Optional<Bell> of(CamelContext context) throws Exception {
        Storage.Address database = StorageWiring.addressOf(context);
        if (!database.isRemote()) {
            return Optional.empty();
        }
        Registry registry = context.getRegistry();
        if (registry.lookupByName(BEAN) == null) {
            Bell bell = new Bell(database);
            registry.bind(BEAN, Bell.class, bell);
            context.addService(bell, true, false);
        }
        return Optional.of(registry.lookupByNameAndType(BEAN, Bell.class));
    }
}
