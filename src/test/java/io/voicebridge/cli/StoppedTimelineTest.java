package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a timeline wait for others for a moment; a bridge that is stopped in this moment has them written. */
class StoppedTimelineTest {

    @Test
    void whatIsToldWhileTheBridgeStopsIsWritten(@TempDir Path folder) throws Exception {
        try (ContractWorld world = new ContractWorld(folder, Map.of("bridge.db.url", "", "bridge.db.user", "sa"))) {
            String id = world.conversation();
            Conversations conversations = world.server.bean("conversations", Conversations.class);
            String tenant = world.server.demo().tenant();
            world.server
                    .context()
                    .addService(
                            new ServiceSupport() {
                                @Override
                                protected void doStop() {
                                    conversations.noteSoon(tenant, id, new Note("at-the-stop", "bridge", "-"));
                                }
                            },
                            true,
                            false);
        }

        try (Storage storage = Storage.open(Storage.Address.inDirectory(folder))) {
            List<String> kinds = storage.transactions().execute(status -> storage.entityManager()
                    .createQuery("select t.kind from TimelineRow t where t.kind = 'at-the-stop'", String.class)
                    .getResultList());

            assertThat(kinds).hasSize(1);
        }
    }
}
