package io.voicebridge.component.sip;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that routes can do something with, by each of their names. Thread-safe; bounded by the engine's limit of
 * calls.
 */
final class LiveCalls {

    private final Set<RoutedCall> calls = ConcurrentHashMap.newKeySet();
    private final Map<String, RoutedCall> byName = new ConcurrentHashMap<>();

    /** Adds the call, or the names that it has got since. */
    void add(RoutedCall call) {
        calls.add(call);
        call.names().forEach(name -> byName.put(name, call));
    }

    void remove(RoutedCall call) {
        calls.remove(call);
        call.names().forEach(name -> byName.remove(name, call));
    }

    Optional<RoutedCall> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<RoutedCall> all() {
        return Set.copyOf(calls);
    }

    int size() {
        return calls.size();
    }
}
