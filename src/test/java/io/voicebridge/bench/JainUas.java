package io.voicebridge.bench;

import gov.nist.core.CommonLogger;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.AddressFactory;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * JAIN-SIP 1.3 as the called side of {@code bench/signalling}, tuned as its users do: four threads, a listener that may be
 * called by all of them at once, large socket buffers, early clean-up of transactions, no log.
 */
public final class JainUas implements SipListener {

    private final SipProvider provider;
    private final MessageFactory messages;
    private final ContactHeader contact;
    private final ContentTypeHeader sdp;

    private JainUas(int port) throws Exception {
        CommonLogger.legacyLogger = new SilentStackLogger();
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        SipStack stack = factory.createSipStack(properties());
        messages = factory.createMessageFactory();
        HeaderFactory headers = factory.createHeaderFactory();
        AddressFactory addresses = factory.createAddressFactory();
        contact = headers.createContactHeader(
                addresses.createAddress(addresses.createSipURI("agent", "127.0.0.1:" + port)));
        sdp = headers.createContentTypeHeader("application", "sdp");
        ListeningPoint point = stack.createListeningPoint("127.0.0.1", port, "udp");
        provider = stack.createSipProvider(point);
        provider.addSipListener(this);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "bench");
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        String nist = "gov.nist.javax.sip.";
        properties.setProperty(nist + "THREAD_POOL_SIZE", "4");
        properties.setProperty(nist + "REENTRANT_LISTENER", "true");
        properties.setProperty(nist + "RECEIVE_UDP_BUFFER_SIZE", "4194304");
        properties.setProperty(nist + "SEND_UDP_BUFFER_SIZE", "4194304");
        properties.setProperty(nist + "AGGRESSIVE_CLEANUP", "true");
        properties.setProperty(nist + "TRACE_LEVEL", "0");
        properties.setProperty(nist + "LOG_MESSAGE_CONTENT", "false");
        properties.setProperty(nist + "STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty(nist + "SERVER_LOGGER", SilentServerLogger.class.getName());
        return properties;
    }

    /** @param arguments the port to listen at, on 127.0.0.1 */
    public static void main(String[] arguments) throws Exception {
        new JainUas(Integer.parseInt(arguments[0]));
        System.out.println("ready");
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            switch (event.getRequest().getMethod()) {
                case Request.INVITE -> answer(event);
                case Request.BYE ->
                    transaction(event).sendResponse(messages.createResponse(Response.OK, event.getRequest()));
                default -> {
                    // An ACK needs no answer.
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(RequestEvent event) throws Exception {
        Request invite = event.getRequest();
        if (invite.getHeader("X-account_id") == null) {
            throw new IllegalStateException("The header is missing");
        }
        ServerTransaction transaction = transaction(event);
        String tag = Long.toHexString(ThreadLocalRandom.current().nextLong());
        transaction.sendResponse(response(Response.RINGING, invite, tag));
        Response ok = response(Response.OK, invite, tag);
        ok.setContent(BenchSession.SDP, sdp);
        transaction.sendResponse(ok);
    }

    private Response response(int status, Request invite, String tag) throws Exception {
        Response response = messages.createResponse(status, invite);
        ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(tag);
        response.addHeader(contact);
        return response;
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction known = event.getServerTransaction();
        return known == null ? provider.getNewServerTransaction(event.getRequest()) : known;
    }

    @Override
    public void processResponse(ResponseEvent event) {}

    @Override
    public void processTimeout(TimeoutEvent event) {}

    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
