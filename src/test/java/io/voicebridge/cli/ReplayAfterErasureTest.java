package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayAfterErasureTest {

    @TempDir
    Path folder;

    /** The answer to the hang-up says who called; it is kept for a day, so that the request can be repeated. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void anAnswerThatIsKeptForRepetitionIsErasedWithItsConversation(Database database) throws Exception {
        try (ContractWorld world = new ContractWorld(folder, database, Map.of());
                Caller caller = world.caller()) {
            PhoneCall call = caller.dials("+13453453453").connects();
            String path = "/api/v1/conversations/" + world.live();
            ApiServer.Answer hungUp = hangUp(world, path);
            call.isOver();
            assertThat(hungUp.status()).isEqualTo(202);
            assertThat(hangUp(world, path).header("Idempotency-Replayed")).hasValue("true");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            world.server.delete(path).key(world.key()).send().status() == 204);

            ApiServer.Answer again = hangUp(world, path);

            assertThat(again.status()).isEqualTo(410);
            assertThat(again.at("/code")).isEqualTo("erased");
        }
    }

    private static ApiServer.Answer hangUp(ContractWorld world, String path) throws Exception {
        return world.server
                .post(path + "/hangup")
                .key(world.key())
                .header("Idempotency-Key", "once")
                .send();
    }
}
