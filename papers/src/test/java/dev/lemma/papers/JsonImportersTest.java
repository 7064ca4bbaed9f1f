package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonImportersTest {
    private static final String KAGGLE = """
            {"id":"0704.0001","submitter":"A. Person","authors":"C. Bal\\\\'azs and C.-P. Yuan","title":"Prompt diphoton \
            cross\\n  sections of $\\\\gamma$","comments":"37 pages; published","journal-ref":"Phys.Rev.D76:013009,2007",\
            "doi":"10.1103/PhysRevD.76.013009","report-no":null,"categories":"hep-ph math.MP","license":null,\
            "abstract":"  A fully differential\\ncalculation.\\n","versions":[{"version":"v1","created":\
            "Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],\
            "update_date":"2008-11-26","authors_parsed":[["Bal\\u00e1zs","C.",""],["Yuan","C. -P.",""],\
            ["King","Martin","Jr."]]}
            """;

    @Test
    void readsTheSnapshotOfKaggle() {
        Paper paper = Imported.of("arxiv-kaggle", "x.json", KAGGLE).only();
        assertThat(paper)
                .isEqualTo(Paper.builder(new PaperId("arxiv:0704.0001"), "Prompt diphoton cross sections of $\\gamma$")
                        .authors(List.of("C. Balázs", "C.-P. Yuan", "Martin King Jr."))
                        .summary("A fully differential calculation.")
                        .categories(List.of("hep-ph", "math-ph"))
                        .comment("37 pages; published")
                        .journalRef("Phys.Rev.D76:013009,2007")
                        .doi("10.1103/PhysRevD.76.013009")
                        .year(2007)
                        .published(LocalDate.of(2007, 4, 2))
                        .updated(LocalDate.of(2008, 11, 26))
                        .url("https://arxiv.org/abs/0704.0001")
                        .pdf("https://arxiv.org/pdf/0704.0001")
                        .source("arxiv-kaggle")
                        .build());
    }

    @Test
    void takesFreeTextAuthorsWhereNoneAreParsed() {
        String text = KAGGLE.replaceFirst(",\"authors_parsed\":.*", "}");
        assertThat(Imported.of("arxiv-kaggle", "x.json", text).only().authors())
                .containsExactly("C. Balázs", "C.-P. Yuan");
    }

    @Test
    void reportsEachBrokenLineAndGoesOn() {
        String good = "{\"id\":\"2404.19756\",\"announced\":\"2024-05-01\",\"title\":\"T\",\"authors\":[\"A B\"],"
                + "\"categories\":[\"cs.LG\",\"68T07\",\"cs.CV, stat.ML\"],\"comment\":null,\"summary\":\"S.\"}";
        String text =
                good + "\n\nnot json\n" + good.replace("\"T\"", "\" \"") + "\r\n" + good.replace("2404.19756", "x")
                        + "\n" + good.replace("[\"A B\"]", "{}") + "\n" + good.replace("2024-05-01", "May") + "\n[]\n"
                        + good.substring(0, 60) + "\n" + good + "x\n" + good;
        Imported imported = Imported.of("arxiv-daily", "d.jsonl", text);
        assertThat(imported.broken)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("3: not JSON: "),
                        line -> assertThat(line).isEqualTo("4: no title"),
                        line -> assertThat(line)
                                .isEqualTo("5: id 'x' is no arXiv identifier; expected the form 2404.19756 or"
                                        + " hep-th/9901001"),
                        line -> assertThat(line).isEqualTo("6: authors is an object; expected a list of texts"),
                        line -> assertThat(line).isEqualTo("7: announced is 'May'; expected a day as YYYY-MM-DD"),
                        line -> assertThat(line).isEqualTo("8: expected an object, found a list"),
                        line -> assertThat(line).startsWith("9: not JSON: "),
                        line -> assertThat(line).startsWith("10: not JSON: "));
        assertThat(imported.lines).containsExactly(1L, 11L);
        assertThat(imported.papers.getFirst().categories()).containsExactly("cs.LG", "cs.CV", "stat.ML");
        assertThat(imported.papers.getFirst().announced()).contains(LocalDate.of(2024, 5, 1));
        assertThat(imported.papers.getFirst().year()).isEqualTo(2024);
    }

    @Test
    void readsBytesThatAreNoUtf8AsWindows1252() {
        byte[] bytes = "\ufeff{\"id\":\"2404.19756\",\"announced\":\"2024-05-01\",\"title\":\"Caf? ’\",\"authors\":[]}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xe9 : bytes[i];
        }
        assertThat(Imported.of("arxiv-daily", ImportContext.ofFile("d"), bytes)
                        .only()
                        .title())
                .isEqualTo("Café ’");
    }

    @Test
    void skipsAHugeLineWithoutHoldingIt() {
        String good = "{\"id\":\"2404.19756\",\"announced\":\"2024-05-01\",\"title\":\"T\",\"authors\":[]}\n";
        byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        InputStream huge = new SequenceInputStream(Collections.enumeration(Collections.nCopies(50, part).stream()
                .<InputStream>map(ByteArrayInputStream::new)
                .toList()));
        InputStream all = new SequenceInputStream(Collections.enumeration(
                List.of(stream(good), stream("{\"title\":\""), huge, stream("\"}\n"), stream(good), huge)));
        Imported imported = Imported.of("arxiv-daily", ImportContext.ofFile("d"), all);
        assertThat(imported.lines).containsExactly(1L, 3L);
        assertThat(imported.broken).containsExactly("2: a line of more than 16 MiB; larger ones are not read");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsVenueLists() {
        String text = """
                {"id": "nips2018-abc", "venue": "nips", "year": 2018, "title": "A {\\\\em good} title", "authors": ["Yan \
                Zhang", "Adam Prügel-Bennett"], "abstract": "\\"All \\"\\"quoted\\"\\" text.\\"", "keywords": ["vqa", " "], \
                "url": "https://x.org/1", "pdf": ""}
                {"id": "", "venue": "icra", "year": "2009", "title": "Twice", "authors": ["A", "B", "A", "B"]}
                {"id": "x", "venue": "icra", "title": "Nowhen", "authors": []}
                {"id": "x", "venue": "icra", "year": "soon", "title": "Later", "authors": []}
                """;
        Imported imported = Imported.of("venue-jsonl", "nips2018.jsonl", text);
        assertThat(imported.papers.getFirst())
                .isEqualTo(Paper.builder(new PaperId("venue:NeurIPS.2018/abc"), "A good title")
                        .authors(List.of("Yan Zhang", "Adam Prügel-Bennett"))
                        .summary("All \"quoted\" text.")
                        .venue("NeurIPS")
                        .year(2018)
                        .keywords(List.of("vqa"))
                        .url("https://x.org/1")
                        .source("venue-jsonl")
                        .build());
        assertThat(imported.papers.get(1).id().value()).isEqualTo("venue:ICRA.2009/" + Fields.titleHash("Twice"));
        assertThat(imported.papers.get(1).authors()).containsExactly("A", "B");
        assertThat(imported.broken)
                .containsExactly("3: no year; give it with --year", "4: year is 'soon'; expected four digits");
    }

    private static final String LISTS = """
            [
                {
                    "id": "B11",
                    "title": "Robust Task Clustering",
                    "status": "Withdraw",
                    "abstract": "We {investigate}.",
                    "keywords": "task clustering;multi-task, learning",
                    "author": "Mo Yu;Xiaoxiao Guo",
                    "aff": ";",
                    "rating_avg": 4.66,
                    "corr": NaN,
                    "site": "https://openreview.net/forum?id=B11"
                },
                {"id": "B12", "title": "Second", "author_site": "A B, C D", "author": "", "pdf": "https://x.org/a.pdf"},
                17,
                {"id": "B13", "title": ["no", "text"], "author": ""},
                {"id": "B14", "title": "Fourth ] } \\"", "author": "E F"}
            ]
            """;

    @Test
    void readsPaperlists() {
        Imported imported = Imported.of("paperlists", "iclr2018.json", LISTS);
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly("venue:ICLR.2018/B11", "venue:ICLR.2018/B12", "venue:ICLR.2018/B14");
        assertThat(imported.lines).containsExactly(2L, 14L, 17L);
        assertThat(imported.broken)
                .containsExactly("15: expected an object, found a number", "16: title is a list; expected a text");
        Paper first = imported.papers.getFirst();
        assertThat(first.authors()).containsExactly("Mo Yu", "Xiaoxiao Guo");
        assertThat(first.keywords()).containsExactly("task clustering", "multi-task, learning");
        assertThat(first.summary()).isEqualTo("We investigate.");
        assertThat(imported.papers.get(1).authors()).containsExactly("A B", "C D");
    }

    @Test
    void takesVenueAndYearFromTheUserOrTheFileName() {
        ImportContext said = new ImportContext("list.json", Optional.of("acml"), OptionalInt.of(2020));
        assertThat(Imported.of("paperlists", said, LISTS.getBytes(StandardCharsets.UTF_8))
                        .papers
                        .getFirst()
                        .venue())
                .isEqualTo("ACML");
        assertThat(Imported.of("paperlists", "list.json", LISTS).failure)
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessage("list.json: the file's name says no venue and year; expected one such as"
                                + " iclr2018.json, or --venue and --year"));
    }

    @Test
    void readsACutArrayUpToTheCut() {
        String cut = LISTS.substring(0, LISTS.indexOf("\"Second\""));
        Imported imported = Imported.of("paperlists", "iclr2018.json", cut);
        assertThat(imported.papers).hasSize(1);
        assertThat(imported.failure)
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessage("iclr2018.json:14: the file ends inside the record that starts here, after 1 whole"
                                + " records"));
        Imported open = Imported.of("paperlists", "iclr2018.json", LISTS.strip().replaceFirst("]$", ""));
        assertThat(open.failure)
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessageContaining("the file ends inside the array that starts on line 1, after 5 records;"
                                + " expected ']'"));
    }

    @Test
    void readsOpenReviewOfBothVersions() {
        String first = """
                {"notes":[{"id":"B1","forum":"B1","replyto":null,"invitation":"ICLR.cc/2018/Conference/-/Blind_Submission",\
                "cdate":1518730171000,"tmdate":1520000000000,"content":{"title":"One $x$","authors":["A B","C D"],\
                "abstract":"Text.","keywords":["k1","k2"],"TL;DR":"Short.","pdf":"/pdf/1.pdf"}},
                {"id":"r1","forum":"B1","replyto":"B1","content":{"title":"Review"}},
                {"id":"B2","forum":"B2","ddate":1,"content":{"title":"Gone"}}],"count":3}
                """;
        Imported imported = Imported.of("openreview", "notes.json", first);
        assertThat(imported.failure).isEmpty();
        assertThat(imported.broken).containsExactly("2: a review or comment, not a paper", "3: deleted at the source");
        assertThat(imported.papers)
                .containsExactly(Paper.builder(new PaperId("venue:ICLR.2018/B1"), "One $x$")
                        .authors(List.of("A B", "C D"))
                        .summary("Text.")
                        .venue("ICLR")
                        .year(2018)
                        .comment("Short.")
                        .keywords(List.of("k1", "k2"))
                        .published(LocalDate.of(2018, 2, 15))
                        .updated(LocalDate.of(2018, 3, 2))
                        .url("https://openreview.net/forum?id=B1")
                        .pdf("https://openreview.net/pdf?id=B1")
                        .source("openreview")
                        .build());
        String second = """
                {"id":"C1","forum":"C1","domain":"robot-learning.org/CoRL/2023/Conference","content":{"title":{"value":"Two"},\
                "authors":{"value":["A"]},"venue":{"value":"CoRL 2023 Poster"}}}
                {"id":"C2","forum":"C2","domain":"ICLR.cc/2024/Workshop/X","content":{"title":{"value":"Three"},\
                "authors":{"value":["A"]},"venue":{"value":"X@ICLR 2024"}}}
                {"id":"C3","forum":"C3","content":{"title":{"value":"Four"},"venueid":{"value":"TMLR"}},"pdate":1700000000000}
                {"id":"C4","forum":"C4","content":{"title":{"value":["x"]}}}
                """;
        imported = Imported.of("openreview", "notes.jsonl", second);
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly("venue:CoRL.2023/C1", "own:openreview-C2", "venue:TMLR.2023/C3");
        assertThat(imported.broken).containsExactly("4: title is a list; expected a text");
        assertThat(Imported.of(
                                "openreview",
                                "a.json",
                                "[" + second.lines().findFirst().orElseThrow() + "]")
                        .papers)
                .hasSize(1);
    }

    @Test
    void readsCslJson() {
        String text = """
                [
                  {"id": "http://zotero.org/users/1/items/ABCD2345", "type": "paper-conference", "title": "Deep Things",
                   "container-title": "Advances in Neural Information Processing Systems", "volume": "30",
                   "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, {"literal": "DeepTeam"}],
                   "issued": {"date-parts": [["2017", 12, 4]]}, "page": "1-9", "URL": "https://papers.nips.cc/1",
                   "abstract": "<p>Text.</p><p>More.</p>", "keyword": "a, b"},
                  {"id": "vas", "type": "article", "title": "Attention", "number": "arXiv:1706.03762", "publisher": "arXiv",
                   "author": [{"family": "Vaswani", "given": "Ashish"}], "issued": {"raw": "2017-06-12"}},
                  {"id": 7, "type": "book", "title": "The TeXbook", "issued": {"date-parts": [[1984]]}},
                  {"id": "bad", "type": "book", "author": []}
                ]
                """;
        Imported imported = Imported.of("csl-json", "library.json", text);
        assertThat(imported.papers.getFirst())
                .isEqualTo(Paper.builder(
                                new PaperId("venue:NeurIPS.2017/" + Fields.titleHash("Deep Things")), "Deep Things")
                        .authors(List.of("Jan van der Berg", "DeepTeam"))
                        .summary("Text. More.")
                        .venue("NeurIPS")
                        .year(2017)
                        .published(LocalDate.of(2017, 12, 4))
                        .journalRef("Advances in Neural Information Processing Systems 30, 1–9, 2017")
                        .keywords(List.of("a", "b"))
                        .url("https://papers.nips.cc/1")
                        .source("csl-json")
                        .build());
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly(imported.papers.getFirst().id().value(), "arxiv:1706.03762", "own:7");
        assertThat(imported.papers.get(1).published()).contains(LocalDate.of(2017, 6, 12));
        assertThat(imported.papers.get(1).pdf()).isEqualTo("https://arxiv.org/pdf/1706.03762");
        assertThat(imported.broken).containsExactly("10: no title");
        assertThat(Imported.of("csl-json", "one.json", "{\n \"id\": \"k\",\n \"type\": \"book\",\n \"title\": \"T\"\n}")
                        .only()
                        .id())
                .isEqualTo(new PaperId("own:k"));
    }

    @Test
    void readsWhatItWrites() {
        Paper paper = Imported.of("arxiv-kaggle", "x.json", KAGGLE).only().toBuilder()
                .keywords(List.of("k \\ \"", "\u2028"))
                .venue("ICLR")
                .announced(LocalDate.of(2007, 4, 3))
                .build();
        String line = LemmaJsonl.write(paper);
        assertThat(line).doesNotContain("\n").startsWith("{\"id\":\"arxiv:0704.0001\",\"title\":");
        assertThat(Imported.of("lemma-jsonl", "x.jsonl", line + "\n").only()).isEqualTo(paper);
        assertThat(Imported.of("lemma-jsonl", "x.jsonl", "{\"id\":\"own:a\",\"title\":\"T\"}")
                        .only()
                        .source())
                .isEqualTo("lemma-jsonl");
        assertThat(Imported.of(
                                "lemma-jsonl",
                                "x.jsonl",
                                "{\"id\":\"own:a b\",\"title\":\"T\"}\n{\"id\":\"own:a\"}\n{\"title\":\"T\"}")
                        .broken)
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("1: not a paper id: 'own:a b'"),
                        reason -> assertThat(reason).isEqualTo("2: no title"),
                        reason -> assertThat(reason).isEqualTo("3: no id"));
    }
}
