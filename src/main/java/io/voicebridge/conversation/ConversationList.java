package io.voicebridge.conversation;

import io.voicebridge.directory.Page;
import io.voicebridge.directory.Restrictions;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The conversations of a tenant, newest first, page by page; within a transaction of the caller.
 *
 * <p>A search that is the whole id, correlation or number of a customer finds their calls by an index, however old they are. Any
 * other looks for its text in a part of the calls that the other filters leave, and the cursor of its page, which may be short
 * or empty, goes on where it ended: so it costs the same however many calls there are, and whether it finds anything or not.
 */
final class ConversationList {

    /** How many calls one page of a search looks at: of all; of those that a filter picks, each of which is read from another place. */
    static final int SEARCHED = 1_000;

    static final int SEARCHED_APART = 250;

    private static final String BY_ID = " order by c.id desc";

    private static final String OF_CUSTOMER =
            "c.id in (select p.conversationId from PartyRow p where p.tenantId = :tenant and p.numberKey = :%s"
                    + " and p.presented = false)";

    /** The variables are counted, not asked whether one exists: for that PostgreSQL would read those of all calls there are. */
    private static final String HAS_TEXT = "(lower(c.id) like :q escape '!' or lower(c.correlation) like :q escape '!'"
            + " or c.ani like :q escape '!' or c.number like :q escape '!' or lower(c.agent) like :q escape '!'"
            + " or (select count(v.nameKey) from VariableRow v where v.conversationId = c.id"
            + " and lower(v.content) like :q escape '!') > 0)";

    private final EntityManager entities;

    ConversationList(EntityManager entities) {
        this.entities = entities;
    }

    /** @param after key of the call that the page comes after, or empty */
    Page<ConversationFacts> page(String tenantId, ConversationFilter filter, String after, int limit) {
        if (filter.q().isBlank()) {
            return page(restrictions(tenantId, filter, after), newestFirst(filter), limit);
        }
        return meant(tenantId, filter, after, limit).orElseGet(() -> search(tenantId, filter, after, limit));
    }

    /** Something that a search may be the whole of. */
    private record Name(String condition, String value) {}

    /** The calls that have the search for a name; empty if none has. */
    private Optional<Page<ConversationFacts>> meant(
            String tenantId, ConversationFilter filter, String after, int limit) {
        String sought = filter.q().strip();
        return List.of(
                        new Name("c.id = :sought", sought),
                        new Name("c.correlation = :sought", sought),
                        new Name(OF_CUSTOMER.formatted("sought"), filter.qNumber()))
                .stream()
                .filter(name -> !name.value().isEmpty())
                .map(name -> restrictions(tenantId, filter, after).and(name.condition(), "sought", name.value()))
                .map(wanted -> page(wanted, BY_ID, limit))
                .filter(page -> !page.items().isEmpty())
                .findFirst();
    }

    private Page<ConversationFacts> search(String tenantId, ConversationFilter filter, String after, int limit) {
        Restrictions wanted = restrictions(tenantId, filter, after);
        Optional<String> furthest = furthest(wanted, filter);
        wanted.and("c.id >= :furthest", "furthest", furthest).and(HAS_TEXT, "q", pattern(filter.q()));
        Page<ConversationFacts> page = page(wanted, newestFirst(filter), limit);
        return page.nextCursor() == null && furthest.isPresent()
                ? new Page<>(page.items(), Page.cursor(furthest.get()))
                : page;
    }

    private Page<ConversationFacts> page(Restrictions wanted, String order, int limit) {
        return Page.of(
                wanted.query(entities, "from ConversationRow c where ", order, ConversationRow.class)
                        .setMaxResults(limit + 1)
                        .getResultList(),
                limit,
                row -> row.id,
                ConversationFacts::of);
    }

    private static Restrictions restrictions(String tenantId, ConversationFilter filter, String after) {
        Restrictions wanted = new Restrictions("c.tenantId = :tenant", "tenant", tenantId)
                .and("c.erasedAt is null")
                .and("c.id < :after", "after", after)
                // By the ids, which an index has, and then to the moment
                .and("c.id >= :least", "least", filter.leastId())
                .and("c.id < :below", "below", filter.idsBelow())
                .and("c.startedAt >= :from", "from", filter.from())
                .and("c.startedAt < :to", "to", filter.to())
                .and("c.numberKey = :number", "number", filter.number())
                .and("c.agentId = :agentId", "agentId", filter.agentId())
                .and("c.correlation = :correlation", "correlation", filter.correlation())
                .and("c.outcome = :outcome", "outcome", filter.outcome())
                .and(OF_CUSTOMER.formatted("ani"), "ani", filter.ani());
        if (!filter.status().isEmpty()) {
            wanted.and(
                    filter.isLive()
                            ? "c.id in (select o.id from ConversationRow o where o.state in ('ringing', 'talking'))"
                            : "c.state = 'ended'");
        }
        return wanted;
    }

    /** The last call that a search looks at; empty if it can look at all that is left. */
    private Optional<String> furthest(Restrictions wanted, ConversationFilter filter) {
        return wanted.query(entities, "select c.id from ConversationRow c where ", newestFirst(filter), String.class)
                .setFirstResult((filter.picks() ? SEARCHED_APART : SEARCHED) - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /**
     * An order that an index has, beginning with what the rows have in common, so that a page costs the same however many rows
     * there are. Where a filter leaves few of them, they are sorted.
     */
    private static String newestFirst(ConversationFilter filter) {
        if (filter.leavesFew()) {
            return BY_ID;
        }
        String common = filter.number().isEmpty()
                ? filter.agentId().isEmpty() ? filter.outcome().isEmpty() ? "" : "c.outcome desc, " : "c.agentId desc, "
                : "c.numberKey desc, ";
        return " order by c.tenantId desc, " + common + "c.id desc";
    }

    private static String pattern(String part) {
        return '%' + escaped(part.strip().toLowerCase(Locale.ROOT)) + '%';
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
