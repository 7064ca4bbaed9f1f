package dev.lemma.server;

import dev.lemma.search.Library;
import java.util.List;

/// `/completions?q=`: what may be meant, in the form that browsers' search boxes read too:
/// `["typed",["a","b"]]`.
final class Completions {
    private static final int MAX_TYPED = 100;
    private static final int LIMIT = 8;

    private final Library library;

    Completions(Library library) {
        this.library = library;
    }

    Reply answer(Request request) {
        String typed = request.params().get("q");
        List<String> found = typed.isBlank() || typed.length() > MAX_TYPED ? List.of() : library.complete(typed, LIMIT);
        return Reply.ok(Reply.JSON, Json.bytes(out -> {
            out.writeStartArray();
            out.writeString(typed);
            out.writeStartArray();
            for (String text : found) {
                out.writeString(text);
            }
            out.writeEndArray();
            out.writeEndArray();
        }));
    }
}
