package io.voicebridge.cli;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Has Hibernate take our rows as they are. It would write subclasses of them for lazy relations, of which they have none, and for
 * faster access to their fields, which a statement to a database does not notice: half a second of each start.
 */
public final class PlainEntities implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder services) {
        services.addService(BytecodeProvider.class, new BytecodeProviderImpl());
    }
}
