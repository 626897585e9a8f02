package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.Archive;
import io.voicebridge.security.LinkGrant;
import io.voicebridge.security.LinkSignature;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that show one conversation to somebody without a key. */
class LinkApiTest {

    private static final String LINKED = "/api/v1/linked-conversation";

    @TempDir
    static Path folder;

    private static ContractWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = new ContractWorld(folder, Map.of("bridge.public.url", "https://voice.example.com"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aLinkShowsItsConversationWithoutAKey() throws Exception {
        String id = world.conversation();
        ApiServer.Answer made = link(id, "{\"expires_in_s\":600}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/url")).startsWith("https://voice.example.com/console/pop#vl_");
        assertThat(Duration.between(Instant.now(), Instant.parse(made.at("/expires_at"))))
                .isBetween(Duration.ofSeconds(560), Duration.ofSeconds(600));
        ApiServer.Answer seen = opened(token(made));
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.at("/conversation/id")).isEqualTo(id);
        assertThat(seen.at("/transcript/0/text")).isEqualTo("Hello");
        assertThat(seen.at("/expires_at")).isEqualTo(made.at("/expires_at"));
        assertThat(seen.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void theTokenStandsWhereNoBrowserSendsIt() throws Exception {
        ApiServer.Answer made = link(world.conversation(), "{}");

        assertThat(made.at("/url").replaceFirst("#.*", "")).isEqualTo("https://voice.example.com/console/pop");
        ApiServer.Answer page = world.server.get("/console/pop").send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(world.server.get(LINKED + "?token=" + token(made)).send().status())
                .isEqualTo(401);
    }

    @Test
    void aLinkOpensNothingElse() throws Exception {
        String token = token(link(world.conversation(), "{}"));

        for (String path : new String[] {"/api/v1/conversations", "/api/v1/me", "/five9/v1/outcome?correlation=1"}) {
            assertThat(world.server
                            .get(path)
                            .header("Authorization", "Bearer " + token)
                            .send()
                            .status())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void aLinkWhoseTimeIsOverShowsNothing() throws Exception {
        LinkSignature links = world.server.bean("linkSignature", LinkSignature.class);
        String over = links.sign(new LinkGrant(
                world.server.demo().tenant(),
                world.conversation(),
                Instant.now().minusSeconds(1)));

        ApiServer.Answer answer = opened(over);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.at("/detail")).contains("time of this link is over");
        assertThat(answer.text()).doesNotContain("Hello");
    }

    @Test
    void aLinkThatWasChangedShowsNothing() throws Exception {
        String token = token(link(world.conversation(), "{}"));
        String other = world.conversation();

        ApiServer.Answer answer = opened(token.replaceFirst("cv_[^.]*", other));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.at("/detail")).contains("no link to a conversation");
    }

    @Test
    void whatWasErasedIsGoneForLinksToo() throws Exception {
        String id = world.ended();
        String token = token(link(id, "{}"));
        world.server.bean("archive", Archive.class).erase(world.server.demo().tenant(), id, "test", recording -> {});

        assertThat(opened(token).status()).isEqualTo(410);
    }

    @Test
    void whoMadeALinkIsInTheAudit() throws Exception {
        String id = world.conversation();
        ApiServer.Answer made = link(id, "{}");

        ApiServer.Answer audit = world.server
                .get("/api/v1/audit?action=conversation.link&target=" + id)
                .key(world.key())
                .send();

        assertThat(audit.at("/items/0/detail")).contains(made.at("/expires_at"));
        assertThat(audit.text()).doesNotContain("vl_");
    }

    @Test
    @Five9(Five9Habit.SCREEN_POP)
    void aScriptIsToldALinkIfItsTenantWantsThat() throws Exception {
        String id = world.conversation();
        world.post(
                "/api/v1/conversations/" + id + "/outcome", "{\"outcome\":\"qualified\",\"final\":true}", "/revision");
        String asked = "/five9/v1/outcome?link=1&conversation_id=" + id;
        assertThat(script(asked)).contains("\"link\":\"\"");

        world.server
                .request("PATCH", "/api/v1/tenants/" + world.server.demo().tenant())
                .key(world.key())
                .header("If-Match", "*")
                .json("{\"settings\":{\"screen_pop_minutes\":60}}")
                .send();

        String answer = script(asked);
        assertThat(answer).contains("\"link\":\"https://voice.example.com/console/pop#vl_");
        assertThat(script(asked)).isEqualTo(answer);
        assertThat(script("/five9/v1/outcome?conversation_id=" + id)).doesNotContain("link");
        String token = answer.replaceFirst(".*#(vl_[^\"]*)\".*", "$1");
        assertThat(opened(token).at("/conversation/id")).isEqualTo(id);
    }

    private static String script(String path) throws Exception {
        return world.server.get(path).key(world.server.demo().five9Key()).send().text();
    }

    private static ApiServer.Answer link(String id, String body) throws Exception {
        return world.server
                .post("/api/v1/conversations/" + id + "/links")
                .key(world.key())
                .json(body)
                .send();
    }

    private static String token(ApiServer.Answer made) throws Exception {
        return made.at("/url").replaceFirst(".*#", "");
    }

    private static ApiServer.Answer opened(String token) throws Exception {
        return world.server
                .get(LINKED)
                .header("Authorization", "Bearer " + token)
                .send();
    }
}
