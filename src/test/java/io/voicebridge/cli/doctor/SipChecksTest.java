package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.PeerAnswer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SipChecksTest {

    private static final String LISTENER = "sip:127.0.0.1:5060;transport=udp";
    private static final String PUBLIC = "sip:203.0.113.7:5061;transport=tls";
    private static final String CARRIER = "sip:198.51.100.9";
    private static final PeerAnswer HERE = new PeerAnswer(200, "OK", true, List.of("TLS 203.0.113.7:5061"));
    private static final PeerAnswer OK = new PeerAnswer(200, "OK", true, List.of("UDP 198.51.100.9:5060"));

    @Test
    void isGreenWhereEverybodyAnswers() {
        assertThat(findings(PUBLIC, "203.0.113.7", Map.of()).values())
                .hasSize(5)
                .containsOnly(Finding.GREEN);
    }

    @Test
    void namesAPortThatNobodyReaches() {
        Finding finding = findings(
                        PUBLIC,
                        "203.0.113.7",
                        Map.of(PUBLIC, new PeerAnswer(408, "no answer in 4 s", false, List.of("TLS 203.0.113.7:5061"))))
                .get("Others reach this bridge over SIP");

        assertThat(finding.status()).isEqualTo(Finding.Status.RED);
        assertThat(finding.fix()).contains("TLS 203.0.113.7:5061", "firewall");
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Finding reached(String publicUri, String... heard) {
        PeerAnswer answer = new PeerAnswer(200, "OK", true, List.of("TLS " + publicUri.substring(4) + ":5061"));
        return findings(publicUri, "203.0.113.7", Map.of(publicUri, answer), List.of(heard))
                .get("Others reach this bridge over SIP");
    }

    @Test
    void thatThisMachineReachesItselfProvesNothingAboutOthers() {
        assertThat(reached("sip:203.0.113.7").status()).isEqualTo(Finding.Status.AMBER);
        assertThat(reached("sip:203.0.113.7").fix()).contains("nobody has been heard from outside");
        assertThat(reached("sip:203.0.113.7", "10.0.0.9", "203.0.113.7").status())
                .as("the office, and the router that sends back what comes from inside")
                .isEqualTo(Finding.Status.AMBER);
        assertThat(reached("sip:203.0.113.7", "192.0.2.44")).isEqualTo(Finding.GREEN);
        assertThat(reached("sip:10.0.0.5", "10.0.0.9"))
                .as("a bridge for its own network")
                .isEqualTo(Finding.GREEN);
    }

    @Test
    void namesANameThatLeadsNowhere() {
        Finding finding = findings(
                        "sip:voice.invalid",
                        "127.0.0.1",
                        Map.of("sip:voice.invalid", new PeerAnswer(503, "no such name", false, List.of())))
                .get("Others reach this bridge over SIP");

        assertThat(finding.fix()).contains("sip:voice.invalid leads nowhere: no such name", "DNS");
    }

    private static Finding dns(String uri, String... servers) {
        return findings(uri, "203.0.113.7", Map.of(uri, new PeerAnswer(200, "OK", true, List.of(servers))))
                .get("The DNS leads to this machine");
    }

    @Test
    void namesTheRecordsThatAreMissing() {
        assertThat(dns("sip:voice.example.com;transport=tls").fix())
                .contains("Make an A record for voice.example.com", "_sips._tcp.voice.example.com");
        assertThat(dns("sip:voice.example.com").fix()).contains("_sip._udp.voice.example.com");
    }

    @Test
    void findsANameThatLeadsElsewhere() {
        assertThat(dns(PUBLIC, "TLS 203.0.113.7:5061", "TLS 198.51.100.77:5061").fix())
                .contains("leads to 198.51.100.77", "no address of this machine");
        assertThat(dns(PUBLIC, "TLS 10.0.0.5:5061").fix()).contains("only this network knows");
        assertThat(dns(PUBLIC, "TLS [2001:db8::7]:5061")).isEqualTo(Finding.GREEN);
    }

    @Test
    void findsAPortThatNobodyListensAt() {
        assertThat(dns(PUBLIC, "TLS 203.0.113.7:5071").fix())
                .contains("takes them at TLS 5061, UDP 5060", "_sips._tcp.203.0.113.7");
    }

    @Test
    void saysWhatToSetWhereNobodyHasSaidWhereTheBridgeIs() {
        assertThat(findings("", "10.0.0.5", Map.of()).get("Others reach this bridge over SIP"))
                .isEqualTo(Finding.amber("Nobody has said where that is. Set bridge.public.sip, such as"
                        + " sip:voice.example.com:5061;transport=tls."));
    }

    @Test
    void findsOneWayAudioBeforeTheFirstCall() {
        Finding finding =
                findings(PUBLIC, "10.0.0.5", Map.of()).get("Callers are told an address for audio that they can reach");

        assertThat(finding.status()).isEqualTo(Finding.Status.RED);
        assertThat(finding.fix()).contains("10.0.0.5", "bridge.rtp.advertised.host");
    }

    @Test
    void tellsAPeerThatDoesNotKnowUsFromOneThatIsSilent() {
        String check = "The peer " + CARRIER + " answers";

        assertThat(findings(PUBLIC, "203.0.113.7", Map.of(CARRIER, new PeerAnswer(403, "Forbidden", true, List.of())))
                        .get(check)
                        .fix())
                .contains("403", "not on its list");
        assertThat(findings(
                                PUBLIC,
                                "203.0.113.7",
                                Map.of(CARRIER, new PeerAnswer(408, "no answer in 4 s", false, List.of())))
                        .get(check)
                        .fix())
                .contains("no answer in 4 s");
    }

    private static Map<String, Finding> findings(String publicUri, String audioHost, Map<String, PeerAnswer> answers) {
        return findings(publicUri, audioHost, answers, List.of("192.0.2.44"));
    }

    private static Map<String, Finding> findings(
            String publicUri, String audioHost, Map<String, PeerAnswer> answers, List<String> heard) {
        SipChecks checks = new SipChecks(
                new SipChecks.Facts(
                        List.of(LISTENER),
                        publicUri,
                        audioHost,
                        List.of(CARRIER),
                        Set.of("TLS 5061", "UDP 5060"),
                        heard.stream().map(SipChecksTest::address).toList(),
                        address -> !address.getHostAddress().startsWith("198.51.100.")),
                uri -> answers.getOrDefault(uri, uri.equals(PUBLIC) ? HERE : OK));
        return Findings.of(checks.all());
    }
}
