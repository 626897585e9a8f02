package io.voicebridge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineQuotaTest {

    private final List<String> asked = new ArrayList<>();
    /** How many conversations each question has named. */
    private final List<Integer> named = new ArrayList<>();

    /** So small that each entry is counted. */
    private final TimelineQuota quota = new TimelineQuota(emptyDatabase(), TimelineQuota.FEW_PART - 1, 4);

    @Test
    void whatIsExpectedIsCountedAtOnceAndNotForgottenForOthersThatAreExpectedWithIt() {
        quota.expect(List.of("a", "b", "c", "d"));
        quota.expect(List.of("a", "e", "f", "g"));
        asked.clear();

        for (String id : List.of("a", "e", "f", "g")) {
            assertThat(quota.admits(entryOf(id))).isTrue();
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void manyThatAreExpectedAreCountedInPieces() {
        quota.expect(IntStream.rangeClosed(0, TimelineQuota.ASKED_AT_ONCE)
                .mapToObj(Integer::toString)
                .toList());

        assertThat(named).containsExactly(TimelineQuota.ASKED_AT_ONCE, 1);
    }

    @Test
    void whatNobodyExpectedIsCountedByItself() {
        quota.admits(entryOf("a"));
        quota.admits(entryOf("a"));

        assertThat(asked).hasSize(1);
    }

    @Test
    void theFirstFewOfAConversationAreNotCountedAndTheNextIsHoweverManyOthersCameBetween() {
        TimelineQuota large = new TimelineQuota(emptyDatabase(), 3 * TimelineQuota.FEW_PART, 4);
        for (int i = 0; i < 3; i++) {
            large.expect(List.of("a"));
            large.admits(entryOf("a"));
            IntStream.range(0, 10).forEach(other -> large.admits(entryOf("other-" + other)));
        }
        assertThat(asked).isEmpty();

        large.admits(entryOf("a"));

        assertThat(asked).hasSize(1);
    }

    private static TimelineRow entryOf(String conversationId) {
        TimelineRow row = new TimelineRow();
        row.conversationId = conversationId;
        row.kind = "outcome-read";
        return row;
    }

    /** No timeline in it has an entry. */
    private EntityManager emptyDatabase() {
        return proxy(EntityManager.class, (method, args) -> {
            asked.add((String) args[0]);
            return query();
        });
    }

    private TypedQuery<?> query() {
        return proxy(TypedQuery.class, (method, args) -> {
            if (method.equals("setParameter") && args[1] instanceof Collection<?> ids) {
                named.add(ids.size());
            }
            return switch (method) {
                case "getSingleResult" -> 0L;
                case "getResultList" -> List.of();
                default -> query();
            };
        });
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> answer.to(method.getName(), args)));
    }
}
