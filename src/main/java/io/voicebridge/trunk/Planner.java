package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.trunk.Plan.Action;
import io.voicebridge.trunk.Plan.Change;
import io.voicebridge.trunk.Plan.Op;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the provider has and compares it with what is wanted. Asks only. Of one run; not thread-safe. */
final class Planner {

    private static final int DIGITS = 16;

    private final Carrier carrier;
    private final Made made;

    /** @param made corrected by what is found */
    Planner(Carrier carrier, Made made) {
        this.carrier = carrier;
        this.made = made;
    }

    Plan plan() {
        List<Action> actions = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        for (Piece piece : carrier.pieces()) {
            wanted.add(piece.path());
            actions.add(of(piece));
        }
        List<String> paths = made.paths();
        for (int i = paths.size() - 1; i >= 0; i--) {
            if (!wanted.contains(paths.get(i))) {
                actions.add(new Action(paths.get(i), Op.DELETE, List.of(), "Is not wanted any more."));
            }
        }
        return new Plan(revision(actions), List.copyOf(actions));
    }

    private Action of(Piece piece) {
        Optional<Found> there = carrier.find(piece, made);
        if (there.isEmpty()) {
            made.remove(piece.path());
            return carrier.obstacle(piece)
                    .map(why -> new Action(piece.path(), Op.BLOCKED, List.of(), why))
                    .orElseGet(() -> new Action(piece.path(), Op.CREATE, changes(piece, null), ""));
        }
        made.put(piece.path(), there.get().id());
        List<Change> changes = changes(piece, there.get().have());
        return changes.isEmpty()
                ? new Action(piece.path(), Op.KEEP, List.of(), "")
                : new Action(piece.path(), Op.UPDATE, changes, "");
    }

    private List<Change> changes(Piece piece, JsonNode have) {
        List<Change> changes = new ArrayList<>();
        piece.want().forEach((field, value) -> {
            String want = text(made.resolved(value));
            String now = have == null ? "" : text(at(have, field));
            if (have == null || !isSame(want, now)) {
                changes.add(new Change(field, want, now));
            }
        });
        return List.copyOf(changes);
    }

    /** An amount is the same with and without its zeros. */
    private static boolean isSame(String want, String now) {
        if (want.equals(now)) {
            return true;
        }
        try {
            return new BigDecimal(want).compareTo(new BigDecimal(now)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static JsonNode at(JsonNode have, String field) {
        return have.at('/' + field.replace('.', '/'));
    }

    /** Numbers may come as text and the other way round; a null is as good as nothing. */
    private static String text(Object value) {
        if (value instanceof JsonNode node) {
            if (node.isArray()) {
                List<String> items = new ArrayList<>();
                node.forEach(item -> items.add(item.asText()));
                return String.join(", ", items);
            }
            return node.isNull() ? "" : node.asText("");
        }
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    /** What differs, in the form of the API. Of the pieces that {@link #plan} has looked at. */
    static List<Drift> drift(Plan plan, List<Drift> strangers) {
        List<Drift> drift = new ArrayList<>();
        for (Action action : plan.actions()) {
            switch (action.op()) {
                case CREATE -> drift.add(new Drift(action.path(), "present", "", Drift.Severity.CRITICAL));
                case BLOCKED -> drift.add(new Drift(action.path(), "present", action.note(), Drift.Severity.CRITICAL));
                case DELETE -> drift.add(new Drift(action.path(), "", "present", Drift.Severity.WARNING));
                case UPDATE ->
                    action.changes()
                            .forEach(change -> drift.add(new Drift(
                                    action.path() + '.' + change.field(),
                                    change.want(),
                                    change.have(),
                                    severity(change.field()))));
                case KEEP -> {
                    // as it is wanted
                }
            }
        }
        drift.addAll(strangers);
        return List.copyOf(drift);
    }

    /** By what a caller would notice. */
    private static Drift.Severity severity(String field) {
        return switch (field) {
            case "friendly_name", "connection_name", "name", "disaster_recovery_url", "disaster_recovery_method" ->
                Drift.Severity.WARNING;
            default -> Drift.Severity.CRITICAL;
        };
    }

    private static String revision(List<Action> actions) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(actions.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
