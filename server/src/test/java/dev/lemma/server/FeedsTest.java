package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedsTest {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    /// The grammar of RFC 4287 as far as feeds use it: element -> child -> occurrences "min-max".
    private static final Map<String, Map<String, String>> GRAMMAR = Map.of(
            "feed",
            Map.of(
                    "id",
                    "1-1",
                    "title",
                    "1-1",
                    "updated",
                    "1-1",
                    "link",
                    "0-9",
                    "generator",
                    "0-1",
                    "author",
                    "0-9",
                    "entry",
                    "0-50"),
            "entry",
            Map.of(
                    "id",
                    "1-1",
                    "title",
                    "1-1",
                    "updated",
                    "1-1",
                    "published",
                    "0-1",
                    "link",
                    "0-9",
                    "author",
                    "0-999",
                    "category",
                    "0-99",
                    "summary",
                    "0-1"),
            "author",
            Map.of("name", "1-1"));

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/search.atom",
                "/search.atom?q=graph",
                "/search.atom?q=%3Cb%3E+%26+%22x%22",
                "/arxiv.atom",
                "/venue.atom",
                "/own.atom",
                "/arxiv/cs.CL.atom",
                "/arxiv/cs.CL+cs.LG-stat.ML.atom",
                "/arxiv/date/2025-05-01.atom",
                "/arxiv/cs.CR.atom",
                "/venue/ICLR.atom",
                "/venue/ICLR.2018.atom",
                "/arxiv/hep-th.atom"
            })
    void everyFeedIsValid(String path) throws Exception {
        HttpResponse<String> reply = site.get(path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/atom+xml");
        List<String> texts = new ArrayList<>();
        assertThat(problems(reply.body(), site.url() + path, texts)).isEmpty();
    }

    @Test
    void feedsHoldThePapersAsText() throws Exception {
        List<String> texts = new ArrayList<>();
        problems(site.get("/arxiv/date/2025-05-01.atom").body(), "", texts);
        assertThat(texts).contains(TestSite.SCRIPT_TITLE, "<b>Eve</b>", "tag:127.0.0.1,2026:arxiv:2505.00001");
        problems(site.get("/search.atom?q=graph").body(), "", texts);
        assertThat(texts.stream()
                        .filter(text -> text.startsWith("Graph neural"))
                        .count())
                .isEqualTo(Feeds.SIZE);
    }

    @Test
    void unchangedFeedsAreNotSentAgain() {
        HttpResponse<String> first = site.get("/arxiv/cs.CL.atom");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        String modified = first.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(modified).isEqualTo("Fri, 02 May 2025 00:00:00 GMT");
        assertThat(site.get("/arxiv/cs.CL.atom", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(site.get("/arxiv/cs.CL.atom", "If-Modified-Since", modified).statusCode())
                .isEqualTo(304);
        assertThat(site.get("/arxiv/cs.CL.atom", "If-Modified-Since", "Thu, 01 May 2025 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/arxiv/cs.CL.atom", "If-None-Match", "\"x\"", "If-Modified-Since", modified)
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/arxiv/cs.CL.atom", "If-Modified-Since", "rubbish").statusCode())
                .isEqualTo(200);
    }

    @Test
    void charactersUnknownToXmlAreLeftOut() throws Exception {
        Xml xml = new Xml().open("feed", "xmlns", ATOM).text("title", "a\u0000b\u0001c\uD800d\uFFFEe\uD83D\uDE00<&>\"");
        List<String> texts = new ArrayList<>();
        problems(new String(xml.close("feed").bytes(), java.nio.charset.StandardCharsets.UTF_8), "", texts);
        assertThat(texts).contains("abcde\uD83D\uDE00<&>\"");
    }

    /// What is wrong with a feed; its texts are added to a list.
    private static List<String> problems(String xml, String self, List<String> texts) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
        List<String> problems = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>();
        Deque<Map<String, Integer>> counts = new ArrayDeque<>();
        Set<String> ids = new HashSet<>();
        Set<String> selfLinks = new HashSet<>();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = reader.getLocalName();
                    if (!ATOM.equals(reader.getNamespaceURI())) {
                        problems.add(name + " is not in the Atom namespace");
                    }
                    if (!open.isEmpty()) {
                        if (!GRAMMAR.getOrDefault(open.peek(), Map.of()).containsKey(name)) {
                            problems.add(name + " in " + open.peek());
                        }
                        counts.element().merge(name, 1, Integer::sum);
                    }
                    if (name.equals("link")) {
                        URI.create(reader.getAttributeValue(null, "href"));
                        if ("self".equals(reader.getAttributeValue(null, "rel"))) {
                            selfLinks.add(reader.getAttributeValue(null, "href"));
                        }
                    }
                    open.push(name);
                    counts.push(new HashMap<>());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String name = open.pop();
                    Map<String, Integer> seen = counts.pop();
                    GRAMMAR.getOrDefault(name, Map.of()).forEach((child, range) -> {
                        int count = seen.getOrDefault(child, 0);
                        int dash = range.indexOf('-');
                        if (count < Integer.parseInt(range.substring(0, dash))
                                || count > Integer.parseInt(range.substring(dash + 1))) {
                            problems.add(name + " has " + count + " " + child);
                        }
                    });
                    String value = text.toString();
                    switch (name) {
                        case "updated", "published" -> OffsetDateTime.parse(value);
                        case "id" -> {
                            if (!URI.create(value.replace("|", "%7C")).isAbsolute() || !ids.add(value)) {
                                problems.add("id " + value);
                            }
                        }
                        case "title", "name" -> {
                            if (value.isBlank()) {
                                problems.add("blank " + name);
                            }
                        }
                        default -> {}
                    }
                    texts.add(value);
                    text.setLength(0);
                }
                default -> {}
            }
        }
        if (!self.isEmpty() && !selfLinks.equals(Set.of(self))) {
            problems.add("self link " + selfLinks + " of " + self);
        }
        return problems;
    }
}
