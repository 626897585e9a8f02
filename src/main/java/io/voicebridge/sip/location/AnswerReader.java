package io.voicebridge.sip.location;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the records of one type from a response: follows the aliases in it (RFC 1034 section 3.6.2), and finds out how long
 * it holds, also if it says that there is nothing (RFC 2308 section 5).
 *
 * @param <T> the record in our own form
 */
final class AnswerReader<T> {

    private static final int MOST_ALIASES = 8;
    private static final long NOTHING_SECONDS = 30;
    private static final long LONGEST_NOTHING_SECONDS = 300;
    private static final long LONGEST_SECONDS = 86_400;

    /** Reads one record from its bytes; may throw at bytes that make no sense. */
    private interface Form<T> {
        T read(ByteBuf content) throws UnknownHostException;
    }

    private final DnsRecordType type;
    private final Form<T> form;

    private AnswerReader(DnsRecordType type, Form<T> form) {
        this.type = type;
        this.form = form;
    }

    static AnswerReader<Srv> services() {
        return new AnswerReader<>(
                DnsRecordType.SRV,
                in -> new Srv(in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort(), name(in)));
    }

    static AnswerReader<Naptr> pointers() {
        return new AnswerReader<>(DnsRecordType.NAPTR, in -> {
            int order = in.readUnsignedShort();
            int preference = in.readUnsignedShort();
            String flags = text(in);
            String service = text(in);
            String expression = text(in);
            // RFC 3263 section 4.1: for SIP the expression is empty, and the replacement is what counts.
            return new Naptr(order, preference, expression.isEmpty() ? flags : "", service, name(in));
        });
    }

    static AnswerReader<InetAddress> addresses(IpFamily family) {
        int bytes = family == IpFamily.IPV4 ? 4 : 16;
        return new AnswerReader<>(family == IpFamily.IPV4 ? DnsRecordType.A : DnsRecordType.AAAA, in -> {
            byte[] address = new byte[bytes];
            in.readBytes(address);
            return InetAddress.getByAddress(address);
        });
    }

    DnsRecordType type() {
        return type;
    }

    /** @param asked the name that the question was about, with its dot at the end */
    Answer<T> read(String asked, DnsResponse response) {
        String owner = asked;
        long seconds = LONGEST_SECONDS;
        for (int i = 0; i <= MOST_ALIASES; i++) {
            List<T> records = new ArrayList<>();
            for (DnsRawRecord each : of(owner, type, response)) {
                seconds = Math.min(seconds, each.timeToLive());
                if (records.size() < Answer.MOST_RECORDS) {
                    parse(each).ifPresent(records::add);
                }
            }
            if (!records.isEmpty()) {
                return new Answer<>(List.copyOf(records), seconds, "");
            }
            List<DnsRawRecord> aliases = of(owner, DnsRecordType.CNAME, response);
            if (aliases.isEmpty()) {
                break;
            }
            seconds = Math.min(seconds, aliases.get(0).timeToLive());
            owner = lower(name(aliases.get(0).content().duplicate()));
        }
        long nothing = Math.min(seconds, secondsOfNothing(response));
        return owner.equals(asked) ? Answer.none(nothing) : new Answer<>(List.of(), nothing, owner);
    }

    private Optional<T> parse(DnsRawRecord record) {
        try {
            return Optional.of(form.read(record.content().duplicate()));
        } catch (UnknownHostException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<DnsRawRecord> of(String owner, DnsRecordType type, DnsResponse response) {
        List<DnsRawRecord> found = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord each = response.recordAt(DnsSection.ANSWER, i);
            if (each instanceof DnsRawRecord raw
                    && each.type().equals(type)
                    && each.dnsClass() == DnsRecord.CLASS_IN
                    && lower(each.name()).equals(owner)) {
                found.add(raw);
            }
        }
        return found;
    }

    /** The SOA says how long nothing stays nothing: the lower one of its own time and its last field. */
    private static long secondsOfNothing(DnsResponse response) {
        for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
            DnsRecord each = response.recordAt(DnsSection.AUTHORITY, i);
            if (each instanceof DnsRawRecord raw && each.type().equals(DnsRecordType.SOA)) {
                ByteBuf content = raw.content();
                long minimum = content.readableBytes() < 4 ? 0 : content.getUnsignedInt(content.writerIndex() - 4);
                return Math.min(LONGEST_NOTHING_SECONDS, Math.min(each.timeToLive(), minimum));
            }
        }
        return NOTHING_SECONDS;
    }

    private static String text(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedByte(), StandardCharsets.US_ASCII)
                .toString();
    }

    private static String name(ByteBuf in) {
        return DefaultDnsRecordDecoder.decodeName(in);
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
