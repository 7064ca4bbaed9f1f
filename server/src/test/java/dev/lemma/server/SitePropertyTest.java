package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is asked, the site answers with a page or a problem, never with 500 and never with the asker's
/// markup.
class SitePropertyTest {
    private static final long SEED = Long.getLong("lemma.seed", 20261124L);
    private static final int RUNS = 1_000;
    private static final String MARKUP = "<script>pwned</script>";
    private static final List<String> PIECES = List.of(
            MARKUP,
            "\"",
            "'",
            "(",
            ")",
            "((",
            "-",
            "+",
            "*",
            "a*",
            "=",
            "=word",
            "title:",
            "author:\"x",
            "cat:cs.CL",
            "year:2018..",
            "OR",
            "AND",
            "graph",
            "attention",
            "$\\beta$",
            "{{",
            "${x}",
            "\\",
            "/",
            "//",
            "..",
            "%",
            "%00",
            "\u0000",
            "\r\nX-Evil: 1",
            "\uD83D\uDE00",
            "\uD800",
            "注意力",
            "é",
            "1706.03762",
            "10.1000/x",
            "date:9999-99",
            "\u202e",
            ":",
            "^2",
            "~",
            "[",
            "]",
            "|");
    private static final List<String> PATHS = List.of(
            "/search?q=",
            "/search?cat=",
            "/search?venue=",
            "/search?year=",
            "/search?from=",
            "/search?to=",
            "/search?branch=",
            "/search?sort=",
            "/search?page=",
            "/search?lang=",
            "/search.atom?q=",
            "/completions?q=",
            "/api/v1/search?q=",
            "/api/v1/search?limit=",
            "/api/v1/facets?q=",
            "/api/v1/complete?q=",
            "/api/v1/papers/",
            "/arxiv/",
            "/arxiv/date/",
            "/arxiv/cs.CL?date=",
            "/venue/",
            "/venue/ICLR.2018/",
            "/own/",
            "/feed/",
            "/static/",
            "/",
            "/search?");

    @TempDir
    private static Path home;

    @Test
    void hostileAddressesGetAnAnswer() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        try (TestSite site = TestSite.start(home)) {
            for (int run = 0; run < RUNS; run++) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextBoolean() ? " " : "");
                }
                String start = PATHS.get(random.nextInt(PATHS.size()));
                boolean query = start.indexOf('?') >= 0;
                String encoded = Url.encode(text.toString());
                String path = start + (query ? encoded : encoded.replace("+", "%20"));
                HttpResponse<String> reply = site.get(path);
                String as = "run " + run + " of -Dlemma.seed=" + SEED + ": " + path;
                assertThat(reply.statusCode()).as(as).isLessThan(500);
                assertThat(reply.headers().firstValue("X-Evil")).as(as).isEmpty();
                String type = reply.headers().firstValue("Content-Type").orElse("");
                if (type.startsWith("text/html")) {
                    assertThat(reply.body()).as(as).doesNotContain(MARKUP);
                }
            }
        }
    }
}
