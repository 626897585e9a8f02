package io.voicebridge.component.sip;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Take and place phone calls over SIP, say what is heard in them, join them, and follow what happens in them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sip",
        title = "SIP",
        syntax = "sip:name",
        category = {Category.NETWORKING, Category.CHAT},
        headersClass = SipConstants.class)
public class SipEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriPath(
            enums = "calls,events,refusals,progress,answer,reject,hangup,refer,dial,play,dtmf,bridge,resume,options",
            description =
                    "What the endpoint does: calls takes each new call, events tells what happens in calls, refusals"
                            + " tells of calls that were refused before a route saw them; progress lets a new call hear something before its answer, answer and reject decide about"
                            + " a new call, hangup ends one with BYE, refer asks the caller's side to call somebody else, dial places one, play lets one hear a sound and"
                            + " collects keys, dtmf presses keys, bridge joins two, resume gives one back to its agent, options asks a peer whether it is there")
    @Metadata(required = true)
    private String name;

    @UriParam
    private CallOptions options = new CallOptions();

    public SipEndpoint(String uri, SipComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                switch (name) {
                    case "calls" -> new SipCallConsumer(this, processor);
                    case "events" -> new SipEventConsumer(this, processor);
                    case "refusals" -> new SipRefusalConsumer(this, processor);
                    default ->
                        throw new IllegalArgumentException("Nothing comes from " + getEndpointUri()
                                + ": a route can start at sip:calls, sip:events or sip:refusals");
                };
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return switch (name) {
            case "progress" -> new SipProgressProducer(this);
            case "answer" -> new SipAnswerProducer(this);
            case "reject" -> new SipRejectProducer(this);
            case "hangup" -> new SipHangupProducer(this);
            case "refer" -> new SipReferProducer(this);
            case "dial" -> new SipDialProducer(this);
            case "play" -> new SipPlayProducer(this);
            case "dtmf" -> new SipDtmfProducer(this);
            case "bridge" -> new SipBridgeProducer(this);
            case "resume" -> new SipResumeProducer(this);
            case "options" -> new SipOptionsProducer(this);
            default ->
                throw new IllegalArgumentException("Nothing can be sent to " + getEndpointUri()
                        + ": a route can send to sip:progress, sip:answer, sip:reject, sip:hangup, sip:refer, sip:dial, sip:play, sip:dtmf,"
                        + " sip:bridge, sip:resume or sip:options");
        };
    }

    @Override
    public SipComponent getComponent() {
        return (SipComponent) super.getComponent();
    }

    @Override
    public String getServiceUrl() {
        return getComponent().getHost() + ":" + getComponent().getPort();
    }

    @Override
    public String getServiceProtocol() {
        return "sip";
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public CallOptions getOptions() {
        return options;
    }

    public void setOptions(CallOptions options) {
        this.options = options;
    }
}
