package io.voicebridge.rehearsal;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * The bridge that is rehearsed, as Five9's administrator knows it.
 *
 * @param http its HTTP address without a path
 * @param number the registered number that the script transfers to
 * @param five9Key an API key of scope {@code five9}, for the authorization profile {@code Voice Bridge}
 * @param readKey an API key that may read transcripts for the ladder
 */
public record RehearsalTarget(
        URI http,
        InetSocketAddress sip,
        Transport transport,
        String number,
        String five9Key,
        Optional<String> readKey) {}
