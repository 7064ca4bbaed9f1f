package dev.lemma.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.StoredPaper;
import dev.lemma.search.Facets;
import dev.lemma.search.Hit;
import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import dev.lemma.search.Marked;
import dev.lemma.search.QueryNote;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.SearchResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `/api/v1`: search and papers as JSON, described by `openapi.json`. Unlike the pages it takes no wrong
/// parameter:
/// 400.
final class Api {
    /// Largest page.
    static final int MAX_LIMIT = 100;

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_TYPED = 100;
    private static final int COMPLETIONS = 8;

    private final Library library;
    private final byte[] document;

    Api(Library library) {
        this.library = library;
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            this.document = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply document(Request request) {
        return Reply.ok(Reply.JSON, document);
    }

    Reply search(Request request) {
        int limit = number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        int offset = number(request, "offset", 0, SearchRequest.MAX_OFFSET);
        ListState state = state(request);
        SearchResult result = library.search(
                new SearchRequest(state.q(), state.filters(), state.effectiveOrder(), offset, limit, false, true));
        return json(out -> {
            out.writeStartObject();
            out.writeNumberField("total", result.total());
            out.writeNumberField("offset", offset);
            out.writeNumberField("limit", limit);
            out.writeBooleanField("more", result.more());
            out.writeNumberField("took_ms", Math.round(result.nanos() / 1e4) / 100.0);
            notes(out, result.notes());
            if (result.suggestion().isPresent()) {
                out.writeStringField("suggestion", result.suggestion().get());
            }
            if (result.direct().isPresent()) {
                out.writeStringField("direct", result.direct().get().value());
            }
            out.writeArrayFieldStart("hits");
            for (Hit hit : result.hits()) {
                out.writeStartObject();
                out.writeFieldName("paper");
                paper(out, hit.stored().paper());
                out.writeNumberField("score", hit.score());
                out.writeBooleanField("partial", hit.partial());
                out.writeObjectFieldStart("matches");
                spans(out, "title", hit.title());
                spans(out, "abstract", hit.summary());
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    Reply facets(Request request) {
        ListState state = state(request);
        SearchResult result = library.search(
                new SearchRequest(state.q(), state.filters(), state.effectiveOrder(), 0, 0, true, false));
        return json(out -> {
            out.writeStartObject();
            out.writeNumberField("total", result.total());
            counts(out, "branches", result.facets().branches());
            counts(out, "categories", result.facets().categories());
            counts(out, "venues", result.facets().venues());
            counts(out, "years", result.facets().years());
            out.writeEndObject();
        });
    }

    Reply paper(Request request) {
        String text = request.after("/api/v1/papers/");
        PaperId id =
                PaperId.parse(text).orElseThrow(() -> new StatusException(404, Msg.ERROR_NO_PAPER, shortened(text)));
        StoredPaper stored =
                library.find(id).orElseThrow(() -> new StatusException(404, Msg.ERROR_NO_PAPER, id.value()));
        List<StoredPaper> linked = library.store().linked(stored);
        return json(out -> {
            out.writeStartObject();
            out.writeFieldName("paper");
            paper(out, stored.paper());
            Json.strings(
                    out,
                    "same_work",
                    linked.stream()
                            .map(other -> other.paper().id())
                            .filter(other -> !other.equals(id))
                            .map(PaperId::value)
                            .toList());
            out.writeStringField("imported", stored.imported().toString());
            out.writeEndObject();
        });
    }

    Reply complete(Request request) {
        String typed = request.params().get("q");
        if (typed.length() > MAX_TYPED) {
            throw new StatusException(400, Msg.ERROR_PARAMETER, "q");
        }
        List<String> found = typed.isBlank() ? List.of() : library.complete(typed, COMPLETIONS);
        return json(out -> {
            out.writeStartObject();
            out.writeStringField("q", typed);
            Json.strings(out, "completions", found);
            out.writeEndObject();
        });
    }

    Reply status(Request request) {
        LibraryStatus status = library.status();
        return json(out -> {
                    out.writeStartObject();
                    out.writeNumberField("papers", status.papers());
                    out.writeNumberField("indexed", status.indexed());
                    out.writeNumberField("lag", Math.max(0, status.storeSeq() - status.indexSeq()));
                    out.writeBooleanField("indexing", status.indexing());
                    if (status.problem().isPresent()) {
                        out.writeStringField("problem", status.problem().get());
                    }
                    if (status.lastImport().isPresent()) {
                        out.writeStringField(
                                "last_import", status.lastImport().get().toString());
                    }
                    out.writeEndObject();
                })
                .withCacheControl(Reply.NO_STORE);
    }

    private static ListState state(Request request) {
        ListState state = ListState.parse(request.params());
        if (!state.problems().isEmpty()) {
            throw new StatusException(
                    400, Msg.ERROR_PARAMETER, shortened(state.problems().getFirst()));
        }
        return state;
    }

    private static int number(Request request, String name, int usual, int max) {
        String text = request.params().get(name);
        int value = text.isEmpty() ? usual : ListState.number(text);
        if (value < 0 || value > max) {
            throw new StatusException(400, Msg.ERROR_PARAMETER, shortened(name + "=" + text));
        }
        return value;
    }

    private static Reply json(Json.Writer writer) {
        return Reply.ok(Reply.JSON, Json.bytes(writer));
    }

    private static void paper(JsonGenerator out, Paper paper) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", paper.id().value());
        out.writeStringField("path", paper.id().path());
        out.writeStringField("title", paper.title());
        Json.strings(out, "authors", paper.authors());
        out.writeStringField("abstract", paper.summary());
        Json.strings(out, "categories", paper.categories());
        Json.text(out, "venue", paper.venue());
        if (paper.year() != 0) {
            out.writeNumberField("year", paper.year());
        }
        day(out, "published", paper.published());
        day(out, "updated", paper.updated());
        day(out, "announced", paper.announced());
        Json.text(out, "comment", paper.comment());
        Json.text(out, "doi", paper.doi());
        Json.text(out, "journal_reference", paper.journalRef());
        Json.strings(out, "keywords", paper.keywords());
        Json.text(out, "url", paper.url());
        Json.text(out, "pdf", paper.pdf());
        Json.text(out, "source", paper.source());
        out.writeEndObject();
    }

    private static void day(JsonGenerator out, String name, Optional<LocalDate> day) throws IOException {
        if (day.isPresent()) {
            out.writeStringField(name, day.get().toString());
        }
    }

    private static void spans(JsonGenerator out, String name, Marked marked) throws IOException {
        out.writeArrayFieldStart(name);
        for (Marked.Span span : marked.spans()) {
            out.writeStartArray();
            out.writeNumber(span.start());
            out.writeNumber(span.end());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static void notes(JsonGenerator out, List<QueryNote> notes) throws IOException {
        out.writeArrayFieldStart("notes");
        for (QueryNote note : notes) {
            out.writeStartObject();
            out.writeStringField("kind", note.kind().name().toLowerCase(Locale.ROOT));
            out.writeStringField("text", note.english());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void counts(JsonGenerator out, String name, List<Facets.Count> counts) throws IOException {
        out.writeArrayFieldStart(name);
        for (Facets.Count count : counts) {
            out.writeStartObject();
            out.writeStringField("value", count.value());
            out.writeNumberField("count", count.count());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
