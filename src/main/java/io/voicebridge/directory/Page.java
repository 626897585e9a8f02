package io.voicebridge.directory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param nextCursor asks for the next part; null in the last
 */
public record Page<T>(List<T> items, String nextCursor) {

    public static final int DEFAULT_LIMIT = 50;

    /**
     * Cuts a page of {@code limit} from rows of which one more was read, to know whether there is more.
     *
     * @param key what {@link #after} gives back for the next page
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, String> key, Function<R, T> view) {
        List<R> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        String next = rows.size() > limit ? cursor(key.apply(shown.get(limit - 1))) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }

    public static int limit(Integer asked) {
        return Optional.ofNullable(asked).orElse(DEFAULT_LIMIT);
    }

    /** The cursor of a page that starts after a key. */
    public static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that the page starts after; the empty text for the first page.
     *
     * @throws Problem 400 if it is not one of our cursors
     */
    public static String after(String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.chars().noneMatch(Character::isISOControl)) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Problem(400, "bad_filter", "The cursor is not one that this API gave.");
    }
}
