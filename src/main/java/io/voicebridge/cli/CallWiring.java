package io.voicebridge.cli;

import io.voicebridge.cli.call.CallIntake;
import io.voicebridge.cli.call.CallJournal;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.directory.CallLimits;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Configuration;
import org.apache.camel.spi.Registry;

/** Binds the steps of the call routes. */
@Configuration
public final class CallWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        Registry registry = context.getRegistry();
        Conversations conversations = registry.lookupByNameAndType("conversations", Conversations.class);
        CallLimits callLimits = registry.lookupByNameAndType("callLimits", CallLimits.class);
        registry.bind(
                "callIntake",
                new CallIntake(
                        registry.lookupByNameAndType("sipVariables", SipVariables.class), callLimits, conversations));
        registry.bind("callJournal", new CallJournal(conversations, callLimits));
    }
}
