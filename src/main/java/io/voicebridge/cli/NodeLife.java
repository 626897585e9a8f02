package io.voicebridge.cli;

import io.voicebridge.conversation.NodeCommand;
import io.voicebridge.conversation.NodeCommands;
import io.voicebridge.conversation.Nodes;
import io.voicebridge.directory.Reason;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this bridge is there, and takes what others ask of it for the route {@code do-node-command}, until its last call is
 * over. No timer of a route: those end when the bridge begins to drain, and the others must not take it for dead then.
 */
final class NodeLife extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);

    private static final long COMMANDS_MILLIS = 250;

    private final CamelContext context;
    private final Nodes nodes;
    private final NodeCommands commands;
    private final Duration beat;

    private ScheduledExecutorService threads;
    private ProducerTemplate routes;

    NodeLife(CamelContext context, Nodes nodes, NodeCommands commands, Duration beat) {
        this.context = context;
        this.nodes = nodes;
        this.commands = commands;
        this.beat = beat;
    }

    @Override
    protected void doStart() {
        routes = context.createProducerTemplate();
        threads = Executors.newScheduledThreadPool(2, work -> {
            Thread thread = new Thread(work, "nodes");
            thread.setDaemon(true);
            return thread;
        });
        threads.scheduleWithFixedDelay(attempt(nodes::beat), 0, beat.toMillis(), TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(
                attempt(this::takeCommands), COMMANDS_MILLIS, COMMANDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void takeCommands() {
        if (context.isStarted() || context.isStopping()) {
            for (NodeCommand command : commands.take()) {
                routes.sendBody("direct:do-node-command", command);
            }
        }
    }

    /** The database may be away, which the log and the health say already. */
    private static Runnable attempt(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.debug("Not done this time: {}", Reason.of(e));
            }
        };
    }

    @Override
    protected void doStop() throws Exception {
        threads.shutdown();
        threads.awaitTermination(5, TimeUnit.SECONDS);
        routes.stop();
        attempt(nodes::leave).run();
    }
}
