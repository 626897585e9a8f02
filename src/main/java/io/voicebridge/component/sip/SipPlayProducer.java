package io.voicebridge.component.sip;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * {@code sip:play}: lets one side of a call hear a text, a WAV file or a tone, and collects the keys that it presses. A
 * call's agent is not heard meanwhile. {@link SipConstants#RESULT} says how it ended, {@link SipConstants#DIGITS} holds
 * the keys.
 */
class SipPlayProducer extends CallStep {

    SipPlayProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        exchange.getMessage().removeHeader(SipConstants.DIGITS);
        Optional<RoutedCall> call = CallFinder.party(exchange, getEndpoint());
        if (call.isEmpty() || !call.get().leg().isAudible()) {
            done.with(CALL_ENDED, 481);
            return;
        }
        short[] sound = sound(exchange);
        if (options().isLoop()) {
            Playing.loop(call.get(), sound);
            done.with("played", 200);
            return;
        }
        new Playing(call.get(), sound, options(), server().timer(), (result, digits) -> {
                    if (options().getMaxDigits() > 0) {
                        exchange.getMessage().setHeader(SipConstants.DIGITS, digits);
                    }
                    done.with(result, result.equals(CALL_ENDED) ? 481 : 200);
                })
                .start();
    }

    private short[] sound(Exchange exchange) {
        String text = header(exchange, SipConstants.TEXT);
        String file = header(exchange, SipConstants.FILE);
        if (!text.isEmpty()) {
            return speech(text);
        }
        if (!file.isEmpty()) {
            return Sounds.file(Path.of(file));
        }
        if (!options().getText().isEmpty()) {
            return speech(options().getText());
        }
        if (!options().getFile().isEmpty()) {
            return Sounds.file(Path.of(options().getFile()));
        }
        if (!options().getTone().isEmpty()) {
            return Sounds.tone(options().getTone());
        }
        throw new IllegalArgumentException("sip:play has nothing to play: give it text, file or tone");
    }

    private short[] speech(String text) {
        return component()
                .announcer()
                .orElseThrow(() -> new IllegalArgumentException(
                        "sip:play can say a text only if an Announcer is bound in the registry"))
                .speak(text, options().getVoice());
    }

    private static String header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, "", String.class);
    }
}
