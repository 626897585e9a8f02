package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.SipHeader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The parser and the builder on whatever may come. */
class MessagePropertyTest {

    private static final MessageParser PARSER = new MessageParser(MessageLimits.STANDARD);

    @Provide
    Arbitrary<List<SipHeader>> extraHeaders() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withChars("-.!%*_+`'~0123456789")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(n -> "X-" + n);
        Arbitrary<String> values =
                Arbitraries.strings().all().ofMaxLength(60).map(MessagePropertyTest::withoutControls);
        return Combinators.combine(names, values).as(SipHeader::new).list().ofMaxSize(20);
    }

    private static String withoutControls(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .filter(c -> c >= ' ' && c != 127 && (c < 0xD800 || c > 0xDFFF))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static byte[] build(List<SipHeader> headers, byte[] body) {
        return MessageBuilder.request("INVITE", "sip:a@192.0.2.1")
                .header("Via", "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1")
                .header("From", "<sip:b@192.0.2.2>;tag=1")
                .header("To", "<sip:a@192.0.2.1>")
                .header("Call-ID", "1")
                .header("CSeq", "1 INVITE")
                .headers(headers)
                .body("application/sdp", body)
                .build();
    }

    @Property
    void whatIsBuiltIsParsedBack(@ForAll("extraHeaders") List<SipHeader> headers, @ForAll byte[] body) {
        Parsed parsed = PARSER.parse(build(headers, body));
        assertThat(parsed).isInstanceOfSatisfying(Parsed.Request.class, p -> {
            assertThat(p.request().headers().subList(5, 5 + headers.size())).isEqualTo(headers);
            assertThat(p.request().body()).isEqualTo(body);
        });
    }

    /** Whatever a model, a tool or a lead's name brings: refused, or one line that is read back as it was. */
    @Duty(value = "Header injection", says = "no name or value that we are given to send ever becomes a second line")
    @Property
    void noValueEverBecomesASecondLine(@ForAll String name, @ForAll String value) {
        byte[] built;
        try {
            built = build(List.of(new SipHeader(name, value)), new byte[0]);
        } catch (IllegalArgumentException refused) {
            return;
        }
        String text = new String(built, StandardCharsets.UTF_8);
        assertThat(text.split("\r\n", -1)).hasSize(1 + 5 + 1 + 1 + 2);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
    }

    @Property(tries = 3000)
    void mutationsNeverThrowNorHang(@ForAll Random random) {
        byte[] bytes = build(
                List.of(new SipHeader("Contact", "\"x, y\" <sip:c@192.0.2.3;lr>;q=1"), new SipHeader("X-a", "b")),
                "v=0\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes = mutated(bytes, random);
        }
        byte[] hostile = bytes;
        assertThatCode(() -> use(PARSER.parse(hostile))).doesNotThrowAnyException();
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        List<Byte> list = new ArrayList<>();
        for (byte b : bytes) {
            list.add(b);
        }
        String alphabet = "\r\n\t \0\"<>;,:@?=\\/[]\u00ff%";
        for (int i = random.nextInt(4); i >= 0 && !list.isEmpty(); i--) {
            int at = random.nextInt(list.size());
            switch (random.nextInt(4)) {
                case 0 -> list.remove(at);
                case 1 -> list.add(at, (byte) alphabet.charAt(random.nextInt(alphabet.length())));
                case 2 -> list.set(at, (byte) random.nextInt(256));
                default ->
                    list.subList(at, Math.min(list.size(), at + random.nextInt(30)))
                            .clear();
            }
        }
        byte[] changed = new byte[list.size()];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = list.get(i);
        }
        return changed;
    }

    @Property(tries = 2000)
    void anyBytesNeverThrow(@ForAll byte[] bytes) {
        assertThatCode(() -> use(PARSER.parse(bytes))).doesNotThrowAnyException();
    }

    /** Reads all that can be read lazily, and answers it. */
    private static void use(Parsed parsed) {
        if (parsed instanceof Parsed.Request p) {
            p.request().headers();
            p.request().body();
            p.request().values("Contact").forEach(NameAddr::parse);
            MessageBuilder.reply(p.request().raw(), new InetSocketAddress("192.0.2.9", 5060), 200, "", "t")
                    .build();
        } else if (parsed instanceof Parsed.Faulty f) {
            f.request().headers();
            MessageBuilder.reply(f.request(), new InetSocketAddress("192.0.2.9", 5060), 400, "", "t")
                    .build();
        }
    }
}
