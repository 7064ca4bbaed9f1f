package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabPagesTest {
    private static final String RESULT = """
            {"format": "lemma-lab-result", "version": 1, "experiment": "%1$s", "title": "Title <b>%1$s</b>",
             "claim": "A claim & more", "began": "%2$s", "took_s": 1.5, "machine": {"threads": 2},
             "verdicts": [{"claim": "a", "state": "held", "evidence": "e"}, {"state": "not_held"}, {"state": "held"},
               {"state": "undecided", "extra": [1, {"state": "held"}]}],
             "figures": %3$s}
            """;

    @TempDir
    Path folder;

    private Path labs = Path.of("");
    private TestSite site;

    @BeforeEach
    void start() throws IOException {
        labs = folder.resolve("labs");
        site = TestSite.start(
                folder.resolve("home"), List.of(), SiteOptions.defaults().withLabs(labs));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Path report(String name, String began) throws IOException {
        return report(
                name,
                String.format(RESULT, name, began, "[]"),
                "<!doctype html><title>t</title><style>p { color: red; }</style><p>The report of " + name);
    }

    private Path report(String name, String result, String page) throws IOException {
        Path report = Files.createDirectories(labs.resolve(name));
        Files.createDirectories(report.resolve("figures"));
        Files.writeString(report.resolve("result.json"), result);
        Files.writeString(report.resolve("report.html"), page);
        Files.writeString(report.resolve("figures/one.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        return report;
    }

    @Test
    void withoutReportsThePageSaysHowToGetOne() throws IOException {
        assertThat(site.get("/labs").body()).contains("No experiment has been run yet", "lemma lab run jl");
        Files.createDirectories(labs);
        HttpResponse<String> empty = site.get("/labs", "Accept-Language", "zh");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).contains("还没有运行过实验");
        assertThat(site.get("/").body()).contains("<a href=\"/labs\">Labs</a>");
    }

    @Test
    void reportsAreListedNewestFirstWithTheirVerdicts() throws IOException {
        report("old", "2026-01-02T03:04:05Z");
        report("new-one", "2026-11-24T16:00:00Z");
        String page = site.get("/labs").body();
        assertThat(page)
                .contains("<a href=\"/labs/new-one/report.html\" lang=\"en\">Title &lt;b&gt;new-one&lt;/b&gt;</a>")
                .contains("A claim &amp; more", "2 held", "1 did not hold", "1 undecided", "2026-11-24")
                .doesNotContain("<b>");
        assertThat(page.indexOf("new-one")).isLessThan(page.indexOf("/labs/old"));
        assertThat(site.get("/labs", "Accept-Language", "zh").body()).contains("2 项成立", "1 项不成立");
    }

    @Test
    void aNewRunIsSeenAtOnce() throws IOException {
        Path report = report("jl", "2026-01-02T03:04:05Z");
        assertThat(site.get("/labs").body()).contains("2026-01-02");
        Files.writeString(report.resolve("result.json"), String.format(RESULT, "jl", "2026-05-06T00:00:00Z", "[ ]"));
        assertThat(site.get("/labs").body()).contains("2026-05-06").doesNotContain("2026-01-02");
        Files.delete(report.resolve("result.json"));
        assertThat(site.get("/labs").body()).contains("No experiment");
    }

    @Test
    void aReportHasItsOwnPolicyAndIsRevalidated() throws IOException {
        Path report = report("jl", "2026-01-02T03:04:05Z");
        HttpResponse<String> page = site.get("/labs/jl/report.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).endsWith("The report of jl");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        // printf 'p { color: red; }' | openssl dgst -sha256 -binary | base64
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; style-src 'sha256-pckGv9YvNcB5xy+Y4fbqhyo+ib850wyiuWeNbZvLi00=';"
                        + " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(site.get("/labs/jl/report.html", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        Files.setLastModifiedTime(report.resolve("report.html"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        HttpResponse<String> changed = site.get("/labs/jl/report.html", "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag"))
                .isNotEqualTo(page.headers().firstValue("ETag"));

        HttpResponse<String> svg = site.get("/labs/jl/figures/one.svg");
        assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(svg.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("style-src 'none'");
        assertThat(site.get("/labs/jl/result.json").headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        assertThat(site.get("/labs/jl").headers().firstValue("Location")).contains("/labs/jl/report.html");
        assertThat(site.send("HEAD", "/labs/jl/report.html", "").statusCode()).isEqualTo(200);
        assertThat(site.send("POST", "/labs/jl/report.html", "x=1").statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/labs/",
                "/labs/none",
                "/labs/none/report.html",
                "/labs/jl/",
                "/labs/jl/figures",
                "/labs/jl/figures/",
                "/labs/jl/figures/none.svg",
                "/labs/jl/figures/one.svg/",
                "/labs/jl/secret.txt",
                "/labs/jl/report.html/x",
                "/labs/../secret.txt",
                "/labs/jl/../../secret.txt",
                "/labs/%2e%2e/secret.txt",
                "/labs/..%2fsecret.txt",
                "/labs/jl%2f..%2f..%2fsecret.txt",
                "/labs/jl/figures/..%2f..%2f..%2fsecret.txt",
                "/labs//etc/passwd",
                "/labs/%00/report.html",
                "/labs/jl%00/report.html",
                "/labs/JL/report.html",
                "/labs/.hidden/report.html",
                "/labs/outside/report.html",
                "/labs/links/report.html",
                "/labs/links/figures/one.svg",
                "/labs/large/report.html"
            })
    void nothingElseIsServed(String path) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "a secret");
        Path jl = report("jl", "2026-01-02T03:04:05Z");
        Files.writeString(jl.resolve("secret.txt"), "a secret");
        report(".hidden", "2026-01-02T03:04:05Z");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("report.html"), "a secret");
        Files.writeString(elsewhere.resolve("one.svg"), "a secret");
        Files.createSymbolicLink(labs.resolve("outside"), elsewhere);
        Path links = Files.createDirectories(labs.resolve("links"));
        Files.createSymbolicLink(links.resolve("report.html"), secret);
        Files.createSymbolicLink(links.resolve("figures"), elsewhere);
        Path large = Files.createDirectories(labs.resolve("large"));
        Files.write(large.resolve("report.html"), new byte[LabReports.MAX_BYTES + 1]);
        HttpResponse<String> reply = site.get(path);
        assertThat(reply.statusCode()).isBetween(400, 404);
        assertThat(reply.body()).doesNotContain("a secret");
    }

    @Test
    void brokenResultsAreLeftOut() throws IOException {
        report("good", "2026-01-02T03:04:05Z");
        String good = String.format(RESULT, "x", "2026-01-02T03:04:05Z", "[]");
        report("not-json", "<html>", "");
        report("empty", "", "");
        report("list", "[1, 2]", "");
        report("cut", good.substring(0, 200), "");
        report("newer", good.replace("\"version\": 1", "\"version\": 2"), "");
        report("other", good.replace("lemma-lab-result", "other"), "");
        report("no-time", good.replace("2026-01-02T03:04:05Z", "yesterday"), "");
        report("flat", good.replaceFirst("(?s)\"verdicts\": \\[.*?\\],", "\"verdicts\": 3,"), "");
        report("deep", good.replace("{\"threads\": 2}", "[".repeat(5_000) + "]".repeat(5_000)), "");
        report("wide", good.replace("A claim", "a".repeat(100_000)), "");
        HttpResponse<String> page = site.get("/labs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body().split("<li>", -1)).hasSize(2);
        assertThat(page.body()).contains("/labs/good/report.html");
        // What comes after the members that are needed is not read.
        report("rest", String.format(RESULT, "rest", "2026-01-02T03:04:05Z", "broken"), "");
        assertThat(site.get("/labs").body()).contains("/labs/rest/report.html");
    }

    @Test
    void theNumberOfReportsIsBounded() throws IOException {
        for (int i = 0; i < LabReports.MAX_REPORTS + 20; i++) {
            report("report-" + i, "2026-01-02T03:04:05Z");
        }
        assertThat(site.get("/labs").body().split("<li>", -1)).hasSize(LabReports.MAX_REPORTS + 1);
    }
}
