package io.voicebridge.cli;

import io.voicebridge.speech.Speech;
import io.voicebridge.speech.SpeechSettings;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the speech engines found on this machine as {@code speech}, and logs which they are. */
public final class SpeechWiring implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SpeechWiring.class);

    @Override
    public void configure(CamelContext context) {
        require(context);
    }

    /** Opens the engines on the first call, or takes those that whoever started the bridge has bound. */
    static Speech require(CamelContext context) {
        Speech bound = context.getRegistry().lookupByNameAndType("speech", Speech.class);
        if (bound != null) {
            return bound;
        }
        Speech speech = Speech.open(SpeechSettings.from(name -> property(context, name)));
        context.getRegistry().bind("speech", Speech.class, speech, null, "close");
        speech.describe().forEach(LOG::info);
        return speech;
    }

    private static Optional<String> property(CamelContext context, String name) {
        return Optional.of(context.resolvePropertyPlaceholders("{{" + name + ":}}"))
                .filter(value -> !value.isBlank());
    }
}
