package io.voicebridge.cli;

import java.util.List;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel Main, told what it would look for in the jar and in the routes at each start. */
final class BridgeMain extends Main {

    /** All wirings. Each of them requires those that it needs, so that their order means nothing. */
    static final List<Class<? extends CamelConfiguration>> WIRINGS = List.of(
            StorageWiring.class,
            DirectoryWiring.class,
            ConversationWiring.class,
            ApiWiring.class,
            HttpWiring.class,
            SignInWiring.class,
            Five9Wiring.class,
            Five9ServicesWiring.class,
            EventWiring.class,
            TrunkWiring.class,
            VoiceWiring.class,
            SpeechWiring.class,
            CallWiring.class,
            RehearsalWiring.class,
            MeterWiring.class,
            TracingWiring.class);

    BridgeMain() {
        super(BridgeServer.class);
        configure().setBasePackageScanEnabled(false);
        WIRINGS.forEach(configure()::addConfiguration);
    }

    @Override
    protected CamelContext createCamelContext() {
        BridgeContext context = new BridgeContext();
        context.getCamelContextExtension().setRegistry(registry);
        return context;
    }

    /** Reads routes for what comments in them say to a Camel that builds itself; ours say nothing. */
    @Override
    protected void modelineRoutes(CamelContext context) {
        // Beans of routes are made when the routes are
    }
}
