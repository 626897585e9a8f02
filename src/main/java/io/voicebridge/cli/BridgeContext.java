package io.voicebridge.cli;

import org.apache.camel.LoggingLevel;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A context of hundreds of routes, which are made while the database opens and start when it is open. Camel makes room for each one that is added by removing the one of the same id, and gathers the
 * endpoints of all routes for that, also where no route has the id: that took a twentieth of a start.
 */
final class BridgeContext extends DefaultCamelContext {

    BridgeContext() {
        super(false);
    }

    @Override
    protected void doStart() throws Exception {
        EarlyStart.in(getRegistry()).ifPresent(EarlyStart::finish);
        super.doStart();
    }

    @Override
    public boolean removeRoute(String id, LoggingLevel level) throws Exception {
        return getRouteServices().containsKey(id) && super.removeRoute(id, level);
    }
}
