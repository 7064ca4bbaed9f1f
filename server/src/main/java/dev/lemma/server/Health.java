package dev.lemma.server;

import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;

/// `/health`: the process answers; `/health/ready`: it can search.
final class Health {
    private final Library library;

    Health(Library library) {
        this.library = library;
    }

    Reply live(Request request) {
        return json(200, "up", "");
    }

    Reply ready(Request request) {
        try {
            LibraryStatus status = library.status();
            boolean ready = status.indexed() > 0 || status.papers() == 0;
            return json(
                    ready ? 200 : 503,
                    ready ? "ready" : "indexing",
                    status.problem().orElse(""));
        } catch (RuntimeException e) {
            return json(503, "failed", "the library does not answer");
        }
    }

    private static Reply json(int status, String state, String problem) {
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", state);
            Json.text(out, "problem", problem);
            out.writeEndObject();
        });
        return Reply.ok(Reply.JSON, body).withStatus(status).withCacheControl(Reply.NO_STORE);
    }
}
