package dev.lemma.papers.harvest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads HTTP's `Retry-After`. Source: RFC 9110, sections 10.2.3 (seconds or a date) and 5.6.7 (the three forms
/// of dates that a recipient must accept).
final class RetryAfter {
    private static final List<DateTimeFormatter> OBSOLETE = List.of(
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US));

    private RetryAfter() {}

    /// The time to wait, 0 for a moment in the past; empty if the value is neither seconds nor a date.
    ///
    /// @param now what the server's dates are compared with: its own `Date` if it sent one
    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,18}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        return date(text).map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
    }

    /// The moment that an HTTP date names.
    static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            for (DateTimeFormatter form : OBSOLETE) {
                try {
                    return Optional.of(LocalDateTime.parse(text.strip(), form).toInstant(ZoneOffset.UTC));
                } catch (DateTimeParseException other) {
                    // The next form, or none.
                }
            }
            return Optional.empty();
        }
    }
}
