package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The same request read by JAIN-SIP's parser, which is not ours, means the same. */
class JainDifferentialTest {

    private static final List<String> DISPLAYS =
            List.of("", "Lead ", "\"M\u00fcller, \\\"A\\\"\" ", "\"a;b<c>\" ", "two words ");
    private static final List<String> USERS = List.of("+13453453453", "alice", "a%20b", "x;y=z", "alice:pw");
    private static final List<String> HOSTS = List.of("192.0.2.1", "host.example.com", "[2001:db8::9]");
    private static final List<String> SPACES = List.of(" ", "", "  ", "\t", "\r\n ", " \r\n\t");

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static String message(Random r) {
        String user = pick(USERS, r);
        String space = pick(SPACES, r);
        boolean compact = r.nextBoolean();
        return "INVITE sip:" + user + "@" + pick(HOSTS, r) + ":5062 SIP/2.0\r\n"
                + (compact ? "v:" : "Via:") + space + "SIP/2.0/UDP 192.0.2.4:" + (1024 + r.nextInt(1000))
                + ";branch=z9hG4bK" + r.nextInt(9999) + ";rport\r\n"
                + "Via: SIP/2.0/TCP proxy.example.com, SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bKx\r\n"
                + (compact ? "f:" : "From:") + space + pick(DISPLAYS, r) + "<sip:" + pick(USERS, r) + "@"
                + pick(HOSTS, r)
                + ">" + ";tag=t" + r.nextInt(999) + "\r\n"
                + (compact ? "t" : "To") + ":" + space + pick(DISPLAYS, r) + "<sip:" + user + "@" + pick(HOSTS, r)
                + ">\r\n"
                + "Call-ID: " + r.nextInt(99999) + "@192.0.2.4\r\n"
                + "CSeq: " + r.nextInt(99999) + " INVITE\r\n"
                + "Max-Forwards: " + r.nextInt(255) + "\r\n"
                + "Contact:" + space + "<sip:c@192.0.2.4:5071;transport=udp>\r\n"
                + "X-city:" + space + "Denver " + r.nextInt(99) + "\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    @Property(tries = 500)
    void readsTheSameAsJain(@ForAll Random random) throws ParseException {
        byte[] bytes = message(random).getBytes(StandardCharsets.UTF_8);
        WireRequest ours = ((Parsed.Request) Messages.parse(bytes)).request();
        SIPRequest theirs = (SIPRequest) new StringMsgParser().parseSIPMessage(bytes, true, true, null);

        Via via = theirs.getTopmostVia();
        assertThat(ours.via().branch()).isEqualTo(via.getBranch());
        assertThat(ours.via().port()).isEqualTo(via.getPort());
        assertThat(ours.values("Via")).hasSize(theirs.getViaHeaders().size());
        assertThat(ours.callId()).isEqualTo(theirs.getCallId().getCallId());
        assertThat(ours.cseq().number()).isEqualTo(theirs.getCSeq().getSeqNumber());
        assertThat(ours.from().tag()).isEqualTo(theirs.getFromTag());
        assertThat(ours.from().uri())
                .isEqualTo(theirs.getFrom().getAddress().getURI().toString());
        assertThat(ours.to().uri())
                .isEqualTo(theirs.getTo().getAddress().getURI().toString());
        assertThat(ours.requestUri()).isEqualTo(theirs.getRequestURI().toString());
        assertThat(ours.header("X-City"))
                .contains(theirs.getHeader("X-city").toString().substring(8).strip());
    }
}
