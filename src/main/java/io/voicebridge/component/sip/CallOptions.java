package io.voicebridge.component.sip;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What an endpoint can be told about its step in a call. Each option belongs to the endpoints that its text names. */
@UriParams
public class CallOptions implements Cloneable {

    @UriParam(label = "producer", enums = "caller,dialled", defaultValue = "caller")
    @Metadata(description = "Which call a step acts on: the exchange's own, or the one that sip:dial has placed in it")
    private String party = "caller";

    @UriParam(label = "producer")
    @Metadata(
            description =
                    "For sip:progress: sends 180 Ringing without audio, so that the caller's side makes a ring-back of"
                            + " its own")
    private boolean ringing;

    @UriParam(label = "producer")
    @Metadata(description = "For sip:answer: whether the call is recorded, in the component's folder of recordings")
    private boolean recording;

    @UriParam(label = "producer,security", enums = "off,allow,require")
    @Metadata(
            description =
                    "For sip:progress, sip:answer and sip:dial: whether audio is encrypted (SRTP); empty for the component's rule."
                            + " The header CamelSipSrtp goes before it. A call that is dialled offers either plain or encrypted"
                            + " audio: encrypted with require, plain otherwise")
    private String srtp = "";

    @UriParam(label = "producer", defaultValue = "30000", javaType = "java.time.Duration")
    @Metadata(description = "For sip:dial: how long it may ring")
    private long ringTimeout = 30_000;

    @UriParam(label = "producer", defaultValue = "true")
    @Metadata(
            description = "For sip:dial: whether it gives up, and hangs up, when the exchange's own call ends. A call"
                    + " that was not bridged when the exchange is done is hung up in any case")
    private boolean withCaller = true;

    @UriParam(label = "producer")
    @Metadata(
            description =
                    "For sip:dial: whether the exchange's own call hears what the other side sends before its answer:"
                            + " ring-back of the network, or an announcement. Its agent is not heard meanwhile")
    private boolean earlyMedia;

    @UriParam(label = "producer")
    @Metadata(description = "For sip:dial: whether the placed call has exchanges on sip:events, as one that came in")
    private boolean events;

    @UriParam(label = "producer")
    @Metadata(description = "For sip:play: what to say; the header CamelSipText goes before it")
    private String text = "";

    @UriParam(label = "producer")
    @Metadata(description = "For sip:play: the announcer's voice; empty for its default")
    private String voice = "";

    @UriParam(label = "producer")
    @Metadata(description = "For sip:play: WAV file of 8000 samples a second; the header CamelSipFile goes before it")
    private String file = "";

    @UriParam(label = "producer", enums = "ringback,busy,beep,silence")
    @Metadata(description = "For sip:play: a tone instead of a text or file")
    private String tone = "";

    @UriParam(label = "producer")
    @Metadata(
            description = "For sip:play: plays again and again, without waiting, until another step plays, bridges or"
                    + " resumes")
    private boolean loop;

    @UriParam(label = "producer", defaultValue = "0")
    @Metadata(description = "For sip:play: how many keys to collect at most; 0 collects none")
    private int maxDigits;

    @UriParam(label = "producer", defaultValue = "5000", javaType = "java.time.Duration")
    @Metadata(description = "For sip:play: how long to wait for the first key after the sound, and for each next one")
    private long digitTimeout = 5_000;

    @UriParam(label = "producer", defaultValue = "#")
    @Metadata(description = "For sip:play: the key that ends the collection and is not part of it; empty for none")
    private String terminator = "#";

    @UriParam(label = "producer", defaultValue = "true")
    @Metadata(description = "For sip:play: whether a key that is collected stops the sound")
    private boolean interruptible = true;

    @UriParam(label = "producer", enums = "both,dialled", defaultValue = "both")
    @Metadata(
            description =
                    "For sip:bridge: whose call ends when the other one ends. The placed call always ends with the"
                            + " exchange's own; with dialled, the exchange's own stays up and sip:events tells bridge-ended")
    private String hangup = "both";

    @UriParam(label = "producer", enums = "continue,stop", defaultValue = "continue")
    @Metadata(description = "For sip:bridge: whether a recording goes on, with the other person on the right channel")
    private String bridgeRecording = "continue";

    @UriParam(label = "producer")
    @Metadata(description = "For sip:bridge: whether the exchange waits until the bridge is over")
    private boolean wait;

    public CallOptions copy() {
        try {
            return (CallOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getParty() {
        return party;
    }

    public void setParty(String party) {
        this.party = party;
    }

    public boolean isRinging() {
        return ringing;
    }

    public void setRinging(boolean ringing) {
        this.ringing = ringing;
    }

    public boolean isRecording() {
        return recording;
    }

    public void setRecording(boolean recording) {
        this.recording = recording;
    }

    public String getSrtp() {
        return srtp;
    }

    public void setSrtp(String srtp) {
        this.srtp = srtp;
    }

    public long getRingTimeout() {
        return ringTimeout;
    }

    public void setRingTimeout(long ringTimeout) {
        this.ringTimeout = ringTimeout;
    }

    public boolean isWithCaller() {
        return withCaller;
    }

    public void setWithCaller(boolean withCaller) {
        this.withCaller = withCaller;
    }

    public boolean isEarlyMedia() {
        return earlyMedia;
    }

    public void setEarlyMedia(boolean earlyMedia) {
        this.earlyMedia = earlyMedia;
    }

    public boolean isEvents() {
        return events;
    }

    public void setEvents(boolean events) {
        this.events = events;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getVoice() {
        return voice;
    }

    public void setVoice(String voice) {
        this.voice = voice;
    }

    public String getFile() {
        return file;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public String getTone() {
        return tone;
    }

    public void setTone(String tone) {
        this.tone = tone;
    }

    public boolean isLoop() {
        return loop;
    }

    public void setLoop(boolean loop) {
        this.loop = loop;
    }

    public int getMaxDigits() {
        return maxDigits;
    }

    public void setMaxDigits(int maxDigits) {
        this.maxDigits = maxDigits;
    }

    public long getDigitTimeout() {
        return digitTimeout;
    }

    public void setDigitTimeout(long digitTimeout) {
        this.digitTimeout = digitTimeout;
    }

    public String getTerminator() {
        return terminator;
    }

    public void setTerminator(String terminator) {
        this.terminator = terminator;
    }

    public boolean isInterruptible() {
        return interruptible;
    }

    public void setInterruptible(boolean interruptible) {
        this.interruptible = interruptible;
    }

    public String getHangup() {
        return hangup;
    }

    public void setHangup(String hangup) {
        this.hangup = hangup;
    }

    public String getBridgeRecording() {
        return bridgeRecording;
    }

    public void setBridgeRecording(String bridgeRecording) {
        this.bridgeRecording = bridgeRecording;
    }

    public boolean isWait() {
        return wait;
    }

    public void setWait(boolean wait) {
        this.wait = wait;
    }
}
