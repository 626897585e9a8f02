package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user agent refuses by itself, and that it remembers nothing of it. */
class RefusalTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Callee callee = Callee.whoWaits();
    private final SimulatedNetwork.Agent agent = network.agent(5060, callee);
    private final SimulatedNetwork.Peer caller = network.peer(5070);
    private final Script script = new Script(caller.address, "UDP");

    private WireResponse answerTo(String message) {
        caller.sends(message, agent.address);
        network.pass(MOMENT);
        assertThat(caller.responses).as("responses").isNotEmpty();
        return caller.last();
    }

    private void assertStateless() {
        assertThat(callee.invites).isEmpty();
        assertThat(agent.remembered()).isZero();
    }

    @Duty(value = "Methods outside a call", says = "refused without any state")
    @Rfc(
            value = "3261, 8.2.1",
            says =
                    "405 with Allow for REGISTER, MESSAGE, SUBSCRIBE, PUBLISH, REFER; 501 for methods that nobody knows; nothing is remembered")
    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER"})
    void answers405WithAllow(String method) {
        WireResponse response = answerTo(script.in(method, 1, "", ""));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).contains(RequestChecks.ALLOW);
        assertStateless();
    }

    @Rfc("3261, 8.2.1")
    @Test
    void answers501WithAllowToAMethodThatNobodyKnows() {
        WireResponse response = answerTo(script.in("NEWMETHOD", 1, "", ""));
        assertThat(response.status()).isEqualTo(501);
        assertThat(response.header("Allow")).contains(RequestChecks.ALLOW);
        assertStateless();
    }

    @Rfc(value = "3261, 20.1, 21.4.7", says = "406 for an INVITE that accepts no SDP")
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/isup, multipart/mixed"})
    void answers406ToAnInviteThatAcceptsNoSdp(String accepted) {
        script.extra = "Accept: " + accepted + "\r\n";
        assertThat(answerTo(script.invite()).status()).isEqualTo(406);
        assertStateless();
    }

    @Rfc("3261, 20.1, 21.4.7")
    @ParameterizedTest
    @ValueSource(strings = {"application/sdp", "text/plain, Application/SDP;level=1", "application/*", "*/*", "", ",,"})
    void takesAnInviteThatAcceptsSdp(String accepted) {
        script.extra = "Accept: " + accepted + "\r\n";
        caller.sends(script.invite(), agent.address);
        network.pass(MOMENT);
        assertThat(callee.invites).hasSize(1);
    }

    @Rfc(value = "3261, 17.2.3; 4475, 3.2.1", says = "a branch of the cookie alone is matched by the other headers")
    @Test
    void tellsCallsApartWhoseBranchIsTheCookieAlone() {
        String first = script.invite().replace("z9hG4bKi1", "z9hG4bK");
        caller.sends(first, agent.address);
        caller.sends(first, agent.address);
        caller.sends(first.replace("a84b4c76e66710", "another"), agent.address);
        network.pass(MOMENT);
        assertThat(callee.invites).hasSize(2);
    }

    @Rfc(value = "3261, 11.2", says = "OPTIONS outside and inside a dialog with Allow, Accept, Supported")
    @Test
    void answersOptions() {
        WireResponse response = answerTo(script.in("OPTIONS", 1, "", ""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Allow")).isPresent();
        assertThat(response.header("Accept")).get().asString().contains("application/sdp");
        assertThat(response.header("Supported")).isPresent();
        assertStateless();
    }

    @Rfc("3261, 16.3")
    @Test
    void answersOptionsWithoutHopsLeft() {
        String options = script.in("OPTIONS", 1, "", "").replace("Max-Forwards: 70", "Max-Forwards: 0");
        assertThat(answerTo(options).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Max-Forwards: 70, Max-Forwards: 0, 483, no-hops-left",
        "Max-Forwards: 70, Max-Forwards: evil, 400, max-forwards",
        "Max-Forwards: 70, Require: precondition, 420, extension-required",
        "Max-Forwards: 70, Content-Encoding: gzip, 415, body-encoded",
        "application/sdp, text/plain, 415, body-not-sdp",
        "Contact:, X-Contact:, 400, contact",
    })
    void tellsTheListenerWhatFailed(String good, String bad, int status, String condition) {
        answerTo(script.invite().replace(good, bad));

        assertThat(callee.refused).singleElement().satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.condition()).isEqualTo(condition);
            assertThat(refused.reason()).isNotBlank().doesNotContain("evil", "precondition", "gzip");
            assertThat(refused.source()).isEqualTo(caller.address);
            assertThat(refused.callId()).startsWith("a84b4c76e66710");
            assertThat(refused.requestUri()).isEqualTo("sip:+13453453453@192.0.2.60:5060");
            assertThat(refused.from()).startsWith("sip:");
        });
    }

    @Test
    void tellsTheListenerOfCallsThatItDoesNotTake() {
        agent.intake.drain(true);
        answerTo(script.invite());
        agent.core.refused(
                new MessageParser(MessageLimits.STANDARD).parse(script.invite().getBytes(StandardCharsets.UTF_8)),
                new Hop(Transport.UDP, caller.address, Optional.empty()),
                Admission.Verdict.REFUSE);

        assertThat(callee.refused)
                .extracting(RefusedInvite::condition)
                .containsExactly("not-taking-calls", "too-many-messages");
    }

    @Test
    void keepsNothingLongOfARefusedInvite() {
        script.extra = "X-Large: " + "a".repeat(40 * 1024) + "\r\n";
        caller.sends(script.invite().replace("a84b4c76e66710", "c".repeat(10_000)), agent.address);
        network.pass(MOMENT);

        assertThat(callee.refused).singleElement().satisfies(refused -> {
            assertThat(refused.condition()).isEqualTo("header-section-too-large");
            assertThat(refused.callId()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "REGISTER", "BYE"})
    void tellsTheListenerOfNothingButInvites(String method) {
        script.extra = "Require: precondition\r\n";
        answerTo(script.in(method, 1, "", ""));

        assertThat(callee.refused).isEmpty();
    }

    @Test
    void tellsTheListenerOfNothingInsideADialog() {
        script.toTag = "guessed";
        script.extra = "Require: precondition\r\n";
        answerTo(script.invite());
        answerTo(script.invite().replace("Max-Forwards: 70", "Max-Forwards: evil"));

        assertThat(callee.refused).isEmpty();
    }

    @Duty("Loops")
    @Rfc(value = "3261, 16.3", says = "483 for a call without hops left; OPTIONS without hops left is answered")
    @Test
    void answers483WithoutHopsLeft() {
        assertThat(answerTo(script.invite().replace("Max-Forwards: 70", "Max-Forwards: 0"))
                        .status())
                .isEqualTo(483);
        assertStateless();
    }

    @Rfc(value = "3261, 8.2.2.3", says = "420 with Unsupported for any required extension")
    @Test
    void answers420ToRequiredExtension() {
        script.extra = "Require: precondition, timer\r\nRequire: resource-priority\r\n";
        WireResponse response = answerTo(script.invite());
        assertThat(response.status()).isEqualTo(420);
        assertThat(response.header("Unsupported")).contains("precondition, resource-priority");
        assertStateless();
    }

    @Rfc(value = "3261, 8.2.3", says = "415 with Accept or Accept-Encoding")
    @Test
    void answers415ToBodyThatIsNotSdp() {
        WireResponse response = answerTo(script.invite().replace("application/sdp", "text/plain"));
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.header("Accept")).get().asString().startsWith("application/sdp");
    }

    @Rfc("5621, 5, 8")
    @Test
    void answers415WhereAPartMustBeUnderstood() {
        WireResponse response = answerTo(multipart("Content-Disposition: signal;handling=required\r\n"));
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.header("Accept")).get().asString().contains("application/sdp", "multipart/mixed");
        assertStateless();
    }

    @Rfc("5621, 3, 4")
    @Test
    void takesACallWhoseDescriptionStandsBesideIsup() {
        caller.sends(multipart("Content-Disposition: signal;handling=optional\r\n"), agent.address);
        network.pass(Standing.MOMENT);
        assertThat(callee.invites).singleElement().satisfies(invite -> assertThat(
                        new String(invite.request().sdp()))
                .startsWith("v=0"));
    }

    @Rfc("2046, 5.1.1")
    @Test
    void answers400ToABrokenMultipart() {
        WireResponse response = answerTo(multipart("").replace("--b1--", "--b1  "));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Warning")).get().asString().contains("multipart");
    }

    private String multipart(String headers) {
        String body = "--b1\r\nContent-Type: application/isup\r\n" + headers + "\r\n0\r\n--b1\r\n"
                + "Content-Type: application/sdp\r\n\r\n" + Script.SDP + "\r\n--b1--\r\n";
        return script.request(
                "INVITE",
                1,
                "i1",
                "Contact: " + script.contact + "\r\nContent-Type: multipart/mixed;boundary=b1\r\n",
                body);
    }

    @Rfc(
            value = "3891, 3",
            says = "an INVITE with Replaces is refused with 603: nobody takes the place of a call of ours")
    @Test
    void answers603ToReplaces() {
        script.extra = "Replaces: other@192.0.2.1;to-tag=a;from-tag=b\r\n";
        assertThat(answerTo(script.invite()).status()).isEqualTo(603);
        assertStateless();
    }

    @Rfc("3261, 8.2.3")
    @Test
    void answers415ToEncodedBody() {
        script.extra = "Content-Encoding: gzip\r\n";
        WireResponse response = answerTo(script.invite());
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.header("Accept-Encoding")).contains("identity");
    }

    @Rfc(value = "3261, 8.2.2.1", says = "416 for a scheme other than sip, sips, tel")
    @Test
    void answers416ToUnknownScheme() {
        String invite = script.invite().replace("INVITE sip:+13453453453@192.0.2.60:5060", "INVITE soap.beep:x");
        assertThat(answerTo(invite).status()).isEqualTo(416);
    }

    @Test
    void answers505ToOtherVersion() {
        assertThat(answerTo(script.invite().replaceFirst("SIP/2.0\r\n", "SIP/7.0\r\n"))
                        .status())
                .isEqualTo(505);
    }

    @Rfc(
            value = "3261, 8.1.1",
            says = "mandatory headers, each once; a fault gets 400 with a Warning that names it and echoes nothing")
    @Test
    void answers400WithTheFaultNamedAndNothingEchoed() {
        WireResponse response = answerTo(script.invite().replace("Max-Forwards: 70", "Max-Forwards: evil"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.reasonPhrase()).isEqualTo("Bad Request");
        assertThat(response.header("Warning"))
                .contains("399 voice-bridge \"The Max-Forwards header is repeated or not a number from 0 to 255\"");
        assertThat(response.headers().toString()).doesNotContain("evil");
        assertStateless();
    }

    @Test
    void answers400ToInviteWithoutContact() {
        String invite = script.invite().replace("Contact: " + script.contact + "\r\n", "");
        assertThat(answerTo(invite).status()).isEqualTo(400);
        assertStateless();
    }

    @Rfc(value = "3261, 21.5.7", says = "513 for a header section above 32 KB or more than 100 fields")
    @Test
    void answers513ToSixtyFourKilobytesOfHeader() {
        script.extra = "X-Large: " + "a".repeat(60 * 1024) + "\r\n";
        assertThat(answerTo(script.invite()).status()).isEqualTo(513);
        assertStateless();
    }

    @Duty("Authentication inside a dialog")
    @Rfc("3261, 12.2.2")
    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INFO", "UPDATE", "OPTIONS", "INVITE"})
    void answers481ToStrangersInADialog(String method) {
        script.toTag = "guessed";
        assertThat(answerTo(script.in(method, 2, "Contact: <sip:x@192.0.2.70>\r\n", ""))
                        .status())
                .isEqualTo(481);
        assertStateless();
    }

    @Duty("Methods outside a call")
    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INFO", "UPDATE", "NOTIFY"})
    void answers481OutsideAnyDialog(String method) {
        assertThat(answerTo(script.in(method, 1, "", "")).status()).isEqualTo(481);
        assertStateless();
    }

    @Duty(value = "Loops", says = "482 for a request that comes again by another way, 483 without hops left")
    @Rfc(value = "3261, 8.2.2.2", says = "482 for the same request by another way")
    @Test
    void answers482ToTheSameRequestByAnotherWay() {
        caller.sends(script.invite(), agent.address);
        network.pass(MOMENT);
        String other = script.invite().replace("z9hG4bKi1", "z9hG4bKother");
        assertThat(answerTo(other).status()).isEqualTo(482);
        assertThat(callee.invites).hasSize(1);
    }

    @Test
    void answers503WithRetryAfterWhileDraining() {
        agent.intake.drain(true);
        WireResponse response = answerTo(script.invite());
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).contains("10");
        assertStateless();
    }

    @Test
    void answers503AboveTheLimitOfCalls() {
        for (int i = 0; i < 100; i++) {
            caller.sends(
                    script.invite().replace("a84b4c76e66710", "c" + i).replace("z9hG4bKi1", "z9hG4bKc" + i),
                    agent.address);
        }
        network.pass(MOMENT);
        assertThat(callee.invites).hasSize(100);
        assertThat(answerTo(script.invite()).status()).isEqualTo(503);
    }

    @Rfc(value = "3261, 8.2.7", says = "answers without state carry the same tag each time")
    @Test
    void givesTheSameTagToARepeatedRequest() {
        String first = answerTo(script.in("REGISTER", 1, "", "")).to().tag();
        String second = answerTo(script.in("REGISTER", 1, "", "")).to().tag();
        assertThat(first).isNotEmpty().isEqualTo(second);
    }

    @Test
    void neverAnswersAnAck() {
        caller.sends(script.ack(1), agent.address);
        caller.sends(script.ack(1).replace("Max-Forwards: 70", "Max-Forwards: x"), agent.address);
        network.pass(MOMENT);
        assertThat(caller.responses).isEmpty();
    }

    @Rfc(value = "3261, 18.2.1, 18.2.2; 3581", says = "received, rport; responses on the same connection")
    @Test
    void fillsInReceivedAndRport() {
        String options = script.in("OPTIONS", 1, "", "")
                .replace(";branch=", ";rport;branch=")
                .replace("UDP 192.0.2.70", "UDP 10.0.0.7");
        WireResponse response = answerTo(options);
        assertThat(response.via().params().get("received")).contains("192.0.2.70");
        assertThat(response.via().params().get("rport")).contains("5070");
    }
}
