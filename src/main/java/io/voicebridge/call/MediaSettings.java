package io.voicebridge.call;

import io.voicebridge.sip.sdp.AudioCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the audio of calls is carried.
 *
 * @param host address to bind; a wildcard binds all
 * @param advertisedHost what peers are told to send audio to, where it is not the address bound: a name or an address
 * @param ports such as {@code 20000-29999}, or {@code 0} for any
 * @param codecs offered and answered, the one we like best first
 * @param timeout how long nothing may come of a peer that should send until its call is ended; zero for ever
 * @param srtp whether audio is encrypted
 */
public record MediaSettings(
        String host,
        Optional<String> advertisedHost,
        String ports,
        List<AudioCodec> codecs,
        Duration timeout,
        SrtpSettings srtp) {

    public MediaSettings {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty() || Set.copyOf(codecs).size() < codecs.size()) {
            throw new IllegalArgumentException("Codecs need one at least, and each once: " + codecs);
        }
    }

    /** For tests and simulators: no call is ended for silence, and none encrypted unless it asks for it. */
    public static MediaSettings of(String host, String ports) {
        return new MediaSettings(
                host, Optional.empty(), ports, List.of(AudioCodec.values()), Duration.ZERO, SrtpSettings.OFF);
    }

    public MediaSettings with(SrtpSettings other) {
        return new MediaSettings(host, advertisedHost, ports, codecs, timeout, other);
    }
}
