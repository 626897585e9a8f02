package io.voicebridge.trunk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider's ids of the pieces that are there, in the order in which they were made. Of one run; not thread-safe. */
final class Made {

    private final Map<String, String> ids;

    Made(Map<String, String> ids) {
        this.ids = new LinkedHashMap<>(ids);
    }

    Optional<String> id(String path) {
        return Optional.ofNullable(ids.get(path));
    }

    /** Of a piece that must be there by now. */
    String needed(String path) {
        return id(path).orElseThrow(() -> new CarrierFault(0, "", path + " is not there yet"));
    }

    void put(String path, String id) {
        ids.put(path, id);
    }

    void remove(String path) {
        ids.remove(path);
    }

    List<String> paths() {
        return List.copyOf(ids.keySet());
    }

    /** A field with the ids that are known put in; those that are not are told by the path. */
    Object resolved(Object want) {
        return want instanceof Piece.Ref ref ? id(ref.path()).orElse("the id of " + ref.path()) : want;
    }
}
