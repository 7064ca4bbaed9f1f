package dev.lemma.server;

/// `/robots.txt`: papers may be indexed, searches not.
final class Robots {
    Reply answer(Request request) {
        return Reply.text(200, "text/plain; charset=utf-8", """
                User-agent: *
                Disallow: /search
                Disallow: /api/
                Disallow: /completions
                Disallow: /metrics
                """);
    }
}
