package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.calling.RawCaller;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HeadroomTest {

    private final Headroom memory = new Headroom();
    private final List<RefusedCall> refused = new CopyOnWriteArrayList<>();

    @Test
    void aCallIsRefusedWhileTheHeapIsFullAndTakenWhenItIsNotAnyMore() throws IOException {
        memory.collected(96, 100);
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

            memory.collected(60, 100);
            late.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);

            assertThat(late.response(480)).startsWith("SIP/2.0 480 ");
            assertThat(refused).hasSize(1);
        }
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
