package io.voicebridge.agent.dialogue;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * A time as people say it: {@code tomorrow at 5 p.m.}, {@code after five}, {@code Monday morning}, {@code in two hours}.
 * It is always in the future and read as the caller's day: an hour from 1 to 7 without a half of the day is in the
 * afternoon, since nobody asks to be called at four in the morning.
 *
 * @param at the moment meant
 * @param spoken as an agent would say it back
 */
record SpokenTime(ZonedDateTime at, String spoken) {

    private static final LocalTime MORNING = LocalTime.of(10, 0);
    private static final LocalTime AFTERNOON = LocalTime.of(14, 0);
    private static final LocalTime EVENING = LocalTime.of(18, 0);

    static Optional<SpokenTime> find(Words words, ZonedDateTime now) {
        Optional<SpokenTime> relative = relative(words, now);
        if (relative.isPresent()) {
            return relative;
        }
        Optional<ZonedDateTime> day = day(words, now);
        Optional<LocalTime> time = time(words);
        if (time.isEmpty() && (day.isEmpty() || words.list().contains("at"))) {
            return Optional.empty(); // "tomorrow at" something that was not understood is no time
        }
        ZonedDateTime at = day.orElse(now).with(time.orElse(MORNING));
        if (!at.isAfter(now)) {
            at = at.plusDays(1);
        }
        return Optional.of(new SpokenTime(at, say(at, now)));
    }

    private static Optional<SpokenTime> relative(Words words, ZonedDateTime now) {
        for (int i = 0; i + 2 < words.size(); i++) {
            if (!words.list().get(i).equals("in")) {
                continue;
            }
            String count = words.list().get(i + 1);
            Optional<Integer> amount = count.equals("a") || count.equals("an") ? Optional.of(1) : Numbers.small(count);
            Optional<ChronoUnit> unit = unit(words.list().get(i + 2));
            if (amount.isPresent() && unit.isPresent() && amount.get() > 0) {
                ZonedDateTime at = now.plus(amount.get(), unit.get()).truncatedTo(ChronoUnit.MINUTES);
                return Optional.of(new SpokenTime(at, say(at, now)));
            }
        }
        return Optional.empty();
    }

    private static Optional<ChronoUnit> unit(String word) {
        return switch (word) {
            case "minute", "minutes" -> Optional.of(ChronoUnit.MINUTES);
            case "hour", "hours" -> Optional.of(ChronoUnit.HOURS);
            case "day", "days" -> Optional.of(ChronoUnit.DAYS);
            case "week", "weeks" -> Optional.of(ChronoUnit.WEEKS);
            default -> Optional.empty();
        };
    }

    private static Optional<ZonedDateTime> day(Words words, ZonedDateTime now) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.list().get(i);
            switch (word) {
                case "today", "tonight" -> {
                    return Optional.of(now);
                }
                case "tomorrow" -> {
                    return Optional.of(now.plusDays(1));
                }
                case "week" -> {
                    if (i > 0 && words.list().get(i - 1).equals("next")) {
                        return Optional.of(now.with(TemporalAdjusters.next(DayOfWeek.MONDAY)));
                    }
                }
                default -> {
                    for (DayOfWeek day : DayOfWeek.values()) {
                        if (day.name().equalsIgnoreCase(word)) {
                            return Optional.of(now.with(TemporalAdjusters.next(day)));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalTime> time(Words words) {
        Optional<LocalTime> part = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            String word = words.list().get(i);
            switch (word) {
                case "noon" -> part = Optional.of(LocalTime.NOON);
                case "morning" -> part = Optional.of(MORNING);
                case "afternoon" -> part = Optional.of(AFTERNOON);
                case "evening", "tonight" -> part = Optional.of(EVENING);
                default -> {
                    Optional<LocalTime> clock = clock(words, i);
                    if (clock.isPresent()) {
                        return clock;
                    }
                }
            }
        }
        return part;
    }

    /** An hour such as {@code 5}, {@code 17:30} or {@code five thirty}, with what follows and precedes it. */
    private static Optional<LocalTime> clock(Words words, int i) {
        String word = words.list().get(i);
        int colon = word.indexOf(':');
        Optional<Integer> hour = Numbers.small(colon < 0 ? word : word.substring(0, colon));
        if (hour.isEmpty() || hour.get() > 23) {
            return Optional.empty();
        }
        String next = i + 1 < words.size() ? words.list().get(i + 1) : "";
        int minute = 0;
        int after = i + 1;
        if (colon >= 0) {
            minute = Numbers.small(word.substring(colon + 1)).orElse(0);
        } else if (next.equals("thirty") || next.equals("30")) {
            minute = 30;
            after++;
        }
        String half = after < words.size() ? words.list().get(after) : "";
        boolean named = half.equals("am") || half.equals("pm") || half.equals("o") || half.equals("oclock");
        String before = i > 0 ? words.list().get(i - 1) : "";
        boolean announced = before.equals("at")
                || before.equals("after")
                || before.equals("around")
                || before.equals("by")
                || before.equals("before")
                || before.equals("about");
        if (!named && !announced && colon < 0 && minute == 0 && words.size() > 1) {
            return Optional.empty();
        }
        return Optional.of(LocalTime.of(hourOfDay(hour.get(), half, words), Math.min(minute, 59)));
    }

    private static int hourOfDay(int hour, String half, Words words) {
        boolean morning = half.equals("am") || words.list().contains("morning");
        boolean later = half.equals("pm")
                || words.list().contains("afternoon")
                || words.list().contains("evening")
                || words.list().contains("tonight");
        if (hour == 12) {
            return morning ? 0 : 12;
        }
        if (hour > 12) {
            return hour;
        }
        return later || !morning && hour >= 1 && hour <= 7 ? hour + 12 : hour;
    }

    private static String say(ZonedDateTime at, ZonedDateTime now) {
        long days = ChronoUnit.DAYS.between(now.toLocalDate(), at.toLocalDate());
        String day = days == 0
                ? "today"
                : days == 1 ? "tomorrow" : at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
        int hour = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
        String minute = at.getMinute() == 0 ? "" : ":" + (at.getMinute() < 10 ? "0" : "") + at.getMinute();
        return day + " at " + hour + minute + (at.getHour() < 12 ? " AM" : " PM");
    }
}
