package io.voicebridge.component.sip;

import io.voicebridge.call.Entry;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the component's one SIP server is set up.
 *
 * @param port for UDP and TCP; 0 picks a free one
 * @param advertisedHost what peers are told to send signalling to, if it is not the address bound
 * @param rtpAdvertisedHost the same for audio
 * @param rtpPorts such as {@code 20000-29999}, or {@code 0} for any
 * @param recordings the folder of recordings; empty if calls are not recorded
 * @param maxCalls more are answered 503
 * @param maxCallSeconds after this the agent is reported as failed with {@code max_duration}
 * @param entry who may call
 */
record SipSettings(
        String host,
        int port,
        Optional<String> advertisedHost,
        Optional<String> rtpAdvertisedHost,
        String rtpPorts,
        Optional<Path> recordings,
        int maxCalls,
        int maxCallSeconds,
        Entry entry) {}
