package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeyCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicBoolean away = new AtomicBoolean();
    private Optional<Instant> expiresAt = Optional.empty();
    private Runnable whileReading = () -> {};
    private Duration setBy = Duration.ZERO;
    private Duration passed = Duration.ZERO;
    private final KeyCheck check =
            new KeyCheck(this::find, moving(() -> NOW.plus(passed).plus(setBy)), moving(() -> NOW.plus(passed)));

    private static Clock moving(Supplier<Instant> time) {
        return new Clock() {
            @Override
            public Instant instant() {
                return time.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private Optional<KeyRecord> find(String id) {
        if (away.get()) {
            throw new IllegalStateException("the database is away");
        }
        Optional<KeyRecord> read = id.equals("key_1")
                ? Optional.of(new KeyRecord(
                        id,
                        "tn_1",
                        Set.of(Scope.FIVE9),
                        KeyToken.hash("new"),
                        Optional.of(KeyToken.hash("old")),
                        Optional.of(NOW.plusSeconds(60)),
                        expiresAt))
                : Optional.empty();
        whileReading.run();
        return read;
    }

    @Test
    void opensForTheSecretAndForTheOneBeforeARotation() {
        assertThat(check.check(new KeyToken("key_1", "new")))
                .map(Principal::tenantId)
                .contains("tn_1");
        assertThat(check.check(new KeyToken("key_1", "old"))).isPresent();
    }

    @Test
    void staysShutForAWrongSecretAnUnknownKeyAndNoHashAtAll() {
        assertThat(check.check(new KeyToken("key_1", "wrong"))).isEmpty();
        assertThat(check.check(new KeyToken("key_2", "new"))).isEmpty();
        assertThat(check.check(new KeyToken("key_2", ""))).isEmpty();
    }

    @Test
    void aMillionWrongKeysLeaveNothingBehindAndTheGoodOneOpens() {
        for (int guess = 0; guess < 500_000; guess++) {
            assertThat(check.check(new KeyToken("guess_" + guess, "new")).isPresent())
                    .isFalse();
            assertThat(check.check(new KeyToken("key_1", "guess_" + guess)).isPresent())
                    .isFalse();
        }

        assertThat(check.remembered()).isEqualTo(1);
        assertThat(check.check(new KeyToken("key_1", "new"))).isPresent();
    }

    @Test
    void staysShutAfterExpiry() {
        expiresAt = Optional.of(NOW);

        assertThat(check.check(new KeyToken("key_1", "new"))).isEmpty();
    }

    @Test
    void readsAnewWhatItWasToldToForget() {
        check.check(new KeyToken("key_1", "new"));
        expiresAt = Optional.of(NOW);

        assertThat(check.check(new KeyToken("key_1", "new"))).isPresent();
        check.forget("key_1");
        assertThat(check.check(new KeyToken("key_1", "new"))).isEmpty();
    }

    @Test
    void remembersNothingThatChangedWhileItWasRead() {
        whileReading = () -> {
            expiresAt = Optional.of(NOW);
            check.forget("key_1");
        };
        check.check(new KeyToken("key_1", "new"));

        assertThat(check.check(new KeyToken("key_1", "new"))).isEmpty();
    }

    @Test
    void opensForAKnownKeyWhileTheDatabaseIsAway() {
        check.check(new KeyToken("key_1", "new"));
        away.set(true);

        assertThat(check.check(new KeyToken("key_1", "new"))).isPresent();
        assertThatThrownBy(() -> check.check(new KeyToken("key_9", "new"))).hasMessageContaining("away");
    }

    @Test
    void isNotRememberedForLongerBecauseTheClockWasPutBack() {
        check.check(new KeyToken("key_1", "new"));
        away.set(true);
        setBy = Duration.ofHours(-3);
        passed = KeyCheck.STALE;

        assertThat(check.checkRemembered(new KeyToken("key_1", "new"))).isEmpty();
        assertThatThrownBy(() -> check.check(new KeyToken("key_1", "new"))).hasMessageContaining("away");
    }

    @Test
    void aFive9KeyMayNothingElse() {
        Principal principal = check.check(new KeyToken("key_1", "new")).orElseThrow();

        assertThat(principal.may(Scope.FIVE9)).isTrue();
        assertThat(principal.may(Scope.READ)).isFalse();
        assertThat(principal.may(Scope.ADMIN)).isFalse();
    }
}
