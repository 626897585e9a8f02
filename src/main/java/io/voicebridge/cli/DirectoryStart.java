package io.voicebridge.cli;

import io.voicebridge.directory.Agents;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;

/**
 * What is done when everything is bound and started: the demo data is there, and the agents that calls are mapped to are
 * made ready so that the first call does not wait for them.
 *
 * @param withDemo whether demo data is asked for
 */
record DirectoryStart(Agents agents, boolean withDemo, DemoData demo) implements StartupListener {

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // calls come only when the context is started in full
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws IOException {
        if (withDemo) {
            context.getRegistry().bind("demo", RuntimeFile.Demo.class, demo.load());
        }
        Thread warmUp = new Thread(agents::prepareLive, "prepare-agents");
        warmUp.setDaemon(true);
        warmUp.start();
    }
}
