package io.voicebridge.component.sip;

import org.apache.camel.spi.Metadata;

/** Headers that the {@code sip} component sets and reads. */
public final class SipConstants {

    @Metadata(label = "consumer", description = "Call-ID of the call, as the peer chose it", javaType = "String")
    public static final String CALL_ID = "CamelSipCallId";

    @Metadata(
            label = "consumer,producer",
            description = "Our own id of the call, unique in this process and never chosen by the peer: the one that"
                    + " sip:play, sip:bridge and the others act on. Where there is a variable conversationId, that names"
                    + " the call first; without either, CamelSipCallId does",
            javaType = "String")
    public static final String LEG_ID = "CamelSipLegId";

    @Metadata(label = "consumer", description = "The Request-URI as it stands in the request", javaType = "String")
    public static final String REQUEST_URI = "CamelSipRequestUri";

    @Metadata(label = "consumer", description = "The From header", javaType = "String")
    public static final String FROM = "CamelSipFrom";

    @Metadata(label = "consumer", description = "The To header", javaType = "String")
    public static final String TO = "CamelSipTo";

    @Metadata(
            label = "consumer",
            description = "User part of the Request-URI, or of To where that has none: the number that was called",
            javaType = "String")
    public static final String CALLED_NUMBER = "CamelSipCalledNumber";

    @Metadata(label = "consumer", description = "User part of From: the number that calls", javaType = "String")
    public static final String CALLER_NUMBER = "CamelSipCallerNumber";

    @Metadata(
            label = "consumer",
            description = "Socket address that the request came from, as address:port; never one that a header claims",
            javaType = "String")
    public static final String SOURCE = "CamelSipSource";

    @Metadata(label = "consumer", description = "Transport of the request: UDP, TCP or TLS", javaType = "String")
    public static final String TRANSPORT = "CamelSipTransport";

    @Metadata(
            label = "consumer",
            description = "Name of the listener that the request came by: default, or one of the file of listeners",
            javaType = "String")
    public static final String LISTENER = "CamelSipListener";

    @Metadata(
            label = "consumer",
            description = "Every header of the INVITE in the order of the message, with repetitions",
            javaType = "java.util.List<io.voicebridge.sip.SipHeader>")
    public static final String HEADERS = "CamelSipHeaders";

    @Metadata(
            label = "consumer",
            description = "On sip:events, what the exchange tells: answered, transcript, tool-call, digit, metric,"
                    + " silent, unheard, lost, agent-failed, agent-replaced, refer-refused, bridge-ended, ended or"
                    + " recorded",
            javaType = "String")
    public static final String EVENT = "CamelSipEvent";

    @Metadata(
            label = "consumer",
            description = "Of the event ended: how the caller sounded here, as a mean opinion score of 1 to 4.5 by the"
                    + " E-model; not there if nothing came",
            javaType = "Double")
    public static final String MOS_RECEIVED = "CamelSipMosReceived";

    @Metadata(
            label = "consumer",
            description =
                    "Of the event ended: how we sounded to the caller by the reports of its side (RTCP); not there"
                            + " without such reports",
            javaType = "Double")
    public static final String MOS_SENT = "CamelSipMosSent";

    @Metadata(
            label = "consumer",
            description = "Of the event ended: packets of the caller's audio that never came, of all, 0 to 1",
            javaType = "Double")
    public static final String LOSS_RECEIVED = "CamelSipLossReceived";

    @Metadata(
            label = "consumer",
            description =
                    "Of the event ended: packets of our audio that never came to the caller, of all, by its reports",
            javaType = "Double")
    public static final String LOSS_SENT = "CamelSipLossSent";

    @Metadata(
            label = "consumer",
            description = "Of the event ended: interarrival jitter of the caller's audio in milliseconds",
            javaType = "Double")
    public static final String JITTER = "CamelSipJitter";

    @Metadata(
            label = "consumer",
            description = "Of the event ended: mean round trip to the caller in milliseconds, by RTCP",
            javaType = "Double")
    public static final String ROUND_TRIP = "CamelSipRoundTrip";

    @Metadata(
            label = "consumer,producer",
            description = "Final response, 300 to 699. A route that ends with it on a call that was not answered"
                    + " refuses the call with it; sip:hangup sets 200, or 481 where there is no such call",
            javaType = "Integer")
    public static final String STATUS = "CamelSipStatus";

    @Metadata(
            label = "consumer,producer",
            description = "Text of the Reason header of a refusal; the caller's side can read it",
            javaType = "String")
    public static final String REASON = "CamelSipReason";

    @Metadata(
            label = "consumer,producer",
            description = "Warning header of a refusal (RFC 3261 section 20.43)",
            javaType = "String")
    public static final String WARNING = "CamelSipWarning";

    @Metadata(
            label = "producer",
            description =
                    "For sip:answer and sip:dial: off, allow or require, whether the audio of this call is encrypted"
                            + " (SRTP); goes before the option srtp",
            javaType = "String")
    public static final String SRTP = "CamelSipSrtp";

    @Metadata(
            label = "producer",
            description =
                    "For sip:dial: true if the call may come back to this bridge and be taken as a new one, to try a trunk both"
                            + " ways; a call of ours that comes back is refused with 482 otherwise",
            javaType = "Boolean",
            defaultValue = "false")
    public static final String MAY_RETURN = "CamelSipMayReturn";

    @Metadata(
            label = "consumer,producer",
            description =
                    "On the event answered, and after sip:answer and sip:dial: the SRTP suite that was agreed on, such"
                            + " as AES_CM_128_HMAC_SHA1_80; none if audio is not encrypted",
            javaType = "String")
    public static final String SRTP_SUITE = "CamelSipSrtpSuite";

    @Metadata(
            label = "producer",
            description = "Headers for the BYE that sip:hangup sends, by name; at most 10",
            javaType = "java.util.Map<String, String>")
    public static final String BYE_HEADERS = "CamelSipByeHeaders";

    @Metadata(
            label = "producer",
            description = "The call that sip:dial has placed and that was answered; what party=dialled acts on",
            javaType = "String")
    public static final String DIALLED_LEG = "CamelSipDialledLeg";

    @Metadata(
            label = "producer",
            description = "What became of the last step: of sip:dial answered, busy, no-answer, bad-number, refused,"
                    + " unreachable, not-allowed or cancelled; of sip:play played, interrupted, cut or call-ended; of"
                    + " sip:bridge bridged, ended or call-ended; of sip:refer completed, refused, failed, timed-out, unreported or"
                    + " call-ended; of sip:options answered or unreachable",
            javaType = "String")
    public static final String RESULT = "CamelSipResult";

    @Metadata(
            label = "producer",
            description = "SIP URI that sip:dial or sip:refer calls, or that sip:options asks",
            javaType = "String")
    public static final String TARGET = "CamelSipTarget";

    @Metadata(
            label = "producer",
            description = "Number or SIP URI that sip:dial shows to the called side",
            javaType = "String")
    public static final String CALLER_ID = "CamelSipCallerId";

    @Metadata(
            label = "producer",
            description = "Reference to the trunk whose user name and password sip:dial uses; never the password",
            javaType = "String")
    public static final String TRUNK = "CamelSipTrunk";

    @Metadata(
            label = "producer",
            description = "Headers for the INVITE that sip:dial sends or the REFER of sip:refer, by name; at most 10",
            javaType = "java.util.Map<String, String>")
    public static final String INVITE_HEADERS = "CamelSipInviteHeaders";

    @Metadata(
            label = "producer",
            description = "How many milliseconds sip:dial lets it ring; goes before the option ringTimeout",
            javaType = "Long")
    public static final String RING_TIMEOUT = "CamelSipRingTimeout";

    @Metadata(label = "producer", description = "What sip:play says", javaType = "String")
    public static final String TEXT = "CamelSipText";

    @Metadata(label = "producer", description = "WAV file that sip:play plays", javaType = "String")
    public static final String FILE = "CamelSipFile";

    @Metadata(
            label = "producer",
            description = "Keys that sip:dtmf sends, and that sip:play has collected",
            javaType = "String")
    public static final String DIGITS = "CamelSipDigits";

    private SipConstants() {}
}
