package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small parts below the pages.
class PlumbingTest {
    @Test
    void parametersAreDecodedLeniently() {
        Params params = Params.parse("q=a+b%20c%zz%E6%B3%A8&x&=y&q=second&cat=cs.AI+cs.LG&%71%71=1");
        assertThat(params.get("q")).isEqualTo("a b c%zz注");
        assertThat(params.get("x")).isEmpty();
        assertThat(params.has("x")).isTrue();
        assertThat(params.get("cat")).isEqualTo("cs.AI cs.LG");
        assertThat(params.get("qq")).isEqualTo("1");
        assertThat(Params.parse("&&&=&%").get("")).isEmpty();
        assertThat(Params.parse("a=%4").get("a")).isEqualTo("%4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%zz", "/%c0%ae", "/%00", "/a%0d%0ab", "/%ff", "/é"})
    void brokenPathsAreRefused(String path) {
        assertThatThrownBy(() -> Params.decodePath(path)).isInstanceOf(StatusException.class);
    }

    @Test
    void pathsKeepTheirPlus() {
        assertThat(Params.decodePath("/arxiv/cs.AI+cs%2ELG%E6%B3%A8")).isEqualTo("/arxiv/cs.AI+cs.LG注");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, true",
        "/search, /search, true",
        "/search, /search/, false",
        "/a/{x}, /a/b, true",
        "/a/{x}, /a/, false",
        "/a/{x}, /a/b/c, false",
        "/a/{x...}, /a/b/c, true",
        "/a/{x...}, /a/, false",
        "/a/{x}.atom, /a/b.c.atom, true",
        "/a/{x}.atom, /a/.atom, false",
        "/a/{x}.atom, /a/b, false",
        "/a/{x}.atom, /a/b/c.atom, false",
    })
    void routesMatch(String pattern, String path, boolean expected) {
        Route route = Route.get(pattern, Route.Caching.NONE, request -> Reply.html(new byte[0]));
        assertThat(route.matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|ENGLISH",
                "zh|CHINESE",
                "zh-Hant-TW|CHINESE",
                "en, zh|ENGLISH",
                "de, zh;q=0.1|CHINESE",
                "zh;q=0.2, en;q=0.9|ENGLISH",
                "zhx|ENGLISH",
                "zh;q=0|ENGLISH",
                "zh;q=x|ENGLISH",
                ",,;,|ENGLISH",
            })
    void languageOfHeader(String header, Language expected) {
        assertThat(Language.ofHeader(header)).isEqualTo(expected);
    }

    @Test
    void gzipIsReadBack() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Compression compression = new Compression(2);
        for (int size : new int[] {0, 1, 9, 255, 600, 4_096, 100_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, size / 2, (byte) 'a');
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compression.gzip(bytes)))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
        }
        compression.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "deflate, gzip;q=0.5, br|true",
                "gzip;q=0|false",
                "gzip;q=0.000|false",
                "*|true",
                "br|false",
                "identity|false",
            })
    void gzipIsSentWhereAccepted(String header, boolean expected) {
        assertThat(Compression.accepted(header)).isEqualTo(expected);
    }

    @Test
    void bytesAreUtf8() {
        ByteOutput output = new ByteOutput(1);
        String text = "aé注\uD83D\uDE00z";
        output.writeContent(text);
        output.writeContent("xyz", 1, 2);
        output.writeContent("\uD800");
        output.writeBinaryContent(new byte[] {'!'});
        assertThat(new String(output.toByteArray(), StandardCharsets.UTF_8)).isEqualTo(text + "y\uFFFD!");
    }

    @Test
    void pageCacheForgetsTheOldestAndOldVersions() {
        PageCache cache = new PageCache(40_000);
        PageCache.Entry entry = new PageCache.Entry(Reply.html(new byte[4_000]), Optional.empty());
        for (int i = 0; i < 20; i++) {
            cache.put("/" + i, 1, entry);
        }
        assertThat(cache.used()).isLessThanOrEqualTo(40_000);
        assertThat(cache.get("/19", 1)).isPresent();
        assertThat(cache.get("/0", 1)).isEmpty();
        assertThat(cache.get("/19", 2)).isEmpty();
        cache.put("/new", 2, entry);
        assertThat(cache.size()).isEqualTo(1);
        cache.put("/late", 1, entry);
        assertThat(cache.get("/late", 1)).isEmpty();
        cache.put("/large", 2, new PageCache.Entry(Reply.html(new byte[30_000]), Optional.empty()));
        assertThat(cache.get("/large", 2)).isEmpty();
    }

    @Test
    void listAddressesComeBackAsTheyWere() {
        for (String query : List.of(
                "q=a+b%22c%22&branch=arxiv&cat=cs.AI+cs.LG-cs.CY&venue=ICLR&year=2018..2020&from=2025-01-01&to=2025-02-28&sort=oldest&page=3",
                "q=x&year=2018", "year=2018..", "year=..2018", "cat=hep-th-cs.AI")) {
            assertThat(ListState.parse(Params.parse(query)).url()).isEqualTo("/search?" + query);
        }
        assertThat(ListState.parse(Params.parse("from=2025-02&to=2025-02")).url())
                .isEqualTo("/search?from=2025-02-01&to=2025-02-28");
        assertThat(ListState.parse(Params.NONE).url()).isEqualTo("/search");
    }

    @Test
    void onlyOwnPlacesAreRedirectedTo() {
        assertThat(List.of("/", "/search?q=a", "/arxiv/2404.19756")).allMatch(Url::isLocal);
        assertThat(List.of("", "//evil", "/\\evil", "https://evil", "a", "/a b", "/a\r\nb", "/é"))
                .noneMatch(Url::isLocal);
        assertThat(Url.web("javascript:alert(1)")).isEmpty();
        assertThat(Url.web(" http://x")).isEmpty();
        assertThat(Url.web("HTTPS://x")).isPresent();
    }

    @Test
    void bibTexIsSafeForTex() {
        Paper paper = Paper.builder(PaperId.ofVenue("ICLR", 2018, "x"), "The 100% of A_B & $\\alpha_1$ {x}")
                .authors(List.of("Erwin Schrödinger", "B # C"))
                .venue("ICLR")
                .year(2018)
                .url("https://example.org/{x} y")
                .build();
        assertThat(BibTex.entry(paper)).isEqualTo("""
                @inproceedings{schrodinger2018100,
                  title = {{The 100\\% of A\\_B \\& $\\alpha_1$ x}},
                  author = {Erwin Schrödinger and B \\# C},
                  booktitle = {ICLR},
                  year = {2018},
                  url = {https://example.org/xy},
                }
                """);
    }

    @Test
    void optionsAreChecked() {
        SiteOptions options = SiteOptions.defaults();
        assertThat(options.withBaseUrl("https://Papers.example.org:8443/").baseUrl())
                .contains("https://Papers.example.org:8443");
        assertThatThrownBy(() -> options.withPort(70_000)).hasMessage("port 70000 is not in 0..65535");
        assertThatThrownBy(() -> options.withHost(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withTitle("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withReadTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        for (String base : List.of("x", "ftp://x", "http://x/path", "http://u@x", "http://x?q", "http:///")) {
            assertThatThrownBy(() -> options.withBaseUrl(base)).hasMessageContaining("papers.example.org");
        }
    }
}
