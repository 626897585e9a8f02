package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.calling.RawCaller;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadroomTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private final Headroom memory = new Headroom(nanos::get, collections::incrementAndGet);
    private final List<RefusedCall> refused = new CopyOnWriteArrayList<>();

    @Test
    void aCallIsRefusedWhileTheHeapIsFullAndTakenWhenItIsNotAnyMore() throws IOException {
        memory.collected(96, 100, true);
        try (CallEngine engine = CallEngine.start(
                        CallEngineSettings.loopback(),
                        call -> call.refuse(new Refusal(480, "Taken, and not answered", List.of())),
                        refused::add,
                        memory);
                RawCaller early = new RawCaller(engine.boundAddress(Transport.UDP));
                RawCaller late = new RawCaller(engine.boundAddress(Transport.UDP))) {
            early.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);

            assertThat(early.response(503)).contains("Retry-After: 10");
            assertThat(refused).extracting(RefusedCall::condition).containsExactly("short-of-memory");

            memory.collected(60, 100, true);
            late.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);

            assertThat(late.response(480)).startsWith("SIP/2.0 480 ");
            assertThat(refused).hasSize(1);
        }
    }

    /** Who takes no calls makes no garbage, and nothing would be collected of its own accord. */
    @Test
    void whoIsRefusedHasTheHeapLookedAtAgainEveryTenSecondsAtMost() {
        memory.collected(96, 100, true);
        assertThat(memory.isThere()).isFalse();
        assertThat(collections).as("just collected").hasValue(0);

        nanos.set(Duration.ofSeconds(10).toNanos());
        assertThat(memory.isThere()).isFalse();
        assertThat(memory.isThere()).isFalse();
        assertThat(collections).hasValue(1);

        memory.collected(60, 100, true);
        nanos.set(Duration.ofSeconds(30).toNanos());
        assertThat(memory.isThere()).isTrue();
        assertThat(collections).as("there is room").hasValue(1);
    }

    /** With less, a heap of 64 MB had no room left for what the calls that it had taken went on to need. */
    @Test
    void aSmallHeapKeepsAReserveForTheCallsThatAreUp() {
        memory.collected(54L << 20, 61L << 20, true);
        assertThat(memory.isThere()).isFalse();

        memory.collected(50L << 20, 61L << 20, true);
        assertThat(memory.isThere()).isTrue();

        memory.collected(1_390L << 20, 1_500L << 20, true);
        assertThat(memory.isThere()).isTrue();
    }

    /** Among the old there may be garbage. */
    @Test
    void aHeapThatIsFullOfWhatIsOldIsCollectedBeforeACallIsRefused() {
        memory.collected(96, 100, false);
        memory.collected(97, 100, false);

        assertThat(memory.isThere()).isTrue();
        assertThat(collections).hasValue(1);

        memory.collected(96, 100, true);
        assertThat(memory.isThere()).isFalse();
    }

    /** The collectors tell in this machine's own way, which differs between them. */
    @Test
    void ofThisProcessKnowsThatThereIsRoom() {
        System.gc();

        assertThat(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed())
                .isLessThan(Runtime.getRuntime().maxMemory());
        assertThat(Headroom.here().isThere()).isTrue();
    }
}
