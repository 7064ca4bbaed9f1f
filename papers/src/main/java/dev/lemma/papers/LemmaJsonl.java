package dev.lemma.papers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Lemma's own exchange format: a paper a line, a JSON object with the members `id, title, authors, abstract,
/// categories, venue, year, published, updated, announced, comment, doi, journal_ref, keywords, url, pdf,
/// source`. What is empty is left out. The importer `lemma-jsonl` reads back exactly what is written.
public final class LemmaJsonl {
    private static final JsonFactory FACTORY = new JsonFactory();

    private LemmaJsonl() {}

    /// The line of a paper, without the line break.
    public static String write(Paper paper) {
        StringWriter text = new StringWriter(2_000);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", paper.id().value());
            json.writeStringField("title", paper.title());
            texts(json, "authors", paper.authors());
            text(json, "abstract", paper.summary());
            texts(json, "categories", paper.categories());
            text(json, "venue", paper.venue());
            if (paper.year() != 0) {
                json.writeNumberField("year", paper.year());
            }
            date(json, "published", paper.published());
            date(json, "updated", paper.updated());
            date(json, "announced", paper.announced());
            text(json, "comment", paper.comment());
            text(json, "doi", paper.doi());
            text(json, "journal_ref", paper.journalRef());
            texts(json, "keywords", paper.keywords());
            text(json, "url", paper.url());
            text(json, "pdf", paper.pdf());
            text(json, "source", paper.source());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private static void date(JsonGenerator json, String name, Optional<LocalDate> date) throws IOException {
        if (date.isPresent()) {
            json.writeStringField(name, date.get().toString());
        }
    }
}
