package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinkSignatureTest {

    private static final LinkGrant GRANT =
            new LinkGrant("tn_1", "cv_06f8jq2k3v0a9q6w1x5r7t4b", Instant.ofEpochSecond(1_900_000_000));

    private final KeyRing keys = KeyRing.parse(KeyRing.newKey());
    private final LinkSignature links = new LinkSignature(keys, () -> keys);

    @Test
    void whatWasSignedOpens() {
        assertThat(links.open(links.sign(GRANT))).contains(GRANT);
    }

    @Test
    void aGrantHasTheSameTokenEachTime() {
        assertThat(links.sign(GRANT)).isEqualTo(links.sign(GRANT));
    }

    @Test
    void aTokenOfAnotherBridgeDoesNotOpen() {
        KeyRing others = KeyRing.parse(KeyRing.newKey());

        assertThat(links.open(new LinkSignature(others, () -> others).sign(GRANT)))
                .isEmpty();
    }

    @Test
    void aTokenOpensAfterANewKeyIsInFront() {
        KeyRing newer = KeyRing.parse(KeyRing.newKey()).before(keys);

        assertThat(new LinkSignature(newer, () -> newer).open(links.sign(GRANT)))
                .contains(GRANT);
    }

    @Test
    void aKeyThatWasAddedSinceIsFound() {
        KeyRing newer = KeyRing.parse(KeyRing.newKey()).before(keys);
        LinkSignature before = new LinkSignature(keys, () -> newer);

        assertThat(before.open(new LinkSignature(newer, () -> newer).sign(GRANT)))
                .contains(GRANT);
    }

    @Test
    void nothingElseOpens() {
        for (String text : new String[] {"", "vl_", "vl_00000000.t.c.1.x", "vb_key_secret", "x".repeat(10_000)}) {
            assertThat(links.open(text)).isEmpty();
        }
    }

    /** Every character counts: another conversation, tenant or time is another token. */
    @Property
    void noCharacterCanBeChanged(@ForAll @IntRange(max = 110) int place, @ForAll @IntRange(min = 1, max = 60) int by) {
        KeyRing ring = KeyRing.parse("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        LinkSignature signature = new LinkSignature(ring, () -> ring);
        StringBuilder token = new StringBuilder(signature.sign(GRANT));
        int at = place % token.length();
        char other = (char) ('0' + (token.charAt(at) - '0' + by + 74) % 74);
        if (other == token.charAt(at)) {
            return;
        }
        token.setCharAt(at, other);

        assertThat(signature.open(token.toString())).isEmpty();
    }
}
