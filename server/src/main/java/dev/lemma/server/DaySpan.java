package dev.lemma.server;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// A day, a month or a year as the reader writes it: `2025-05-01`, `2025-05`, `2025`. Immutable.
///
/// @param text canonical form
/// @param first first day
/// @param last last day, inclusive
record DaySpan(String text, LocalDate first, LocalDate last) {
    static DaySpan of(LocalDate day) {
        return new DaySpan(day.toString(), day, day);
    }

    static DaySpan of(YearMonth month) {
        return new DaySpan(month.toString(), month.atDay(1), month.atEndOfMonth());
    }

    static Optional<DaySpan> parse(String text) {
        if (text.length() != 4 && text.length() != 7 && text.length() != 10) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9') {
                return Optional.empty();
            }
        }
        try {
            int year = Integer.parseInt(text, 0, 4, 10);
            if (year < 1000) {
                return Optional.empty();
            }
            if (text.length() == 4) {
                return Optional.of(new DaySpan(text, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)));
            }
            int month = Integer.parseInt(text, 5, 7, 10);
            return Optional.of(
                    text.length() == 7
                            ? of(YearMonth.of(year, month))
                            : of(LocalDate.of(year, month, Integer.parseInt(text, 8, 10, 10))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isDay() {
        return first.equals(last);
    }

    YearMonth month() {
        return YearMonth.from(first);
    }
}
