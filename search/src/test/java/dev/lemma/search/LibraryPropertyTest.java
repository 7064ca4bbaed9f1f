package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches against a slow search through the papers themselves.
class LibraryPropertyTest {
    /// Repeat a failure with `mvn -pl search -am test -Dlemma.seed=...`.
    private static final long SEED = Long.getLong("lemma.seed", 20251124L);

    private static final int ROUNDS = 8;
    private static final int CHANGES = 60;
    private static final int QUERIES = 60;
    // Words that are their own stems.
    private static final List<String> WORDS =
            List.of("graph", "kernel", "tensor", "bound", "proof", "flow", "norm", "code", "swarm", "cat");
    private static final List<String> CATEGORIES = List.of("cs.LG", "cs.CL", "math.ST", "hep-th");
    private static final List<String> NAMES = List.of("Ada Xu", "Bob Yi", "Cy Zed");

    private record Condition(String query, Predicate<Paper> holds) {}

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    // By id, as the store has them.
    private final Map<String, Paper> papers = new TreeMap<>();

    @Test
    void findsWhatASlowSearchFinds(@TempDir Path home) {
        try (Library library = Library.open(home)) {
            for (int round = 0; round < ROUNDS; round++) {
                change(library);
                assertThat(library.awaitIndexed(Duration.ofMinutes(1))).isTrue();
                String as = "seed " + SEED + ", round " + round;
                SearchResult all = library.search(SearchRequest.of("").withPage(0, 1_000));
                assertThat(ids(all)).as(as).isEqualTo(papers.keySet());
                for (Hit hit : all.hits()) {
                    assertThat(hit.stored().paper())
                            .as(as)
                            .isEqualTo(papers.get(hit.stored().paper().id().value()));
                }
                for (int i = 0; i < QUERIES; i++) {
                    query(library, as + ", query " + i);
                }
            }
        }
    }

    private void change(Library library) {
        List<Paper> put = new ArrayList<>();
        Set<String> removed = new TreeSet<>();
        for (int i = 0; i < CHANGES; i++) {
            if (random.nextInt(4) > 0 || papers.isEmpty()) {
                put.add(paper(random.nextInt(200)));
            } else {
                removed.add(one(List.copyOf(papers.keySet())));
            }
        }
        TestPapers.put(library.store(), put);
        TestPapers.remove(library.store(), removed.toArray(String[]::new));
        // Merging is the store's business (it fills gaps from before): what it has now is what must be found.
        for (Paper paper : put) {
            library.find(paper.id()).ifPresent(s -> papers.put(s.paper().id().value(), s.paper()));
        }
        removed.forEach(papers::remove);
    }

    private Paper paper(int i) {
        boolean arxiv = i % 2 == 0;
        Paper.Builder paper = Paper.builder(
                        arxiv
                                ? new PaperId("arxiv:2001." + (10_000 + i))
                                : PaperId.ofVenue("ICLR", 2000 + i % 7, "p" + i),
                        words(1 + random.nextInt(3)))
                .summary(words(random.nextInt(8)))
                .authors(List.of(one(NAMES)))
                .source("test");
        if (arxiv) {
            paper.categories(List.of(one(CATEGORIES))).published(LocalDate.of(2020, 1, 1 + random.nextInt(28)));
        } else {
            paper.venue("ICLR").year(2000 + i % 7);
        }
        return paper.build();
    }

    private String words(int n) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            words.add(one(WORDS));
        }
        return String.join(" ", words);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static boolean has(String text, String word) {
        return Arrays.asList(text.split(" ")).contains(word);
    }

    private static boolean has(Paper paper, String word) {
        return has(paper.title(), word) || has(paper.summary(), word);
    }

    private Condition condition() {
        String word = one(WORDS);
        String other = one(WORDS);
        return switch (random.nextInt(11)) {
            case 0 -> new Condition("-" + word, paper -> !has(paper, word));
            case 1 -> new Condition("+" + word, paper -> has(paper, word));
            case 2 -> new Condition("title:" + word, paper -> has(paper.title(), word));
            case 3 -> new Condition("abstract:" + word, paper -> has(paper.summary(), word));
            case 4 ->
                new Condition(
                        "+\"" + word + " " + other + "\"",
                        paper -> paper.title().concat(" ").contains(word + " " + other + " ")
                                || paper.summary().concat(" ").contains(word + " " + other + " "));
            case 5 -> new Condition(word + " OR " + other, paper -> has(paper, word) || has(paper, other));
            case 6 -> {
                String code = one(CATEGORIES);
                yield new Condition("cat:" + code, paper -> paper.categories().contains(code));
            }
            case 7 -> {
                int year = 2000 + random.nextInt(7);
                yield new Condition("year:" + year + "..2004", paper -> {
                    int of = IndexFields.year(paper);
                    return of >= Math.min(year, 2004) && of <= Math.max(year, 2004);
                });
            }
            case 8 -> {
                String name = one(NAMES);
                yield new Condition(
                        "author:\"" + name + "\"", paper -> paper.authors().contains(name));
            }
            case 9 -> new Condition("branch:arxiv", paper -> paper.id().branch() == Branch.ARXIV);
            default ->
                new Condition(
                        "abstract:(" + word + " -" + other + ")",
                        paper -> has(paper.summary(), word) && !has(paper.summary(), other));
        };
    }

    private void query(Library library, String as) {
        Set<String> words = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            words.add(one(WORDS));
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            conditions.add(condition());
        }
        Filters filters = Filters.NONE;
        Predicate<Paper> filter = paper -> true;
        if (random.nextInt(3) == 0) {
            filters = filters.withCategories("cs-cs.CL");
            filter = paper -> paper.categories().contains("cs.LG");
        } else if (random.nextInt(3) == 0) {
            int from = 1 + random.nextInt(28);
            int to = 1 + random.nextInt(28);
            filters = filters.withDays(LocalDate.of(2020, 1, from), LocalDate.of(2020, 1, to));
            filter = paper -> paper.date()
                    .map(LocalDate::getDayOfMonth)
                    .filter(day -> day >= from && day <= to)
                    .isPresent();
        }
        List<String> texts = new ArrayList<>(words);
        conditions.forEach(condition -> texts.add(condition.query()));
        String query = String.join(" ", texts);
        Predicate<Paper> restricted = filter;
        List<Paper> allowed = papers.values().stream()
                .filter(paper -> restricted.test(paper)
                        && conditions.stream()
                                .allMatch(condition -> condition.holds().test(paper)))
                .toList();
        Set<String> expected = matching(allowed, words, words.size());
        SearchOrder order = one(List.of(SearchOrder.values()));
        SearchResult result = library.search(
                SearchRequest.of(query).withFilters(filters).withOrder(order).withPage(0, 1_000));
        String what = as + ": " + query + " " + filters + " " + order;
        boolean partial = expected.isEmpty() && words.size() > 1;
        if (partial) {
            expected = matching(allowed, words, (words.size() + 1) / 2);
        }
        assertThat(result.total()).as(what).isEqualTo(expected.size());
        assertThat(ids(result).containsAll(expected)).as(what).isTrue();
        if (!partial) {
            Set<String> full = new TreeSet<>();
            result.hits().stream()
                    .filter(hit -> !hit.partial())
                    .forEach(hit -> full.add(hit.stored().paper().id().value()));
            assertThat(full).as(what).isEqualTo(expected);
            assertThat(result.hits().stream().limit(expected.size())).as(what).noneMatch(Hit::partial);
        }
        Set<String> some = matching(allowed, words, Math.min(1, words.size()));
        assertThat(some).as(what).containsAll(ids(result));
    }

    private static Set<String> matching(List<Paper> among, Set<String> words, int atLeast) {
        Set<String> found = new TreeSet<>();
        for (Paper paper : among) {
            if (words.stream().filter(word -> has(paper, word)).count() >= atLeast) {
                found.add(paper.id().value());
            }
        }
        return found;
    }

    private static Set<String> ids(SearchResult result) {
        Set<String> ids = new HashSet<>();
        result.hits()
                .forEach(hit ->
                        assertThat(ids.add(hit.stored().paper().id().value())).isTrue());
        return new TreeSet<>(ids);
    }
}
