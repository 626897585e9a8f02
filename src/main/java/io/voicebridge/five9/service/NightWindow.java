package io.voicebridge.five9.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of each day in which something may be done. Five9 lets numbers be added to the do-not-call list from 23:00 to 06:00
 * of the Pacific zone only, and answers a fault at other times (addNumbersToDnc of its Configuration Web Services).
 *
 * @param from the first moment
 * @param to the first moment that is too late; equal to {@code from} for the whole day
 */
public record NightWindow(LocalTime from, LocalTime to, ZoneId zone) {

    private static final Pattern FORM = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) (\\S+)");

    /**
     * @param text such as {@code 23:00-06:00 America/Los_Angeles}; blank for no limit
     * @throws IllegalArgumentException if it is no such text
     */
    public static NightWindow of(String text) {
        if (text.isBlank()) {
            return new NightWindow(LocalTime.MIN, LocalTime.MIN, ZoneId.of("UTC"));
        }
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                return new NightWindow(
                        LocalTime.parse(form.group(1)), LocalTime.parse(form.group(2)), ZoneId.of(form.group(3)));
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new IllegalArgumentException("bridge.five9.dnc-hours is '" + text
                + "', and should be as 23:00-06:00 America/Los_Angeles, or empty for any time");
    }

    public boolean isOpen(Instant at) {
        LocalTime time = at.atZone(zone).toLocalTime();
        if (from.equals(to)) {
            return true;
        }
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** The moment itself if it is open then. */
    public Instant next(Instant at) {
        return isOpen(at) ? at : opensAfter(at);
    }

    /** When it opens the next time, though it may be open. */
    public Instant opensAfter(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        Instant today = local.toLocalDate().atTime(from).atZone(zone).toInstant();
        return today.isAfter(at)
                ? today
                : local.toLocalDate().plusDays(1).atTime(from).atZone(zone).toInstant();
    }
}
