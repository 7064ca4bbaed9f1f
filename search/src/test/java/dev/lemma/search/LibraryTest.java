package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Questions to a library that does not change; its papers came in several portions, with updates and removals.
class LibraryTest {
    private static final long SEED = Long.getLong("lemma.seed", 20251124L);

    @TempDir
    static Path home;

    private static Library library;

    @BeforeAll
    static void open() {
        library = Library.open(home);
        List<Paper> all = TestPapers.ALL;
        for (int from = 0; from < all.size(); from += 20) {
            List<Paper> portion = all.subList(from, Math.min(all.size(), from + 20));
            // Something to update and something to remove, so that segments have deletions.
            TestPapers.put(
                    library.store(),
                    portion.stream()
                            .map(paper -> paper.toBuilder().title("Zzzdraft").build())
                            .toList());
            TestPapers.put(
                    library.store(),
                    List.of(Paper.builder(PaperId.ofOwn("gone" + from), "Zzzgone")
                            .build()));
            await(library);
            TestPapers.put(library.store(), portion);
            TestPapers.remove(library.store(), "own:gone" + from);
            await(library);
        }
    }

    @AfterAll
    static void close() {
        library.close();
    }

    private static void await(Library library) {
        assertThat(library.awaitIndexed(Duration.ofMinutes(1))).isTrue();
    }

    private static SearchRequest all(String query) {
        return SearchRequest.of(query).withPage(0, 200);
    }

    private static SearchResult search(String query) {
        return library.search(all(query));
    }

    /// Local parts of the full matches, sorted.
    private static List<String> full(SearchResult result) {
        List<String> found = result.hits().stream()
                .filter(hit -> !hit.partial())
                .map(hit -> hit.stored().paper().id().local())
                .sorted()
                .toList();
        assertThat(result.total()).isEqualTo(found.size());
        return found;
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream()
                .map(hit -> hit.stored().paper().id().local())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "residual learning       | 1512.03385 CVPR.2016/he",
                "Residual NETWORK vision | CVPR.2016/he",
                "image                   | 1512.03385 2001.00002 2001.00003 2001.00023 NeurIPS.2020/ddpm",
                "=image                  | 1512.03385 2001.00002 NeurIPS.2020/ddpm",
                "\"images\"              | 1512.03385 2001.00003 2001.00023",
                "\"graph neural networks\"   | 2001.00012",
                "graph neural networks   | 2001.00012 2001.00013",
                "\"entropy of black holes\"  | hep-th/9901001",
                "\"entropy the black holes\" | hep-th/9901001",
                "\"entropy black holes\"     | ~~",
                "\"end-to-end\"          | long",
                "\"pretraining\"         | 1810.04805 2001.00001",
                "transf*                 | 1706.03762 1810.04805 AAAI.2021/inf ICLR.2020/aaa",
                "transformer OR coffee   | 1706.03762 1810.04805 AAAI.2021/inf ICLR.2020/aaa coffee",
                "(transformer OR coffee) graph | ICLR.2020/aaa",
                "graph -neural           | ICLR.2020/aaa erdos trees",
                "graph -(random OR neural) | ICLR.2020/aaa trees",
                "+graph +trees           | trees",
                "title:images            | 1512.03385 2001.00002 2001.00003",
                "title:\"deep residual\" | 1512.03385 CVPR.2016/he",
                "title:(dense -multi)    | CVPR.2017/dense",
                "title:(diffusion -models) | 2001.00024",
                "title:(graph OR -newton) theorems | coffee",
                "title:(-theorems) coffee | ~~",
                "abstract:residual       | 1512.03385 2001.00022 CVPR.2016/he",
                "abstract:batch          | ~~",
                "abstract:\"end-to-end state-of-the-art\" | long",
                "abstract:pre-train      | 1810.04805 2001.00001",
                "abstract:conver*        | 2001.00018 oneil",
                "author:\"Kaiming He\"   | 1512.03385 CVPR.2016/he",
                "author:\"K. He\"        | 1512.03385 CVPR.2016/he",
                "author:(K He)           | 1512.03385 CVPR.2016/he",
                "author:\"He Kaiming\"   | ~~",
                "author:Schrodinger      | 2001.00006",
                "author:Schrödinger      | 2001.00006",
                "author:erdos            | erdos",
                "author:\"D. Knuth\"     | knuth1984",
                "author:\"D. E. Knuth\"  | sorting",
                "author:kaiser           | 1706.03762",
                "author:An               | 2001.00018",
                "author:\"Bo An\"        | 2001.00018",
                "author:=will            | ~~",
                "author:member59         | 2001.00021",
                "author:\"collaborator member1\" | ~~",
                "author:Ming-Wei         | 1810.04805",
                "author:mingwei          | ~~",
                "author:王小明           | zh1",
                "author:o'neil           | oneil",
                "author:kant*            | 2001.00017",
                "cat:cs.CY               | 2001.00009 2001.00015",
                "cat:CS.cy               | 2001.00009 2001.00015",
                "cat:cs.NA               | 2001.00007",
                "cat:math.NA             | 2001.00007",
                "cat:q-bio               | 2001.00013 2001.00022",
                "cat:cond-mat            | cond-mat/0001001",
                "cat:cs.AI+cs.CY         | 2001.00009 2001.00010 2001.00011 2001.00015",
                "cat:cs.AI+cs.CY-cs.LG   | 2001.00009 2001.00010 2001.00015",
                "cat:hep-th-gr-qc        | ~~",
                "cat:hep-th+quant-ph     | 2001.00008 hep-th/9901001",
                "venue:nips              | NeurIPS.2017/3f5ee NeurIPS.2020/ddpm NeurIPS.2020/gpt3",
                "venue:iclr              | ICLR.2018/B11bwYgfM ICLR.2018/Hk2aImxAb ICLR.2020/aaa",
                "year:2018 venue:ICLR    | ICLR.2018/B11bwYgfM ICLR.2018/Hk2aImxAb",
                "year:..1949             | godel gr1 qed trees",
                "year:1959..1984         | coffee erdos knuth1984 sorting",
                "date:2020-02-03         | 2001.00011 2001.00012",
                "date:2020-02-05..2020-02-06 | 2001.00014 2001.00015",
                "date:1999               | hep-th/9901001",
                "id:2404.19756           | 2404.19756",
                "id:arXiv:2404.19756v2   | 2404.19756",
                "id:hep-th/9901001       | hep-th/9901001",
                "id:own:knuth1984        | knuth1984",
                "id:venue:ICLR.2018/B11bwYgfM | ICLR.2018/B11bwYgfM",
                "id:B11bwYgfM            | ICLR.2018/B11bwYgfM",
                "id:knuth1984            | knuth1984",
                "doi:10.1000/abc.182     | hep-th/9901001",
                "keyword:transformer     | 1706.03762 ICLR.2020/aaa",
                "keyword:\"image recognition\" | 1512.03385",
                "keyword:\"networks image\"  | ~~",
                "comment:\"15 pages\"    | 1706.03762",
                "comment:neurips         | 2001.00022",
                "has:doi                 | 2404.19756 NeurIPS.2020/gpt3 hep-th/9901001",
                "has:comment branch:own  | sorting",
                "branch:venue residual   | CVPR.2016/he",
                "branch:own graphs       | erdos trees",
                "pre-training            | 1810.04805 2001.00001",
                "pretraining             | 1810.04805 2001.00001",
                "\"pre-training\"        | 1810.04805 2001.00001",
                "β-VAE                   | 2001.00004 2001.00005",
                "$\\beta$-VAE            | 2001.00004 2001.00005",
                "beta-VAE                | 2001.00004 2001.00005",
                "betavae                 | 2001.00004 2001.00005",
                "ℓ1                      | 2001.00006",
                "L2 norm                 | 2001.00006",
                "naive bayes             | 2001.00016",
                "naïve Bayes             | 2001.00016",
                "strasse                 | strasse",
                "STRASSE größe           | strasse",
                "λόγος                   | gr1",
                "сети                    | ru1",
                "C++                     | 2001.00014",
                "GPT-3.5                 | 2001.00015",
                "newtons                 | oneil",
                "newton                  | oneil",
                "图神经网络              | zh1",
                "神经                    | zh1 zh2",
                "图                      | zh1",
                "\"神经网络\"            | zh1",
                "title:神经              | zh1 zh2",
                "图神经*                 | zh1",
                "注意力 翻译             | zh2",
                "형태소                  | ko1",
                "script alert            | html",
                "vaswani                 | 1706.03762 NeurIPS.2017/3f5ee",
                "vaswani attention       | 1706.03762 NeurIPS.2017/3f5ee",
                "zzzdraft                | ~~",
                "zzzgone                 | ~~"
            })
    void queryLanguage(String query, String expected) {
        List<String> ids = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
        SearchResult result = search(query);
        List<String> full = result.notes().stream().anyMatch(n -> n.kind() == QueryNote.Kind.PARTIAL_MATCHES)
                ? List.of()
                : full(result);
        assertThat(full).isEqualTo(ids);
    }

    @Test
    void partialMatchesFollowFullOnes() {
        SearchResult result = search("graph neural tissue");
        assertThat(result.total()).isEqualTo(1);
        assertThat(result.hits().getFirst().stored().paper().id().local()).isEqualTo("2001.00013");
        assertThat(result.hits().getFirst().partial()).isFalse();
        assertThat(result.hits().subList(1, result.hits().size())).isNotEmpty().allMatch(Hit::partial);
        assertThat(ids(result)).doesNotHaveDuplicates().contains("2001.00012", "trees");
        assertThat(result.notes()).isEmpty();
    }

    @Test
    void withoutAnyFullMatchAGoodPartCounts() {
        SearchResult result = search("graph neural coffee");
        assertThat(result.notes()).extracting(QueryNote::kind).containsExactly(QueryNote.Kind.PARTIAL_MATCHES);
        assertThat(result.total()).isEqualTo(2);
        assertThat(result.hits()).allMatch(Hit::partial);
        assertThat(ids(result).subList(0, 2)).containsExactlyInAnyOrder("2001.00012", "2001.00013");
    }

    @Test
    void requiredWordsAreNotRelaxed() {
        assertThat(ids(search("graph neural +coffee"))).isEmpty();
        assertThat(ids(search("graph neural +trees"))).containsExactly("trees");
        assertThat(ids(search("graph neural coffee -tissue"))).doesNotContain("2001.00013");
    }

    @Test
    void exactFormsComeFirst() {
        assertThat(ids(search("=images")).getFirst()).isEqualTo("2001.00003");
        assertThat(ids(search("images")).getFirst()).isEqualTo("2001.00003");
        assertThat(ids(search("image")).getFirst()).isEqualTo("2001.00002");
    }

    @Test
    void sortingByDateStillRequiresAMatch() {
        SearchResult newest = library.search(all("diffusion").withOrder(SearchOrder.NEWEST));
        assertThat(ids(newest)).containsExactly("NeurIPS.2020/ddpm", "2001.00024", "2001.00023");
        assertThat(newest.hits()).allMatch(hit -> hit.score() == 0);
        SearchResult oldest = library.search(all("diffusion").withOrder(SearchOrder.OLDEST));
        assertThat(ids(oldest)).isEqualTo(ids(newest).reversed());
    }

    @Test
    void anEmptyQueryListsEverythingNewestFirst() {
        SearchResult result = search("");
        assertThat(result.total()).isEqualTo(TestPapers.ALL.size());
        assertThat(ids(result).getFirst()).isEqualTo("2404.19756");
        assertThat(result.more()).isFalse();
    }

    @Test
    void onlyExclusionsListTheRestAndSaySo() {
        SearchResult result = search("-graph -coffee");
        assertThat(result.notes()).extracting(QueryNote::kind).containsExactly(QueryNote.Kind.ONLY_EXCLUSIONS);
        assertThat(ids(result)).doesNotContain("coffee", "trees").contains("knuth1984");
    }

    @Test
    void filters() {
        assertThat(ids(library.search(all("").withFilters(Filters.NONE.withBranch(Branch.VENUE)))))
                .hasSize(12)
                .allMatch(id -> id.contains("/"));
        assertThat(full(library.search(all("machines").withFilters(Filters.NONE.withCategories("cs.AI+cs.CY-cs.LG")))))
                .containsExactly("2001.00009", "2001.00010");
        assertThat(full(library.search(all("").withFilters(Filters.NONE.withCategories("-cs-stat-math")))))
                .contains("knuth1984", "hep-th/9901001", "2001.00013")
                .doesNotContain("2001.00004", "2001.00009");
        assertThat(full(library.search(
                        all("").withFilters(Filters.NONE.withVenue("NIPS").withYears(2018, 0)))))
                .containsExactly("NeurIPS.2020/ddpm", "NeurIPS.2020/gpt3");
        assertThat(full(library.search(all("").withFilters(
                                Filters.NONE.withDays(LocalDate.of(2020, 3, 5), LocalDate.of(2020, 3, 6))))))
                .containsExactly("2001.00021", "2001.00022", "2001.00023", "2001.00024");
        assertThat(full(library.search(all("").withFilters(Filters.NONE.withYears(2000, 1990)))))
                .isEmpty();
    }

    @Test
    void tooManyCategoriesAreCutNotFailed() {
        String many = String.join(
                "+", IntStream.range(0, 3_000).mapToObj(i -> "cs.X" + i).toList());
        assertThat(search("cat:" + many.substring(0, 150)).total()).isZero();
        SearchResult result = library.search(all("").withFilters(Filters.NONE.withCategories("cs.CY+" + many)));
        assertThat(full(result)).containsExactly("2001.00009", "2001.00015");
        assertThat(result.notes()).extracting(QueryNote::kind).containsExactly(QueryNote.Kind.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "graph", "learning OR networks", "-graph", "cat:cs", "year:2020", "graph neural coffee"})
    void facetsEqualBruteForceCounts(String query) {
        SearchResult result = search(query);
        List<Paper> papers = result.hits().stream()
                .filter(hit -> !hit.partial() || result.notes().size() == 1)
                .limit(result.total())
                .map(hit -> hit.stored().paper())
                .toList();
        Facets facets = result.facets();
        assertThat(map(facets.branches()))
                .isEqualTo(count(papers, paper -> Stream.of(paper.id().branch().key())));
        assertThat(map(facets.categories())).isEqualTo(count(papers, paper -> paper.categories().stream()));
        assertThat(map(facets.venues()))
                .isEqualTo(count(papers, paper -> Stream.of(paper.venue()).filter(venue -> !venue.isEmpty())));
        assertThat(map(facets.years()))
                .isEqualTo(count(
                        papers,
                        paper -> Stream.of(IndexFields.year(paper))
                                .filter(year -> year != 0)
                                .map(String::valueOf)));
        assertThat(facets.years()).extracting(Facets.Count::value).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(facets.categories())
                .extracting(Facets.Count::count)
                .isSortedAccordingTo((a, b) -> Integer.compare(b, a));
        assertThat(library.search(all(query).withFacets(false)).facets()).isEqualTo(Facets.NONE);
    }

    private static Map<String, Integer> map(List<Facets.Count> counts) {
        Map<String, Integer> map = new TreeMap<>();
        counts.forEach(
                count -> assertThat(map.put(count.value(), count.count())).isNull());
        return map;
    }

    private static Map<String, Integer> count(List<Paper> papers, Function<Paper, Stream<String>> values) {
        Map<String, Integer> counts = new TreeMap<>();
        papers.forEach(paper -> values.apply(paper).forEach(value -> counts.merge(value, 1, Integer::sum)));
        return counts;
    }

    @Test
    void overviewCountsTheWholeLibrary() {
        assertThat(map(library.overview().branches())).isEqualTo(Map.of("arxiv", 30, "venue", 12, "own", 18));
        assertThat(library.overview()).isSameAs(library.overview());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "image      | [Image] classification by counting # One [image] a day.",
                "imaging    | [Image] classification by counting # One [image] a day.",
                "\"image\"  | [Image] classification by counting # One [image] a day.",
                "=image     | [Image] classification by counting # One [image] a day.",
                "=images    | Image classification by counting # One image a day.",
                "class*     | Image [classification] by counting # One image a day.",
                "by day     | Image classification by counting # One image a [day].",
                "author:image | Image classification by counting # One image a day.",
                "-image     | Image classification by counting # One image a day."
            })
    void highlightingMarksTheMatches(String query, String expected) {
        SearchRequest request = all("+id:2001.00002 " + query);
        Paper paper =
                library.find(new PaperId("arxiv:2001.00002")).orElseThrow().paper();
        SearchResult result = library.search(request);
        String shown = result.hits().isEmpty()
                ? paper.title() + " # " + paper.summary()
                : shown(result.hits().getFirst().title()) + " # "
                        + shown(result.hits().getFirst().summary());
        assertThat(shown).isEqualTo(expected);
        assertThat(library.search(request.withHighlight(false)).hits())
                .allMatch(hit ->
                        hit.title().spans().isEmpty() && hit.summary().spans().isEmpty());
    }

    @Test
    void highlightingOfCompoundsAndChinese() {
        assertThat(shown(search("βVAE kl").hits().getFirst().title()))
                .isEqualTo("$[\\beta$-VAE]: Learning Disentangled Concepts");
        assertThat(shown(search("pretraining deep").hits().getFirst().title()))
                .startsWith("BERT: [Pre-training] of [Deep] Bidirectional");
        assertThat(shown(search("神经网络").hits().getFirst().title())).isEqualTo("图[神经网络]综述");
        assertThat(shown(search("script markup").hits().getFirst().title()))
                .isEqualTo("<[script]>alert(1)</[script]> & co");
    }

    private static String shown(Marked marked) {
        StringBuilder shown = new StringBuilder(marked.text());
        int before = Integer.MAX_VALUE;
        for (Marked.Span span : marked.spans().reversed()) {
            assertThat(span.start()).isLessThan(span.end());
            assertThat(span.end()).isLessThan(before);
            before = span.start();
            shown.insert(span.end(), ']').insert(span.start(), '[');
        }
        return shown.toString();
    }

    @Test
    void completes() {
        assertThat(library.complete("graph neu", 5)).first().isEqualTo("graph neural");
        assertThat(library.complete("deep resi", 10)).contains("deep residual learning");
        assertThat(library.complete("Deep ", 10)).contains("deep residual learning");
        assertThat(library.complete("to be or n", 10)).isEmpty();
        // A stop word is in no index, but in the title.
        assertThat(library.complete("attention is", 10)).first().asString().startsWith("attention is all you need");
        assertThat(library.complete("diff", 1)).hasSize(1);
        assertThat(library.complete("zzzd", 10)).isEmpty();
        assertThat(library.complete("图神", 10)).isEmpty();
        for (String typed :
                List.of("", " ", "\"", "图", "图神", "(", "-", "a".repeat(10_000), "\ud83d", "$\\beta$-", "β")) {
            assertThat(library.complete(typed, 50)).as(typed).hasSizeLessThanOrEqualTo(50);
        }
    }

    @Test
    void suggestsSpelling() {
        assertThat(library.search(SearchRequest.of("transfromer")).suggestion()).contains("transformer");
        assertThat(library.search(SearchRequest.of("graph")).suggestion()).isEmpty();
        assertThat(library.search(SearchRequest.of("a".repeat(300))).suggestion())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2404.19756 | arxiv:2404.19756",
                "arXiv:2404.19756v3 | arxiv:2404.19756",
                "https://arxiv.org/abs/2404.19756 | arxiv:2404.19756",
                "https://arxiv.org/pdf/2404.19756v1.pdf | arxiv:2404.19756",
                "https://doi.org/10.48550/arXiv.2404.19756 | arxiv:2404.19756",
                "hep-th/9901001 | arxiv:hep-th/9901001",
                "10.1000/abc.182 | arxiv:hep-th/9901001",
                "https://doi.org/10.1000/ABC.182 | arxiv:hep-th/9901001",
                "doi:10.1000/abc.182 | arxiv:hep-th/9901001",
                "10.5555/3495724 | venue:NeurIPS.2020/gpt3",
                "venue:ICLR.2018/B11bwYgfM | venue:ICLR.2018/B11bwYgfM",
                "own:knuth1984 | own:knuth1984",
            })
    void idsAndLinksGoStraightToThePaper(String query, String id) {
        assertThat(search(query).direct()).contains(new PaperId(id));
        assertThat(library.direct(" " + query + " ")).contains(new PaperId(id));
    }

    @Test
    void otherTextsAreNotDirect() {
        for (String text : List.of(
                "", "graph", "10.9999/none", "9999.99999", "own:none", "https://example.org", "10.5555/3495724 x")) {
            assertThat(library.direct(text)).as(text).isEmpty();
        }
    }

    @Test
    void daysAndTheNewestDay() {
        assertThat(library.days(Filters.NONE, YearMonth.of(2020, 3)))
                .extracting(DayCount::toString)
                .hasSize(6)
                .last()
                .isEqualTo(new DayCount(LocalDate.of(2020, 3, 6), 2).toString());
        assertThat(library.days(Filters.NONE.withCategories("cs.CY"), YearMonth.of(2020, 2)))
                .containsExactly(new DayCount(LocalDate.of(2020, 2, 1), 1), new DayCount(LocalDate.of(2020, 2, 6), 1));
        assertThat(library.days(Filters.NONE, YearMonth.of(1990, 1))).isEmpty();
        assertThat(library.newestDay(Filters.NONE)).contains(LocalDate.of(2024, 5, 1));
        assertThat(library.newestDay(Filters.NONE.withCategories("cs.CY"))).contains(LocalDate.of(2020, 2, 6));
        assertThat(library.newestDay(Filters.NONE.withDays(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 31))))
                .contains(LocalDate.of(2020, 1, 6));
        assertThat(library.newestDay(Filters.NONE.withBranch(Branch.OWN))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "graph",
                "graph neural networks",
                "graph neural coffee learning",
                "learning OR networks OR graph",
                "attention is all you need",
                "-graph",
                "to be or not to be"
            })
    void pagesPutTogetherAreOneLongPage(String query) {
        for (SearchOrder order : SearchOrder.values()) {
            SearchResult whole = library.search(all(query).withOrder(order));
            assertThat(ids(whole)).doesNotHaveDuplicates();
            assertThat(whole.more()).isFalse();
            for (int size : new int[] {1, 3, 7}) {
                List<String> together = new ArrayList<>();
                int offset = 0;
                SearchResult page;
                do {
                    page = library.search(
                            SearchRequest.of(query).withOrder(order).withPage(offset, size));
                    together.addAll(ids(page));
                    assertThat(page.total()).isEqualTo(whole.total());
                    offset += size;
                } while (page.more());
                assertThat(together)
                        .as("%s by %s, %d a page", query, order, size)
                        .isEqualTo(ids(whole));
            }
        }
    }

    @Test
    void pagesPastTheEndAreEmpty() {
        SearchResult result = library.search(SearchRequest.of("graph").withPage(SearchRequest.MAX_OFFSET, 1_000));
        assertThat(result.hits()).isEmpty();
        assertThat(result.more()).isFalse();
        assertThat(result.total()).isPositive();
        assertThat(library.search(SearchRequest.of("graph").withPage(0, 0)).more())
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchRequest.of("").withPage(-1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchRequest.of("").withPage(0, 1_001));
    }

    @Test
    void stopWordsAloneFindNothing() {
        for (String query : List.of("the", "of the", "(the)")) {
            SearchResult result = search(query);
            assertThat(result.total()).as(query).isZero();
            assertThat(result.hits()).as(query).isEmpty();
            assertThat(result.notes()).as(query).extracting(QueryNote::kind).contains(QueryNote.Kind.ONLY_STOP_WORDS);
        }
        assertThat(search("the cat:cs.LG").total()).isPositive();
    }

    @Test
    void theSameTitleComesFirst() {
        assertThat(ids(search("Attention is all you need!")).subList(0, 2))
                .containsExactlyInAnyOrder("1706.03762", "NeurIPS.2017/3f5ee");
        assertThat(ids(search("the texbook")).getFirst()).isEqualTo("knuth1984");
        // All of its words are passed over by the index.
        assertThat(ids(search("to be or not to be")).getFirst()).isEqualTo("2001.00020");
        assertThat(search("to be or not to be").total()).isEqualTo(1);
        assertThat(ids(library.search(
                        all("Attention is all you need").withFilters(Filters.NONE.withBranch(Branch.VENUE)))))
                .contains("NeurIPS.2017/3f5ee")
                .doesNotContain("1706.03762");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(graph         | MALFORMED",
                "foo:graph      | UNKNOWN_FIELD",
                "year:abc graph | BAD_VALUE",
                "-graph         | ONLY_EXCLUSIONS"
            })
    void notesSayWhatWasDone(String query, QueryNote.Kind kind) {
        assertThat(search(query).notes()).extracting(QueryNote::kind).contains(kind);
        assertThat(search(query).notes())
                .allSatisfy(note -> assertThat(note.english()).isNotBlank());
    }

    @Test
    void thousandRandomAndHostileQueriesAnswer() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        String[] pieces = {
            "graph",
            "neural ",
            "\"",
            "(",
            ")",
            "*",
            "gr*",
            "+",
            "-",
            "=",
            ":",
            "OR ",
            "AND ",
            "NOT ",
            "title:",
            "abstract:",
            "author:",
            "cat:cs.LG+",
            "venue:",
            "year:20",
            "date:",
            "id:",
            "has:",
            "branch:own",
            "keyword:",
            "comment:",
            "..",
            "$\\beta$",
            "-VAE",
            "图神经",
            "\u202e",
            "שלום",
            "\ud83d\ude00",
            "\ud83d",
            "\0",
            "\u0007",
            "\n",
            "'",
            "the ",
            "a-b-c ",
            "\\",
            "{",
            "}",
            "^",
            "_",
            "~",
            "/",
            "?",
            "[",
            "]",
            "&&",
            "||",
            "!",
            "<b>",
            "%",
            "\u0301",
            " ",
            " "
        };
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder();
            int most = i % 50 == 0 ? 4_000 : 25;
            for (int n = random.nextInt(most); n > 0; n--) {
                if (random.nextInt(20) > 0) {
                    text.append(pieces[random.nextInt(pieces.length)]);
                } else {
                    text.append((char) random.nextInt(0x10000));
                }
            }
            String query = text.toString();
            SearchOrder order = List.of(SearchOrder.values()).get(random.nextInt(3));
            assertThatCode(() -> library.search(SearchRequest.of(query).withOrder(order)))
                    .as("seed %d, query %d: '%s'", SEED, i, query)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void hugeQueriesAnswer() {
        List<String> queries = new ArrayList<>(Arrays.asList(
                "x".repeat(10_000),
                "图神经网络".repeat(2_000),
                "title:" + "图神经网络".repeat(800),
                "\"" + "graph neural ".repeat(300) + "\"",
                "abstract:\"" + "图神经网络".repeat(700) + "\"",
                "a* ".repeat(2_000),
                "((((((((((".repeat(1_000),
                "\"".repeat(9_999)));
        for (String format : List.of(
                "w%d-v-x-y ",
                "+w%d-v-x-y ",
                "-w%d-v-x-y ",
                "w%d-v-x-y OR ",
                "title:w%d-x-y ",
                "abstract:w%d-x-y ",
                "author:m%d ",
                "+member%d ",
                "member%d ",
                "member%d OR ",
                "(-w%d) OR ",
                "cat:a+b+c+d+e+f+g%d ",
                "year:19%02d.. ",
                "-year:19%02d.. ",
                "abstract:g* ",
                "g%d* ",
                "\"w%d x\" ",
                "w%d ",
                "$\\alpha$%d-$\\beta$-x ")) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; text.length() < 4_000; i++) {
                text.append(String.format(format, i % 60));
            }
            queries.add(text.append("graph").toString());
        }
        for (String query : queries) {
            for (SearchOrder order : List.of(SearchOrder.RELEVANCE, SearchOrder.NEWEST)) {
                assertThatCode(() -> library.search(SearchRequest.of(query)
                                .withOrder(order)
                                .withFilters(new Filters(
                                        Optional.of(Branch.ARXIV),
                                        "cs+stat",
                                        "",
                                        1900,
                                        2100,
                                        Optional.of(LocalDate.of(1900, 1, 1)),
                                        Optional.empty()))))
                        .as(query.substring(0, Math.min(60, query.length())))
                        .doesNotThrowAnyException();
            }
        }
    }
}
