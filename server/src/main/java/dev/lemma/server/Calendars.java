package dev.lemma.server;

import dev.lemma.papers.Paper;
import dev.lemma.search.DayCount;
import dev.lemma.search.Filters;
import dev.lemma.search.Library;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import dev.lemma.server.ResultsView.CalendarView;
import dev.lemma.server.ResultsView.CalendarView.Cell;
import dev.lemma.server.ResultsView.Link;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Months with counts, and the days before and after. Thread-safe.
final class Calendars {
    private final Library library;

    Calendars(Library library) {
        this.library = library;
    }

    /// @param filters what the list is restricted to besides the day
    /// @param shown day or month that is shown
    /// @param address where the list of a day or month lives
    CalendarView month(Messages m, Filters filters, DaySpan shown, Function<DaySpan, String> address) {
        YearMonth month = shown.month();
        Map<LocalDate, Integer> counts = new HashMap<>();
        for (DayCount day : library.days(filters, month)) {
            counts.put(day.day(), day.count());
        }
        List<List<Cell>> weeks = new ArrayList<>(6);
        LocalDate day = month.atDay(1).minusDays(month.atDay(1).getDayOfWeek().getValue() - 1L);
        while (!day.isAfter(month.atEndOfMonth())) {
            List<Cell> week = new ArrayList<>(7);
            for (int i = 0; i < 7; i++, day = day.plusDays(1)) {
                week.add(cell(m, day, month, counts.getOrDefault(day, 0), shown, address));
            }
            weeks.add(week);
        }
        DaySpan whole = DaySpan.of(month);
        return new CalendarView(
                new Link(m.month(month), address.apply(whole), shown.equals(whole)),
                neighbour(filters, month.atDay(1).minusDays(1), false)
                        .map(date -> Link.to("", address.apply(DaySpan.of(YearMonth.from(date))))),
                neighbour(filters, month.atEndOfMonth().plusDays(1), true)
                        .map(date -> Link.to("", address.apply(DaySpan.of(YearMonth.from(date))))),
                weekdays(m.language()),
                weeks);
    }

    /// The nearest day with papers.
    ///
    /// @param limit first day that may be it
    /// @param forward whether to look into the future
    Optional<LocalDate> neighbour(Filters filters, LocalDate limit, boolean forward) {
        Filters rest = new Filters(
                filters.branch(),
                filters.categories(),
                filters.venue(),
                filters.fromYear(),
                filters.toYear(),
                forward ? Optional.of(limit) : Optional.of(LocalDate.of(1000, 1, 1)),
                forward ? Optional.of(LocalDate.of(9999, 12, 31)) : Optional.of(limit));
        SearchOrder order = forward ? SearchOrder.OLDEST : SearchOrder.NEWEST;
        return library.search(new SearchRequest("", rest, order, 0, 1, false, false)).hits().stream()
                .findFirst()
                .map(hit -> hit.stored().paper())
                .flatMap(Paper::date);
    }

    private static Cell cell(
            Messages m, LocalDate day, YearMonth month, int count, DaySpan shown, Function<DaySpan, String> address) {
        if (!YearMonth.from(day).equals(month)) {
            return Cell.EMPTY;
        }
        boolean current = shown.isDay() && shown.first().equals(day);
        String href = count == 0 ? "" : address.apply(DaySpan.of(day));
        return new Cell(Integer.toString(day.getDayOfMonth()), href, count == 0 ? "" : m.number(count), current);
    }

    private static List<String> weekdays(Language language) {
        List<String> names = new ArrayList<>(7);
        for (DayOfWeek day : DayOfWeek.values()) {
            names.add(day.getDisplayName(TextStyle.NARROW, language.locale()));
        }
        return names;
    }
}
