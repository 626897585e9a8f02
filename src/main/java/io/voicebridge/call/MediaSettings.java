package io.voicebridge.call;

import java.time.Duration;
import java.util.Optional;

/**
 * How the audio of calls is carried.
 *
 * @param host address to bind; a wildcard binds all
 * @param advertisedHost what peers are told to send audio to, where it is not the address bound: a name or an address
 * @param ports such as {@code 20000-29999}, or {@code 0} for any
 * @param timeout how long nothing may come of a peer that should send until its call is ended; zero for ever
 * @param srtp whether audio is encrypted
 */
public record MediaSettings(
        String host, Optional<String> advertisedHost, String ports, Duration timeout, SrtpSettings srtp) {

    /** For tests and simulators: no call is ended for silence, and none encrypted unless it asks for it. */
    public static MediaSettings of(String host, String ports) {
        return new MediaSettings(host, Optional.empty(), ports, Duration.ZERO, SrtpSettings.OFF);
    }

    public MediaSettings with(SrtpSettings other) {
        return new MediaSettings(host, advertisedHost, ports, timeout, other);
    }
}
