package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lemma.search.QueryNode.Clause;
import dev.lemma.search.QueryNode.Either;
import dev.lemma.search.QueryNode.Exact;
import dev.lemma.search.QueryNode.Group;
import dev.lemma.search.QueryNode.InField;
import dev.lemma.search.QueryNode.Phrase;
import dev.lemma.search.QueryNode.Prefix;
import dev.lemma.search.QueryNode.Range;
import dev.lemma.search.QueryNode.RangeField;
import dev.lemma.search.QueryNode.Role;
import dev.lemma.search.QueryNode.TextField;
import dev.lemma.search.QueryNode.Value;
import dev.lemma.search.QueryNode.ValueField;
import dev.lemma.search.QueryNode.Word;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class QueryParserPropertyTest {
    /// Repeat a failure with `mvn -pl search -am test -Dlemma.seed=...`.
    private static final long SEED = Long.getLong("lemma.seed", 20251124L);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-31T12:00:00Z"), ZoneOffset.UTC);
    private static final String[] PIECES = {
        " ",
        " ",
        " ",
        " ",
        "a",
        "b",
        "Z",
        "7",
        "\"",
        "\"",
        "(",
        ")",
        "(",
        ")",
        "+",
        "-",
        "=",
        "*",
        ":",
        ".",
        "..",
        ",",
        "$",
        "$",
        "\\",
        "'",
        "\u201C",
        "\u201D",
        "\u2019",
        "\uFF08",
        "\uFF09",
        "\uFF1A",
        "\u3000",
        "\uFF02",
        "OR",
        " OR ",
        " AND ",
        " NOT ",
        " OR",
        "title:",
        "t:",
        "au:",
        "year:",
        "year:2020..",
        "date:",
        "2025-05",
        "cat:",
        "cs.CL",
        "id:",
        "2404.19756",
        "venue:",
        "has:pdf",
        "arXiv:",
        "doi:10.1/",
        "foo:",
        "\uFF2F\uFF32",
        "\u6CE8\u610F",
        "\u3001",
        "\0",
        "\n",
        "\uD83D",
        "\uDE00",
        "\uD83D\uDE00",
        "\u202E",
        "\u200B",
        "\uFEFF",
        "\u0001",
        "\u00DF",
        "\u0130",
        "<",
        ">",
        ">=",
        "/",
        "{",
        "}",
        "[",
        "]",
        "!",
        "?",
        ";",
        "|",
        "~",
        "^",
        "&",
        "%",
        "#",
        "\u221E",
        "\u00BD",
        "\u0301"
    };
    private static final String[] WORDS = {
        "a",
        "Attention",
        "pre-training",
        "C++",
        "GPT-3.5",
        "cs.CL",
        "$\\beta$-VAE",
        "$O(n \\log n)$",
        "\\mathcal{L}",
        "f(x)",
        "it's",
        "2:1",
        "\u6CE8\u610F\u529B",
        "A*",
        "or",
        "\u00E9t\u00E9",
        "#1",
        "x_1^2",
        "F#",
        "std::vector"
    };

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    @Test
    void anyTextIsAQuery() {
        long start = System.nanoTime();
        for (int run = 0; run < 20_000; run++) {
            check(randomText(random.nextInt(4) == 0 ? 400 : 12));
        }
        assertThat(System.nanoTime() - start)
                .as("nanoseconds for 20,000 queries")
                .isLessThan(60_000_000_000L);
    }

    @Test
    void hugeTextsTakeNoLonger() {
        long start = System.nanoTime();
        for (String piece :
                List.of("(", "\"", "$", "$a", "a(", "-", "(a OR ", "f:", "title:(", "\\(", "\u201C", " ", "a ")) {
            check(piece.repeat(1_000_000 / piece.length()));
        }
        assertThat(System.nanoTime() - start).as("nanoseconds for 13 megabytes").isLessThan(10_000_000_000L);
    }

    @Test
    void printedTreesParseToThemselves() {
        for (int run = 0; run < 20_000; run++) {
            Group tree = randomRoot();
            String printed = QueryParser.print(tree);
            ParsedQuery parsed = QueryParser.parse(printed, CLOCK);
            if (!parsed.equals(new ParsedQuery(tree, List.of()))) {
                fail("seed %d, run %d%nprinted %s%ntree   %s%nparsed %s", SEED, run, printed, tree, parsed);
            }
        }
    }

    private void check(String text) {
        try {
            ParsedQuery parsed = QueryParser.parse(text, CLOCK);
            assertThat(depth(parsed.root())).isLessThanOrEqualTo(QueryParser.MAX_DEPTH);
            assertThat(leaves(parsed.root())).isLessThanOrEqualTo(QueryParser.MAX_CLAUSES);
            assertNormalForm(parsed.root(), true);
            String printed = QueryParser.print(parsed.root());
            if (printed.length() <= QueryParser.MAX_LENGTH) {
                ParsedQuery again = QueryParser.parse(printed, CLOCK);
                assertThat(again.root()).as(printed).isEqualTo(parsed.root());
                assertThat(again.notes()).as(printed).isEmpty();
            }
        } catch (AssertionError | RuntimeException e) {
            fail("seed " + SEED + ", text <" + shown(text) + ">: " + shown(String.valueOf(e.getMessage())), e);
        }
    }

    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.substring(0, Math.min(text.length(), 2_000)).toCharArray()) {
            out.append(c == '\n' || (c >= ' ' && c < 127) ? String.valueOf(c) : String.format("\\u%04X", (int) c));
        }
        return out.toString();
    }

    private String randomText(int maxPieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxPieces); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private Group randomRoot() {
        List<Clause> clauses = randomClauses(1 + random.nextInt(4), 3, true);
        // A single group would be the root itself.
        return clauses.size() == 1
                        && clauses.getFirst().role() == Role.NORMAL
                        && clauses.getFirst().node() instanceof Group group
                ? group
                : new Group(clauses);
    }

    private List<Clause> randomClauses(int count, int depth, boolean fields) {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clauses.add(new Clause(randomRole(), randomNode(depth, fields)));
        }
        return clauses;
    }

    private Role randomRole() {
        List<Role> roles = List.of(Role.values());
        return roles.get(random.nextInt(roles.size()));
    }

    private QueryNode randomNode(int depth, boolean fields) {
        int kind = random.nextInt(10);
        if (depth > 0 && kind == 0) {
            List<Clause> clauses = randomClauses(1 + random.nextInt(3), depth - 1, fields);
            return clauses.size() == 1 && clauses.getFirst().role() == Role.NORMAL
                    ? clauses.getFirst().node()
                    : new Group(clauses);
        }
        if (depth > 0 && kind <= 2) {
            List<QueryNode> options = new ArrayList<>();
            while (options.size() < 2 + random.nextInt(2)) {
                QueryNode option = randomNode(depth - 1, fields);
                if (!(option instanceof Either)) {
                    options.add(option);
                }
            }
            return new Either(options);
        }
        if (fields && kind == 3) {
            TextField[] names = TextField.values();
            return new InField(names[random.nextInt(names.length)], randomNode(Math.min(depth, 2), false));
        }
        if (fields && kind == 4) {
            return randomValue();
        }
        String word = WORDS[random.nextInt(WORDS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> new Phrase("the " + word);
            case 1 -> new Exact(word);
            case 2 -> new Prefix("pre" + word.replace("*", ""));
            default -> new Word(word);
        };
    }

    private QueryNode randomValue() {
        long from = random.nextInt(1_900, 2_100);
        long day = LocalDate.of(2020, 1, 1).toEpochDay() + random.nextInt(3_000);
        return switch (random.nextInt(8)) {
            case 0 -> new Value(ValueField.CATEGORY, "cs.AI+cs.LG-cs.CY");
            case 1 -> new Value(ValueField.VENUE, "ICML Workshop (2020)");
            case 2 -> new Value(ValueField.ID, "arxiv:2404.19756");
            case 3 -> new Value(ValueField.HAS, "pdf");
            case 4 -> new Value(ValueField.BRANCH, "venue");
            case 5 -> new Range(RangeField.YEAR, from, from + random.nextInt(3));
            case 6 -> new Range(RangeField.DATE, day, random.nextBoolean() ? Long.MAX_VALUE : day + random.nextInt(40));
            default -> new Range(RangeField.YEAR, Long.MIN_VALUE, from);
        };
    }

    private static void assertNormalForm(QueryNode node, boolean root) {
        switch (node) {
            case Group(List<Clause> clauses) -> {
                if (!root) {
                    assertThat(clauses).isNotEmpty();
                    assertThat(clauses.size() == 1 && clauses.getFirst().role() == Role.NORMAL)
                            .isFalse();
                }
                clauses.forEach(clause -> assertNormalForm(clause.node(), false));
            }
            case Either(List<QueryNode> options) -> {
                assertThat(options).hasSizeGreaterThan(1).noneMatch(Either.class::isInstance);
                options.forEach(option -> assertNormalForm(option, false));
            }
            case InField(TextField _, QueryNode inner) -> assertNormalForm(inner, false);
            case Word(String text) -> assertThat(text).isNotBlank();
            case Exact(String text) -> assertThat(text).isNotBlank();
            case Phrase(String text) -> assertThat(text).isNotBlank();
            case Prefix(String text) -> assertThat(text).isNotBlank();
            case Value(ValueField _, String value) -> assertThat(value).isNotBlank();
            case Range(RangeField _, long from, long to) -> assertThat(from).isLessThanOrEqualTo(to);
        }
    }

    private static int depth(QueryNode node) {
        return switch (node) {
            case Group(List<Clause> clauses) ->
                1
                        + clauses.stream()
                                .mapToInt(clause -> depth(clause.node()))
                                .max()
                                .orElse(0);
            case Either(List<QueryNode> options) ->
                1
                        + options.stream()
                                .mapToInt(QueryParserPropertyTest::depth)
                                .max()
                                .orElse(0);
            case InField(TextField _, QueryNode inner) -> 1 + depth(inner);
            case Word _, Exact _, Phrase _, Prefix _, Value _, Range _ -> 1;
        };
    }

    private static int leaves(QueryNode node) {
        return switch (node) {
            case Group(List<Clause> clauses) ->
                clauses.stream().mapToInt(clause -> leaves(clause.node())).sum();
            case Either(List<QueryNode> options) ->
                options.stream().mapToInt(QueryParserPropertyTest::leaves).sum();
            case InField(TextField _, QueryNode inner) -> leaves(inner);
            case Word _, Exact _, Phrase _, Prefix _, Value _, Range _ -> 1;
        };
    }
}
