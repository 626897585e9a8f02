package io.voicebridge.trunk;

import java.util.Map;

/**
 * Something that a trunk needs at its provider.
 *
 * @param path names it within its trunk, such as {@code number/+13125550111}; the part before the slash is its kind
 * @param want its fields, by the provider's names; those that are not named are left as they are. A {@link Ref} stands for
 *     the id of another piece
 */
record Piece(String path, Map<String, Object> want) {

    /** The id that the provider gave to another piece of the trunk. */
    record Ref(String path) {}

    String kind() {
        return kindOf(path);
    }

    static String kindOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** What stands behind the slash; empty if there is none. */
    static String nameOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(slash + 1);
    }
}
