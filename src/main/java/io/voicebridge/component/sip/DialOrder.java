package io.voicebridge.component.sip;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.sdp.Encryption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that a route wants placed.
 *
 * @param tenant whose call it is, empty outside of tenants
 * @param reference the conversation that it belongs to, or empty
 * @param target SIP URI
 * @param callerId number or SIP URI to show, or empty
 * @param trunk reference for {@link TrunkLogins}, or empty
 * @param own the call that it is placed for: when that one ends, so does this
 * @param encryption the rule about SRTP; empty for that of all calls
 * @param mayReturn whether it may come back to this bridge as a new call
 * @param earlyMedia whether that call hears what this one sends before its answer
 * @param events whether it has exchanges on {@code sip:events}
 * @param variables of those exchanges
 */
record DialOrder(
        String tenant,
        String reference,
        String target,
        String callerId,
        String trunk,
        List<SipHeader> headers,
        Duration ringTimeout,
        Optional<RoutedCall> own,
        Optional<Encryption> encryption,
        boolean mayReturn,
        boolean earlyMedia,
        boolean events,
        Map<String, Object> variables) {}
