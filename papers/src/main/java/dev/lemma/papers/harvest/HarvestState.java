package dev.lemma.papers.harvest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// How far a harvest has come; enough to go on after a kill. Immutable; [#toText] and [#parse] keep it in a
/// file or a database.
///
/// @param list the request that the list began with, so that a state is not used for another list; empty at
/// [#START]
/// @param token what to ask for the next page with: the resumption token, or the next index of the API; empty
/// to ask for the list from [#reached] on
/// @param tokenExpires when the token becomes worthless, if the server says so, by the clock here
/// @param latest highest datestamp so far
/// @param reached day from which a restart asks: all records before it are acknowledged. Empty as long as the
/// list's records did not come in the order of their datestamps, which the protocol does not promise (the arXiv
/// keeps it)
/// @param ordered whether they came in this order so far
/// @param pages pages so far, those that came again after a restart included
/// @param records records so far, likewise
/// @param deleted those of them that are deleted
/// @param total records of the list as the server last said
/// @param began when the server answered the first request
/// @param finished whether the list is at its end
public record HarvestState(
        String list,
        String token,
        Optional<Instant> tokenExpires,
        Optional<LocalDate> latest,
        Optional<LocalDate> reached,
        boolean ordered,
        long pages,
        long records,
        long deleted,
        OptionalLong total,
        Optional<Instant> began,
        boolean finished) {
    /// A harvest that has not begun.
    public static final HarvestState START = new HarvestState(
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            0,
            0,
            0,
            OptionalLong.empty(),
            Optional.empty(),
            false);

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @throws IllegalArgumentException if a count is negative
    public HarvestState {
        if (pages < 0 || records < 0 || deleted < 0 || deleted > records) {
            throw new IllegalArgumentException("counts of " + pages + " pages, " + records + " records, " + deleted
                    + " deleted are not those of a harvest");
        }
    }

    /// The first day of the next harvest of the same kind, once this one is finished: the day before it began.
    ///
    /// What changed during the harvest comes again, nothing is missed. The protocol counts days in UTC; a day
    /// more is for servers whose datestamps follow their own time zone. Source: arXiv, "Open Archives
    /// Initiative (OAI)", datestamps.
    public Optional<LocalDate> nextFrom() {
        return finished
                ? began.map(time -> time.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1))
                : Optional.empty();
    }

    /// One line of JSON.
    public String toText() {
        ObjectNode node = JSON.createObjectNode();
        node.put("list", list).put("token", token);
        tokenExpires.ifPresent(time -> node.put("tokenExpires", time.toString()));
        latest.ifPresent(day -> node.put("latest", day.toString()));
        reached.ifPresent(day -> node.put("reached", day.toString()));
        node.put("ordered", ordered).put("pages", pages).put("records", records).put("deleted", deleted);
        total.ifPresent(count -> node.put("total", count));
        began.ifPresent(time -> node.put("began", time.toString()));
        return node.put("finished", finished).toString();
    }

    /// The state that [#toText] wrote.
    ///
    /// @throws HarvestException if the text is not one
    public static HarvestState parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.path("list").isTextual() || !node.path("finished").isBoolean()) {
                throw new HarvestException("saved state", 0, "no 'list' and 'finished'; expected what toText wrote");
            }
            return new HarvestState(
                    node.path("list").asText(),
                    node.path("token").asText(),
                    optional(node, "tokenExpires", Instant::parse),
                    optional(node, "latest", LocalDate::parse),
                    optional(node, "reached", LocalDate::parse),
                    node.path("ordered").asBoolean(),
                    node.path("pages").asLong(),
                    node.path("records").asLong(),
                    node.path("deleted").asLong(),
                    node.has("total") ? OptionalLong.of(node.path("total").asLong()) : OptionalLong.empty(),
                    optional(node, "began", Instant::parse),
                    node.path("finished").asBoolean());
        } catch (JsonProcessingException e) {
            throw new HarvestException("saved state", 0, "not JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new HarvestException("saved state", 0, "" + e.getMessage(), e);
        }
    }

    /// This state, for a list.
    ///
    /// @throws IllegalArgumentException if it belongs to another one
    HarvestState forList(String wanted) {
        if (list.equals(wanted)) {
            return this;
        }
        if (!list.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state is of " + list + ", not of " + wanted + "; start a new harvest with START");
        }
        return new HarvestState(
                wanted, token, tokenExpires, latest, reached, ordered, pages, records, deleted, total, began, finished);
    }

    /// After one more page.
    ///
    /// A place for a restart is known only after the datestamps have risen once. Before, all of them were
    /// equal, the list begins with them, and starting from its beginning costs nothing more; in a list without
    /// order, a first page of equal datestamps would mislead.
    HarvestState after(Page page) {
        Optional<LocalDate> highest = latest;
        Optional<LocalDate> place = reached;
        boolean inOrder = ordered;
        if (page.days().isPresent()) {
            Days days = page.days().get();
            boolean risen = days.first().isBefore(days.last())
                    || latest.map(day -> day.isBefore(days.last())).orElse(false);
            inOrder &= days.ascending()
                    && latest.map(day -> !day.isAfter(days.first())).orElse(true);
            place = !inOrder ? Optional.empty() : risen ? Optional.of(days.last()) : reached;
            highest = Optional.of(latest.filter(day -> day.isAfter(days.last())).orElse(days.last()));
        }
        return new HarvestState(
                list,
                page.nextToken(),
                page.tokenExpires(),
                highest,
                place,
                inOrder,
                pages + 1,
                records + page.records(),
                deleted + page.deleted(),
                page.total(),
                began.isPresent() ? began : Optional.of(page.time()),
                page.nextToken().isEmpty());
    }

    /// At the end of the list, without a further page.
    HarvestState ended(Instant time) {
        return new HarvestState(
                list,
                "",
                Optional.empty(),
                latest,
                reached,
                ordered,
                pages,
                records,
                deleted,
                total,
                began.isPresent() ? began : Optional.of(time),
                true);
    }

    /// At the place from which the list is asked for again.
    HarvestState restarted() {
        return new HarvestState(
                list,
                "",
                Optional.empty(),
                reached,
                reached,
                ordered,
                pages,
                records,
                deleted,
                OptionalLong.empty(),
                began,
                false);
    }

    private static <T> Optional<T> optional(JsonNode node, String name, Function<String, T> parser) {
        return node.has(name) ? Optional.of(parser.apply(node.path(name).asText())) : Optional.empty();
    }

    /// What a page adds.
    ///
    /// @param nextToken asks for the next page; empty on the last one
    /// @param time when the server answered
    record Page(
            int records,
            int deleted,
            OptionalLong total,
            Optional<Days> days,
            String nextToken,
            Optional<Instant> tokenExpires,
            Instant time) {}

    /// The datestamps of one page.
    ///
    /// @param first of the first record
    /// @param last the highest one
    /// @param ascending whether they came in order
    record Days(LocalDate first, LocalDate last, boolean ascending) {}
}
