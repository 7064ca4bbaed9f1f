package dev.lemma.search;

import dev.lemma.papers.Branch;
import dev.lemma.papers.PaperId;
import dev.lemma.search.QueryNode.Range;
import dev.lemma.search.QueryNode.RangeField;
import dev.lemma.search.QueryNode.Value;
import dev.lemma.search.QueryNode.ValueField;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the values of fields that are not text. Empty: the value does not fit the field.
final class QueryValues {
    /// What `has:` can ask for: parts of a [dev.lemma.papers.Paper] that may be missing.
    static final Set<String> HAS =
            Set.of("abstract", "pdf", "doi", "venue", "comment", "journal", "keywords", "categories", "url");

    /// Longest value; ids end there ([PaperId#MAX_LENGTH]).
    private static final int MAX_VALUE = PaperId.MAX_LENGTH;
    /// Longest span that `3d`, `4w`, `6m`, `1y` can name; a span is a habit of reading, not history.
    private static final int MAX_SPAN = 9_999;

    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 9999;

    /// Days or years from first to last, inclusive.
    private record Period(long first, long last) {}

    private QueryValues() {}

    static Optional<Value> value(ValueField field, String written) {
        String text = trimmed(written);
        if (text.length() > MAX_VALUE || text.indexOf('"') >= 0 || !QueryText.hasContent(text)) {
            return Optional.empty();
        }
        return switch (field) {
            case CATEGORY -> category(text).map(category -> new Value(ValueField.CATEGORY, category));
            case VENUE ->
                // The id of a paper of a venue begins like the field.
                Optional.of(PaperId.parse("venue:" + text)
                        .map(id -> new Value(ValueField.ID, id.value()))
                        .orElseGet(() -> new Value(ValueField.VENUE, text)));
            case ID -> id(text).map(id -> new Value(ValueField.ID, id));
            case HAS -> oneOf(HAS, text).map(part -> new Value(ValueField.HAS, part));
            case BRANCH ->
                Arrays.stream(Branch.values())
                        .map(Branch::key)
                        .filter(text::equalsIgnoreCase)
                        .findFirst()
                        .map(key -> new Value(ValueField.BRANCH, key));
        };
    }

    /// An id in the form of [PaperId] if it is one, a DOI without prefix, or any word that may be the last part
    /// of one.
    static Optional<String> id(String written) {
        String text = trimmed(written);
        if (text.length() > MAX_VALUE
                || text.indexOf(' ') >= 0
                || text.indexOf('"') >= 0
                || !QueryText.hasContent(text)) {
            return Optional.empty();
        }
        Optional<String> known = PaperId.parse(text).map(PaperId::value);
        if (known.isPresent()) {
            return known;
        }
        if (text.regionMatches(true, 0, "doi:", 0, 4)) {
            String doi = text.substring(4);
            return doi.startsWith("10.") && doi.indexOf('/') > 0 ? Optional.of(doi) : Optional.empty();
        }
        return Optional.of(text);
    }

    static Optional<Range> range(RangeField field, String written, LocalDate today) {
        String text = trimmed(written).replace(" ", "").replace("\u2265", ">=").replace("\u2264", "<=");
        if (text.length() > 30) {
            return Optional.empty();
        }
        Optional<Range> range = switch (field) {
            case YEAR -> bounds(field, yearSpan(text), today);
            case DATE -> bounds(field, text, today);
        };
        long lowest = lowest(field);
        long highest = highest(field);
        // Bounds past the calendar come of `>9999`: nothing can lie there.
        return range.filter(found -> (found.from() == Long.MIN_VALUE || found.from() <= highest)
                && (found.to() == Long.MAX_VALUE || found.to() >= lowest));
    }

    private static Optional<Range> bounds(RangeField field, String text, LocalDate today) {
        int dots = text.indexOf("..");
        if (dots >= 0) {
            String left = text.substring(0, dots);
            String right = text.substring(dots + 2);
            Optional<Period> from = left.isEmpty() ? Optional.of(unbounded()) : period(field, left, today);
            Optional<Period> to = right.isEmpty() ? Optional.of(unbounded()) : period(field, right, today);
            if (from.isEmpty() || to.isEmpty() || text.length() == 2) {
                return Optional.empty();
            }
            boolean reversed = from.get().first() > to.get().last();
            return Optional.of(new Range(
                    field,
                    (reversed ? to : from).get().first(),
                    (reversed ? from : to).get().last()));
        }
        if (text.startsWith(">=")) {
            return period(field, text.substring(2), today).map(p -> new Range(field, p.first(), Long.MAX_VALUE));
        }
        if (text.startsWith(">")) {
            return period(field, text.substring(1), today).map(p -> new Range(field, p.last() + 1, Long.MAX_VALUE));
        }
        if (text.startsWith("<=")) {
            return period(field, text.substring(2), today).map(p -> new Range(field, Long.MIN_VALUE, p.last()));
        }
        if (text.startsWith("<")) {
            return period(field, text.substring(1), today).map(p -> new Range(field, Long.MIN_VALUE, p.first() - 1));
        }
        return period(field, text, today).map(p -> new Range(field, p.first(), p.last()));
    }

    /// `2020-2023`, also with a dash, as `2020..2023`.
    private static String yearSpan(String text) {
        boolean span = text.length() == 9 && "-\u2013".indexOf(text.charAt(4)) >= 0;
        return span ? text.substring(0, 4) + ".." + text.substring(5) : text;
    }

    private static Optional<Period> period(RangeField field, String text, LocalDate today) {
        return switch (field) {
            case YEAR -> number(text, 4, 4).filter(QueryValues::isYear).map(year -> new Period(year, year));
            case DATE -> days(text.toLowerCase(Locale.ROOT), today);
        };
    }

    private static Optional<Period> days(String text, LocalDate today) {
        if (text.equals("today")) {
            return Optional.of(days(today, today));
        }
        if (text.equals("yesterday")) {
            return Optional.of(days(today.minusDays(1), today.minusDays(1)));
        }
        if (text.length() > 1 && "dwmy".indexOf(text.charAt(text.length() - 1)) >= 0) {
            return last(text, today);
        }
        String[] parts = text.split("[-/]", 4);
        Optional<Integer> year = number(parts[0], 4, 4).filter(QueryValues::isYear);
        if (year.isEmpty() || parts.length > 3) {
            return Optional.empty();
        }
        try {
            if (parts.length == 1) {
                return Optional.of(days(LocalDate.of(year.get(), 1, 1), LocalDate.of(year.get(), 12, 31)));
            }
            // 0 is no month and no day: the calendar refuses it.
            YearMonth month = YearMonth.of(year.get(), number(parts[1], 1, 2).orElse(0));
            if (parts.length == 2) {
                return Optional.of(days(month.atDay(1), month.atEndOfMonth()));
            }
            LocalDate day = month.atDay(number(parts[2], 1, 2).orElse(0));
            return Optional.of(days(day, day));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /// The last so many days, weeks, months or years up to today; `1d` is today, `1w` has seven days.
    private static Optional<Period> last(String text, LocalDate today) {
        int count = number(text.substring(0, text.length() - 1), 1, 4).orElse(0);
        if (count < 1 || count > MAX_SPAN) {
            return Optional.empty();
        }
        LocalDate before = switch (text.charAt(text.length() - 1)) {
            case 'd' -> today.minusDays(count);
            case 'w' -> today.minusWeeks(count);
            case 'm' -> today.minusMonths(count);
            default -> today.minusYears(count);
        };
        return Optional.of(days(before.plusDays(1), today)).filter(p -> p.first() >= lowest(RangeField.DATE));
    }

    private static Period days(LocalDate first, LocalDate last) {
        return new Period(first.toEpochDay(), last.toEpochDay());
    }

    private static Period unbounded() {
        return new Period(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static boolean isYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static long lowest(RangeField field) {
        return field == RangeField.YEAR
                ? FIRST_YEAR
                : LocalDate.of(FIRST_YEAR, 1, 1).toEpochDay();
    }

    private static long highest(RangeField field) {
        return field == RangeField.YEAR
                ? LAST_YEAR
                : LocalDate.of(LAST_YEAR, 12, 31).toEpochDay();
    }

    private static Optional<Integer> number(String text, int minDigits, int maxDigits) {
        boolean digits = text.length() >= minDigits
                && text.length() <= maxDigits
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static Optional<String> category(String text) {
        String code = text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
        boolean fits = !code.isEmpty()
                && Character.isLetter(code.charAt(0))
                && code.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0));
        return fits ? Optional.of(code) : Optional.empty();
    }

    private static Optional<String> oneOf(Set<String> values, String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT)).filter(values::contains);
    }

    /// Without the `=` of the exact form and the punctuation of a sentence around it.
    private static String trimmed(String written) {
        int from = 0;
        int to = written.length();
        while (from < to && "= ".indexOf(written.charAt(from)) >= 0) {
            from++;
        }
        while (to > from
                && (",;:!? \\".indexOf(written.charAt(to - 1)) >= 0
                        || (written.charAt(to - 1) == '.' && (to < 2 || written.charAt(to - 2) != '.')))) {
            to--;
        }
        return written.substring(from, to);
    }
}
