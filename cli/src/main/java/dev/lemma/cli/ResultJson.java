package dev.lemma.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lemma.papers.LemmaJsonl;
import dev.lemma.search.Facets;
import dev.lemma.search.Hit;
import dev.lemma.search.QueryNote;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.SearchResult;
import java.io.IOException;
import java.util.List;

/// Search results for programs.
final class ResultJson {
    private ResultJson() {}

    /// One object; each hit's `paper` is in the format that `lemma export` writes.
    static String of(SearchRequest request, SearchResult result) {
        return Json.object(json -> {
            json.writeStringField("query", request.query());
            json.writeNumberField("total", result.total());
            json.writeNumberField("offset", request.offset());
            json.writeBooleanField("more", result.more());
            json.writeNumberField("millis", result.nanos() / 1e6);
            Json.texts(
                    json,
                    "notes",
                    result.notes().stream().map(QueryNote::english).toList());
            if (result.suggestion().isPresent()) {
                json.writeStringField("suggestion", result.suggestion().get());
            }
            if (result.direct().isPresent()) {
                json.writeStringField("direct", result.direct().get().value());
            }
            json.writeArrayFieldStart("hits");
            for (Hit hit : result.hits()) {
                json.writeStartObject();
                json.writeNumberField("score", hit.score());
                json.writeBooleanField("partial", hit.partial());
                json.writeFieldName("paper");
                json.writeRawValue(LemmaJsonl.write(hit.stored().paper()));
                json.writeEndObject();
            }
            json.writeEndArray();
            Json.member(json, "facets", members -> {
                counts(members, "branches", result.facets().branches());
                counts(members, "categories", result.facets().categories());
                counts(members, "venues", result.facets().venues());
                counts(members, "years", result.facets().years());
            });
        });
    }

    private static void counts(JsonGenerator json, String name, List<Facets.Count> counts) throws IOException {
        Json.member(json, name, members -> {
            for (Facets.Count count : counts) {
                members.writeNumberField(count.value(), count.count());
            }
        });
    }
}
