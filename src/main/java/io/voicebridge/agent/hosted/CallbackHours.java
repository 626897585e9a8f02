package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When callers can be called back. Immutable.
 *
 * @param from the first minute of a day
 * @param to the first minute after it
 */
record CallbackHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    private static final Duration SOONEST = Duration.ofMinutes(5);
    private static final Duration LATEST = Duration.ofDays(90);
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);

    /** Whether a time is one. */
    sealed interface Answer {

        /** @param at ISO 8601 with the offset that the zone has then */
        record Yes(String at) implements Answer {}

        record No(String why) implements Answer {}
    }

    /** Empty if the settings have none. @throws IllegalArgumentException with one sentence a person can act on */
    static Optional<CallbackHours> read(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        try {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            node.path("days").forEach(day -> days.add(day(day.asText())));
            CallbackHours hours = new CallbackHours(
                    ZoneId.of(node.path("zone").asText()),
                    days.isEmpty() ? EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY) : days,
                    LocalTime.parse(node.path("from").asText("09:00")),
                    LocalTime.parse(node.path("to").asText("18:00")));
            if (!hours.from.isBefore(hours.to)) {
                throw new IllegalArgumentException("The hours of callbacks end before they begin.");
            }
            return Optional.of(hours);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "settings.callbacks needs a zone such as America/Denver, and from and to such as 09:00.", e);
        }
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equalsIgnoreCase(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no day of callbacks; days are mon, tue, and so on.");
    }

    /** @param wanted local time, or a time with an offset */
    Answer check(String wanted, Instant now) {
        ZonedDateTime at;
        try {
            at = wanted.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(wanted).atZoneSameInstant(zone)
                    : LocalDateTime.parse(wanted).atZone(zone);
        } catch (DateTimeException e) {
            return new Answer.No("The time is not written like 2027-01-31T15:30.");
        }
        if (at.toInstant().isBefore(now.plus(SOONEST))) {
            return new Answer.No("The time is over. " + text(now));
        }
        if (at.toInstant().isAfter(now.plus(LATEST))) {
            return new Answer.No("The time is more than 90 days away.");
        }
        if (!days.contains(at.getDayOfWeek())
                || at.toLocalTime().isBefore(from)
                || !at.toLocalTime().isBefore(to)) {
            return new Answer.No(text(now));
        }
        return new Answer.Yes(at.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    /** For a model. */
    String text(Instant now) {
        String named = days.stream()
                .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .collect(Collectors.joining(", "));
        return "Callbacks are possible on " + named + ", from " + from + " to " + to + " in " + zone
                + ". There it is now " + NOW.format(now.atZone(zone)) + '.';
    }
}
