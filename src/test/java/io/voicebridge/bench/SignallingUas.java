package io.voicebridge.bench;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.dialog.SipUserAgent;
import io.voicebridge.sip.dialog.UserAgentSettings;
import io.voicebridge.sip.transport.MessageRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Our SIP stack alone as the called side of {@code bench/signalling}: 180, 200 with a session description, 200 to BYE. */
public final class SignallingUas {

    private SignallingUas() {}

    /** @param arguments the port to listen at, on 127.0.0.1 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(arguments[0]));
        SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, address)
                        .loops(1)
                        .rates(MessageRates.unlimited())
                        .maxCalls(1_000_000)
                        .transactionsPerLoop(4_000_000)
                        .build(),
                SignallingUas::answer);
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void answer(IncomingInvite invite) {
        if (invite.request().header("X-account_id").isEmpty()) {
            throw new IllegalStateException("The header is missing");
        }
        invite.ringing();
        Dialog dialog = invite.answer(BenchSession.SDP, List.of(), new Indifferent());
        if (dialog.callId().isEmpty()) {
            throw new IllegalStateException("The dialog has no Call-ID");
        }
    }

    private static final class Indifferent implements DialogListener {

        @Override
        public void reoffered(Reoffer reoffer) {
            reoffer.answer(BenchSession.SDP);
        }

        @Override
        public void ended(DialogEnd end) {
            // Nobody waits for it.
        }
    }
}
