package io.voicebridge.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Offer and answer of keys (RFC 4568 section 5.1). */
final class CryptoChoice {

    /** @param attribute value of the attribute for our answer */
    record Chosen(MediaKeys keys, String attribute) {}

    private CryptoChoice() {}

    /** Takes the first line of an offer that we can use: the one that the peer likes best. */
    static Optional<Chosen> answer(MediaDescription offered, MediaSecurity security) {
        for (SdpAttribute line : offered.attributes()) {
            Optional<CryptoAttribute> crypto = usable(line, security);
            if (crypto.isPresent()) {
                CryptoAttribute taken = crypto.get();
                byte[] ours = security.key(taken.suite());
                String attribute = CryptoAttribute.write(taken.tag(), taken.suite(), ours);
                return Optional.of(new Chosen(keys(taken, ours), attribute));
            }
        }
        return Optional.empty();
    }

    /** The lines of our offer, tagged from 1 on. */
    static List<String> offer(MediaSecurity security) {
        List<String> lines = new ArrayList<>();
        for (CryptoSuite suite : security.suites()) {
            lines.add(CryptoAttribute.NAME + ":" + CryptoAttribute.write(lines.size() + 1, suite, security.key(suite)));
        }
        return lines;
    }

    /** Reads the line of an answer; it has to be the one line, with the tag and suite of one of ours. */
    static Optional<Chosen> accept(MediaDescription answered, MediaSecurity security) {
        List<SdpAttribute> lines = answered.attributes().stream()
                .filter(attribute -> attribute.name().equals(CryptoAttribute.NAME))
                .toList();
        if (lines.size() != 1) {
            return Optional.empty();
        }
        return usable(lines.get(0), security)
                .filter(crypto -> security.suites().indexOf(crypto.suite()) + 1 == crypto.tag())
                .map(crypto -> new Chosen(keys(crypto, security.key(crypto.suite())), ""));
    }

    private static Optional<CryptoAttribute> usable(SdpAttribute line, MediaSecurity security) {
        return line.name().equals(CryptoAttribute.NAME)
                ? CryptoAttribute.parse(line.value())
                        .filter(crypto -> security.suites().contains(crypto.suite()))
                : Optional.empty();
    }

    private static MediaKeys keys(CryptoAttribute crypto, byte[] ours) {
        return new MediaKeys(crypto.suite(), ours, crypto.key(), crypto.mki());
    }
}
