package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteTest {
    @TempDir
    private static Path home;

    private TestSite site;

    @BeforeAll
    void start() {
        site = TestSite.start(home);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Test
    void homeShowsSizeLatestDayCategoriesAndVenues() {
        HttpResponse<String> home = site.get("/");
        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body())
                .contains("66 papers", "autofocus", "/arxiv/date/2025-05-02", "Friday, 2 May 2025")
                .contains("href=\"/arxiv/cs.CL\"", "Computation and Language", "/venue/ICLR.2018", "/venue/NeurIPS");
    }

    @Test
    void searchHasHitsFacetsOrdersAndPages() {
        String page = site.get("/search?q=graph+neural").body();
        assertThat(page)
                .contains("60 papers in ", "<mark>Graph</mark> <mark>neural</mark>", "sort=newest", "sort=oldest")
                .contains("/search?q=graph+neural&amp;venue=ICLR", "/search?q=graph+neural&amp;year=2019")
                .contains("rel=\"next\" href=\"/search?q=graph+neural&amp;page=2\"")
                .doesNotContain("rel=\"prev\"");
        assertThat(page.length()).isLessThan(100_000);
        String last = site.get("/search?q=graph+neural&page=3").body();
        assertThat(last).contains("rel=\"prev\"").contains(">60<");
        assertThat(site.get("/search?q=graph+neural&page=99").statusCode()).isEqualTo(404);
        assertThat(site.get("/search?q=graph+neural&page=99").body()).contains("First page");
    }

    @Test
    void facetsCanBeTakenAwayAgain() {
        String page = site.get("/search?q=graph&venue=ICLR&year=2018").body();
        assertThat(page)
                .contains("20 papers in ")
                .contains("class=\"chip\" href=\"/search?q=graph&amp;year=2018\"")
                .contains("class=\"chip\" href=\"/search?q=graph&amp;venue=ICLR\"");
    }

    @Test
    void unionAndDifferenceOfCategoriesKeepTheirAddress() {
        String page = site.get("/search?cat=cs.CL+cs.LG-stat.ML").body();
        assertThat(page).contains("cat=cs.CL+cs.LG-stat.ML&amp;sort=oldest").contains("2 papers");
        assertThat(site.get("/arxiv/cs.CL+cs.LG-stat.ML").body()).contains("2 papers");
    }

    @Test
    void wrongParametersAreLeftOutWithANote() {
        assertThat(site.get("/search?q=graph&year=abc&from=2025-99-99&sort=%3Cb%3E&page=0")
                        .body())
                .contains("“year=abc” in the address", "“from=2025-99-99”", "“sort=&lt;b&gt;”", "“page=0”");
    }

    @ParameterizedTest
    @CsvSource({
        "/search?q=1706.03762, 302, /arxiv/1706.03762",
        "/search?q=https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762v5, 302, /arxiv/1706.03762",
        "/arxiv/1706.03762v5, 301, /arxiv/1706.03762",
        "/arxiv/hep-th/9901001v2, 301, /arxiv/hep-th/9901001",
        "/venue/iclr.2018, 301, /venue/ICLR.2018",
        "/arxiv/date, 302, /arxiv/date/2025-05-02",
        "/feed/arxiv/cs.CL?x=1, 301, /arxiv/cs.CL.atom?x=1",
    })
    void redirects(String path, int status, String location) {
        HttpResponse<String> reply = site.get(path);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Location")).contains(location);
    }

    @Test
    void paperPageHasEverythingOfThePaper() {
        String page = site.get("/arxiv/1706.03762").body();
        assertThat(page)
                .contains("<h1>Attention Is All You Need</h1>")
                .contains("/search?q=author:%22Ashish+Vaswani%22")
                .contains("href=\"https://arxiv.org/pdf/1706.03762\"", "15 pages, 5 figures", "2017-06-12")
                .contains("href=\"/venue/NeurIPS.2017/vaswani17\"")
                .contains("name=\"citation_title\" content=\"Attention Is All You Need\"")
                .contains("name=\"citation_arxiv_id\" content=\"1706.03762\"")
                .contains("\"@type\":\"ScholarlyArticle\"")
                .contains("@misc{vaswani2017attention,");
        assertThat(site.get("/venue/NeurIPS.2017/vaswani17").body())
                .contains("arXiv:1706.03762", "@inproceedings{", "citation_conference_title");
    }

    @Test
    void manyAuthorsAreFoldedAfterForty() {
        String page = site.get("/arxiv/hep-th/9901001").body();
        assertThat(page).contains("<details class=\"by\"><summary>and 20 more</summary>");
        assertThat(page.indexOf("Author Number41</a>")).isGreaterThan(page.indexOf("<details class=\"by\">"));
        assertThat(page.indexOf("Author Number40</a>")).isLessThan(page.indexOf("<details class=\"by\">"));
    }

    @Test
    void textOfPapersIsNeverMarkup() {
        for (String path :
                List.of("/arxiv/2505.00001", "/search?q=hostile", "/arxiv/date/2025-05-01", "/arxiv/cs.CR")) {
            String page = site.get(path).body();
            assertThat(page)
                    .as(path)
                    .contains("&lt;script&gt;alert('x')&lt;/script&gt;", "&lt;b&gt;Eve&lt;/b&gt;")
                    .doesNotContain("<script>alert", "<img", "<b>Eve", "javascript:", "data:text");
        }
        assertThat(site.get("/arxiv/2505.00001").body()).contains("\\u003cscript\\u003ealert");
        assertThat(site.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").body())
                .doesNotContain("<script>alert");
    }

    @Test
    void formulasStayWholeAndUnmarked() {
        String page = site.get("/search?q=f+splines+costs").body();
        assertThat(page).contains("<span class=\"math\">$f(x)=\\sum_q \\Phi_q$</span>");
        assertThat(page).contains("<span class=\"math\">$\\beta$</span>-<mark>splines</mark>");
        assertThat(page).contains("less than $5 and more");
    }

    @Test
    void listsByDayMonthAndCategory() {
        String day = site.get("/arxiv/date/2025-05-01").body();
        assertThat(day)
                .contains("Thursday, 1 May 2025", "2 papers", "/arxiv/date/2025-05-02", "aria-current=\"date\"")
                .contains("href=\"/arxiv/date/2025-05-01.atom\"");
        assertThat(site.get("/arxiv/date/2025-05").body()).contains("May 2025", "3 papers");
        assertThat(site.get("/arxiv/cs.CL").body()).contains("Computation and Language", "?date=2025-05-02");
        assertThat(site.get("/arxiv/cs.CL?date=2025-05-02").body()).contains("1 paper<");
        assertThat(site.get("/arxiv/date/2025-02-30").statusCode()).isEqualTo(404);
        assertThat(site.get("/arxiv/cs.CL?date=x").statusCode()).isEqualTo(404);
        assertThat(site.get("/arxiv/wp-login.php").statusCode()).isEqualTo(404);
        assertThat(site.get("/arxiv").statusCode()).isEqualTo(200);
        assertThat(site.get("/own").statusCode()).isEqualTo(200);
    }

    @Test
    void venuesAndYears() {
        assertThat(site.get("/venue").body()).contains("/venue/ICLR.2020", "/venue/NeurIPS.2017");
        assertThat(site.get("/venue/ICLR").body()).contains("60 papers", "href=\"/venue/ICLR.2019\"");
        assertThat(site.get("/venue/ICLR.2019").body()).contains("<h1>ICLR 2019</h1>", "20 papers");
        assertThat(site.get("/venue/NOSUCH.2019").statusCode()).isEqualTo(404);
        assertThat(site.get("/venue/ICLR.99").statusCode()).isEqualTo(404);
    }

    @Test
    void languageComesFromAddressThenCookieThenBrowser() {
        assertThat(site.get("/about").body()).contains("lang=\"en\"", "How to search");
        assertThat(site.get("/about", "Accept-Language", "de, zh-TW;q=0.8, en;q=0.5")
                        .body())
                .contains("lang=\"zh-CN\"");
        assertThat(site.get("/about", "Accept-Language", "zh", "Cookie", "a=b; lemma_lang=en")
                        .body())
                .contains("lang=\"en\"");
        assertThat(site.get("/about?lang=zh", "Cookie", "lemma_lang=en").body()).contains("如何搜索");
        assertThat(site.get("/?lang=zh").body()).contains("66 篇论文", "2025年5月2日", "计算机");
    }

    @Test
    void preferencesAreCookiesSetByOwnFormsOnly() {
        String form = "application/x-www-form-urlencoded";
        HttpResponse<String> set = site.send(
                "POST",
                "/preferences",
                "theme=dark&back=%2Fsearch%3Fq%3Da",
                "Content-Type",
                form,
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(set.statusCode()).isEqualTo(303);
        assertThat(set.headers().firstValue("Location")).contains("/search?q=a");
        assertThat(set.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("lemma_theme=dark;")
                .contains("SameSite=Lax", "HttpOnly");
        assertThat(site.get("/", "Cookie", "lemma_theme=dark").body()).contains("data-theme=\"dark\"");
        String lang = "lang=zh&back=%2F%2Fevil.example";
        HttpResponse<String> away = site.send("POST", "/preferences", lang, "Content-Type", form, "Origin", site.url());
        assertThat(away.headers().firstValue("Location")).contains("/");
        assertThat(site.send("POST", "/preferences", lang, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.send("POST", "/preferences", lang, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.send("POST", "/preferences", lang).statusCode()).isEqualTo(403);
        assertThat(site.send("POST", "/preferences", "lang=xx", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(400);
        assertThat(site.send("POST", "/preferences", "lang=zh&back=%2Fa%0d%0aX-Evil:1", "Sec-Fetch-Site", "same-origin")
                        .headers()
                        .firstValue("X-Evil"))
                .isEmpty();
        assertThat(site.get("/preferences").statusCode()).isEqualTo(405);
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        for (String path : List.of(
                "/",
                "/search?q=graph",
                "/nothing",
                "/api/v1/status",
                "/health",
                "/metrics",
                "/search.atom",
                "/arxiv/date",
                "/static/none.js",
                "/%zz",
                "/opensearch.xml")) {
            HttpResponse<String> reply = site.get(path.equals("/%zz") ? "/%00" : path);
            assertThat(reply.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .contains(Front.CSP);
            assertThat(reply.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .contains("nosniff");
            assertThat(reply.headers().firstValue("Referrer-Policy")).as(path).contains("same-origin");
            assertThat(reply.headers().firstValue("X-Request-Id")).as(path).isPresent();
        }
        String page = site.get("/search?q=graph").body();
        assertThat(page).doesNotContain("style=\"", "<style", "onclick", "<script>");
    }

    @Test
    void errorsArePagesWithAReasonAndAWayOn() {
        HttpResponse<String> missing = site.get("/nothing/here");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("There is no page at this address.", "href=\"/\"", "Request ");
        HttpResponse<String> unknown = site.get("/arxiv/2401.00001");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("“2401.00001”", "https://arxiv.org/abs/2401.00001");
        HttpResponse<String> method = site.send("DELETE", "/search", "");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> api = site.get("/api/v1/nothing");
        assertThat(api.statusCode()).isEqualTo(404);
        assertThat(api.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void tooLongAndTooLargeRequestsAreRefusedAsPages() throws Exception {
        String long1 = raw("GET /search?q=" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(long1).startsWith("HTTP/1.1 414 ").contains("The address is too long", "Content-Security-Policy");
        String large = raw("POST /preferences HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Length: 9999999\r\n\r\ntheme=dark");
        assertThat(large).startsWith("HTTP/1.1 413 ").contains("The request is too large", "Content-Security-Policy");
        assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(raw("GET /%c0%ae HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET /search?q=[a|b]{c}^\"<> HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void otherHostNamesAreRefusedOnTheLoopback() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:99\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/search?q=graph",
                "/arxiv/1706.03762",
                "/nothing",
                "/api/v1/status",
                "/search.atom",
                "/health"
            })
    void headIsGetWithoutBody(String path) {
        HttpResponse<String> get = site.get(path);
        HttpResponse<String> head = site.send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.headers().firstValue("Content-Length")).isPresent();
    }

    @Test
    void pagesAreCompressedAndRevalidated() throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(site.url() + "/search?q=graph").toURL().openConnection();
        connection.setRequestProperty("Accept-Encoding", "gzip");
        assertThat(connection.getHeaderField("Content-Encoding")).isEqualTo("gzip");
        try (InputStream in = new GZIPInputStream(connection.getInputStream())) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).isEqualTo(site.get("/search?q=graph").body());
        }
        String etag = site.get("/search?q=graph").headers().firstValue("ETag").orElseThrow();
        assertThat(site.get("/search?q=graph", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(site.get("/search?q=graph", "If-None-Match", etag, "Accept-Language", "zh")
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/search?q=graph").headers().firstValue("Vary").orElseThrow())
                .contains("Accept-Language", "Cookie", "Accept-Encoding");
    }

    @Test
    void staticFilesAreAFixedListThatNeverChanges() {
        String page = site.get("/").body();
        int start = page.indexOf("/static/");
        String css = page.substring(start, page.indexOf("icon.svg")) + "site.css";
        HttpResponse<String> file = site.get(css);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
        String prefix = css.substring(0, css.length() - "site.css".length());
        for (String name :
                List.of("../site.css", "..%2fsite.css", "%2e%2e/messages_en.properties", "vendor/", "", "SITE.CSS")) {
            assertThat(site.get(prefix + name).statusCode()).as(name).isIn(404, 400);
        }
        assertThat(site.get(prefix + Assets.KATEX + "fonts/KaTeX_Main-Regular.woff2")
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/static/000000000000/site.css").statusCode()).isEqualTo(404);
    }

    @Test
    void healthMetricsAndOpenSearch() {
        assertThat(site.get("/health").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
        site.get("/search?q=graph");
        assertThat(site.get("/metrics").body())
                .contains("lemma_requests_total{route=\"/search\",status=\"200\"}", "lemma_papers 66")
                .contains("lemma_request_seconds_bucket{route=\"/search\",le=\"+Inf\"}", "jvm_memory_heap_used_bytes ");
        assertThat(site.get("/opensearch.xml").body())
                .contains("template=\"" + site.url() + "/search?q={searchTerms}\"");
        assertThat(site.get("/completions?q=graph+neu").body()).startsWith("[\"graph neu\",[\"graph neural");
        assertThat(site.get("/robots.txt").body()).contains("Disallow: /search");
    }

    @Test
    void chineseIsFound() {
        assertThat(site.get("/search?q=%E6%B3%A8%E6%84%8F%E5%8A%9B").body()).contains("/arxiv/2505.00002");
    }

    @Test
    void aTakenPortIsAClearError() {
        SiteOptions options = SiteOptions.defaults().withPort(site.site().port());
        assertThatThrownBy(() -> Site.start(site.library(), options))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port");
    }

    private String raw(String request) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), site.site().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
