package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The conditions of a list that were asked for, with their values as parameters of the query. Not thread-safe. */
public final class Restrictions {

    private final StringBuilder where;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param condition one that always holds, such as whose rows they are */
    public Restrictions(String condition, String parameter, Object value) {
        this.where = new StringBuilder(condition);
        values.put(parameter, value);
    }

    /** Without effect if the value is empty. */
    public Restrictions and(String condition, String parameter, String value) {
        return and(condition, parameter, Optional.of(value).filter(text -> !text.isEmpty()));
    }

    /** Without effect if the value is empty. */
    public Restrictions and(String condition, String parameter, Optional<?> value) {
        value.ifPresent(given -> {
            and(condition);
            values.put(parameter, given);
        });
        return this;
    }

    public Restrictions and(String condition) {
        where.append(" and ").append(condition);
        return this;
    }

    public <R> TypedQuery<R> query(EntityManager entities, String before, String after, Class<R> type) {
        TypedQuery<R> query = entities.createQuery(before + where + after, type);
        values.forEach(query::setParameter);
        return query;
    }
}
