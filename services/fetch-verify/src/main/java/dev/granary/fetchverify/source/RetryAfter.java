package dev.granary.fetchverify.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Reads the header field {@code Retry-After}. */
public final class RetryAfter {
    /** Nobody keeps us away for longer by one answer. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private RetryAfter() {}

    /**
     * How long the upstream asks to be left alone, at most {@link #LONGEST}; empty when the field is missing or says
     * nothing of use.
     *
     * @param value the field, seconds or a date
     * @param now the time at the upstream, by its field {@code Date} if it has one
     */
    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // More digits than a day of seconds has: the bound, whatever they say.
            return Optional.of(text.length() > 5 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        return date(text).map(until -> bounded(Duration.between(now, until)));
    }

    /** Reads a date as HTTP writes it. */
    public static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(HTTP_DATE.parse(text.strip())));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
