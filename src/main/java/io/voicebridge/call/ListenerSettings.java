package io.voicebridge.call;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.transport.Admission;
import java.util.Optional;

/**
 * One address that calls come in at.
 *
 * @param name listeners of several transports may share one
 * @param host address to bind; a wildcard binds all
 * @param port 0 picks a free one
 * @param advertisedHost what peers are told to send SIP to, with or without a port, where it is not the address bound
 * @param mediaHost name or address that peers are told to send audio to, where it is not that of the engine
 * @param admission who may call here
 */
public record ListenerSettings(
        String name,
        Transport transport,
        String host,
        int port,
        Optional<String> advertisedHost,
        Optional<String> mediaHost,
        Admission admission) {}
