package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.lemma.search.QueryNode.Value;
import dev.lemma.search.QueryNode.Word;
import dev.lemma.search.QueryNote.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The shape of a tree is written here as: `w` words, `"p"` phrases, `=e` exact words, `p*` prefixes, `[a b]`
/// groups, `{a|b}` alternatives, `title(x)` in a field, `cat<v>` values, `year<from,to>` ranges with `_` for
/// no bound.
class QueryParserTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-31T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            attention is all you need          => [attention is all you need]
            a b OR c                           => [a {b|c}]
            a OR b c                           => [{a|b} c]
            a OR b OR c                        => [{a|b|c}]
            (a b) OR c                         => [{[a b]|c}]
            (a OR b) OR c                      => [{a|b|c}]
            (a OR b) c                         => [{a|b} c]
            a (b c)                            => [a [b c]]
            ((a b))                            => [a b]
            ((a))                              => [a]
            a or b and not c                   => [a or b and not c]
            a AND b                            => [a b]
            a AND b OR c AND d                 => [a {b|c} d]
            a NOT b                            => [a -b]
            a AND NOT b                        => [a -b]
            a OR NOT b                         => [{a|[-b]}]
            a OR -b                            => [{a|[-b]}]
            a OR +b                            => [{a|b}]
            -a OR b                            => [-{a|b}]
            +a -b c                            => [+a -b c]
            +(a b) -(c OR d)                   => [+[a b] -{c|d}]
            (-a) b                             => [[-a] b]
            -"a b"                             => [-"a b"]
            -title:a +au:b                     => [-title(a) +author(b)]
            -=a                                => [-=a]
            a - b                              => [a b]
            a -                                => [a]
            a + b                              => [a b]
            --help                             => [help]
            pre-training C++ GPT-3.5 cs.CL F#  => [pre-training C++ GPT-3.5 cs.CL F#]
            C++ -Java                          => [C++ -Java]
            rock'n'roll Schrödinger's 'cat'    => [rock'n'roll Schrödinger's cat]
            what is attention?                 => [what is attention]
            a, b; c: d! e.                     => [a b c d e]
            transform*                         => [transform*]
            transform*, b                      => [transform* b]
            **bold**                           => [bold]
            A* search                          => [A* search]
            C*-algebra                         => [C*-algebra]
            注*                                => [注*]
            =images                            => [=images]
            a=b                                => [a=b]
            a = b                              => [a b]
            ="exact phrase"                    => ["exact phrase"]
            "  a   phrase  "                   => ["a phrase"]
            "a" "b"c                           => ["a" "b" c]
            "attention"-based                  => ["attention" based]
            5" disk                            => [5 disk]
            5" x 7" panels                     => [5 x 7 panels]
            “curly quotes” a                   => ["curly quotes" a]
            „deutsch“                          => ["deutsch"]
            a “b                               => [a b]
            it’s fine                          => [it’s fine]
            "a “b” c"                          => ["a b c"]
            O(n) time                          => [O(n) time]
            method(s) f(g(x))                  => [method(s) f(g(x))]
            (f(x) OR g(y))                     => [{f(x)|g(y)}]
            f(x OR y)                          => [f {x|y}]
            (s)he                              => [s he]
            NOT(a)                             => [-a]
            [CLS] {x}                          => [[CLS] {x}]
            "" a                               => [a]
            a & b | c                          => [a b c]
            🤗 transformers                    => [transformers]
            """)
    void wordsAndOperators(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            title:attention                    => [title(attention)]
            TITLE:a Ti:b t:c                   => [title(a) title(b) title(c)]
            abs:a abstract:b                   => [abstract(a) abstract(b)]
            au:hinton author:"Geoffrey Hinton" => [author(hinton) author("Geoffrey Hinton")]
            keyword:x keywords:y comment:ICML  => [keyword(x) keyword(y) comment(ICML)]
            title:(a OR b)                     => [title({a|b})]
            title:(a -b "c d")                 => [title([a -b "c d"])]
            title:((a))                        => [title(a)]
            title:(title:a b)                  => [title([a b])]
            title:=exact title:pre*            => [title(=exact) title(pre*)]
            title:="a b"                       => [title("a b")]
            title:a OR au:b                    => [{title(a)|author(b)}]
            title:foo:bar                      => [title(foo:bar)]
            title:a b                          => [title(a) b]
            cat:cs.CL                          => [cat<cs.CL>]
            cat:cs.AI+cs.LG-cs.CY              => [cat<cs.AI+cs.LG-cs.CY>]
            cat:cond-mat.dis-nn category:cs.*  => [cat<cond-mat.dis-nn> cat<cs>]
            cat:(cs.CL OR cs.LG) a             => [{cat<cs.CL>|cat<cs.LG>} a]
            venue:ICLR venue:"ICML Workshop"   => [venue<ICLR> venue<ICML Workshop>]
            venue:ICLR.2018/B11bwYgfM          => [id<venue:ICLR.2018/B11bwYgfM>]
            id:2404.19756v2                    => [id<arxiv:2404.19756>]
            id:hep-th/9901001                  => [id<arxiv:hep-th/9901001>]
            id:own:knuth1984                   => [id<own:knuth1984>]
            id:https://arxiv.org/abs/2404.1975 => [id<arxiv:2404.1975>]
            id:10.1000/182 doi:10.1000/182     => [id<10.1000/182> id<10.1000/182>]
            arXiv:2404.19756, own:knuth        => [id<arxiv:2404.19756> id<own:knuth>]
            has:pdf has:DOI                    => [has<pdf> has<doi>]
            branch:arxiv -branch:Venue         => [branch<arxiv> -branch<venue>]
            title: a                           => [title a]
            (see title:)                       => [see title]
            C: drive, Title: subtitle          => [C drive Title subtitle]
            C:\\\\Users std::vector 2:1        => [C:\\\\Users std::vector 2:1]
            https://arxiv.org/abs/2404.19756 x => [https://arxiv.org/abs/2404.19756 x]
            """)
    void fields(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            year:2020                     => [year<2020,2020>]
            year:2020..2023               => [year<2020,2023>]
            year:2023..2020               => [year<2020,2023>]
            year:2020-2023                => [year<2020,2023>]
            year:2020..                   => [year<2020,_>]
            year:..2023                   => [year<_,2023>]
            year:>=2020                   => [year<2020,_>]
            year:>2020                    => [year<2021,_>]
            year:<=2020                   => [year<_,2020>]
            year:<2020                    => [year<_,2019>]
            year:≥2020                    => [year<2020,_>]
            year:"2020 .. 2023"           => [year<2020,2023>]
            year:(2020 OR 2022)           => [{year<2020,2020>|year<2022,2022>}]
            date:2025                     => [date<2025-01-01,2025-12-31>]
            date:2025-05                  => [date<2025-05-01,2025-05-31>]
            date:2025-4                   => [date<2025-04-01,2025-04-30>]
            date:2024-02                  => [date<2024-02-01,2024-02-29>]
            date:2023-02                  => [date<2023-02-01,2023-02-28>]
            date:1900-02                  => [date<1900-02-01,1900-02-28>]
            date:2000-02                  => [date<2000-02-01,2000-02-29>]
            date:2024-02-29               => [date<2024-02-29,2024-02-29>]
            date:2025/05/01               => [date<2025-05-01,2025-05-01>]
            date:2025-05..2025-06         => [date<2025-05-01,2025-06-30>]
            date:2025-06..2025-05         => [date<2025-05-01,2025-06-30>]
            date:2025-03..2025            => [date<2025-03-01,2025-12-31>]
            date:2024..2025-02            => [date<2024-01-01,2025-02-28>]
            date:2025-05..                => [date<2025-05-01,_>]
            date:..2025-02                => [date<_,2025-02-28>]
            date:>2024-02                 => [date<2024-03-01,_>]
            date:>=2024-02                => [date<2024-02-01,_>]
            date:<2024-03                 => [date<_,2024-02-29>]
            date:<=2024-02                => [date<_,2024-02-29>]
            date:today                    => [date<2025-03-31,2025-03-31>]
            date:Yesterday                => [date<2025-03-30,2025-03-30>]
            date:yesterday..today         => [date<2025-03-30,2025-03-31>]
            date:1d                       => [date<2025-03-31,2025-03-31>]
            date:7d                       => [date<2025-03-25,2025-03-31>]
            date:4w                       => [date<2025-03-04,2025-03-31>]
            date:1m                       => [date<2025-03-01,2025-03-31>]
            date:6m                       => [date<2024-10-01,2025-03-31>]
            date:1y                       => [date<2024-04-01,2025-03-31>]
            date:..7d                     => [date<_,2025-03-31>]
            """)
    void ranges(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "year:20",
                "year:abcd",
                "year:20200",
                "year:..",
                "year:2020..x",
                "year:>9999",
                "year:<1000",
                "year:0000",
                "year:2020..2021..2022",
                "date:2025-13",
                "date:2023-02-29",
                "date:2025-00",
                "date:2025-01-00",
                "date:2025-01-01-01",
                "date:0d",
                "date:9999y",
                "date:tomorrow",
                "cat:1",
                "cat:cs/CL",
                "has:everything",
                "branch:main",
                "title:-",
                "title:!?",
                "au:*"
            })
    void badValuesAreLeftOut(String query) {
        ParsedQuery parsed = QueryParser.parse(query + " word", CLOCK);
        assertThat(shape(parsed.root())).isEqualTo("[word]");
        assertThat(parsed.notes()).containsExactly(new QueryNote(Kind.BAD_VALUE, query));
        assertThat(shape(QueryParser.parse("word OR " + query, CLOCK).root())).isEqualTo("[word]");
    }

    @Test
    void emptyPhraseInAFieldIsABadValue() {
        assertThat(QueryParser.parse("title:\"\" a").notes()).containsExactly(new QueryNote(Kind.BAD_VALUE, "title:"));
        assertThat(QueryParser.parse("year:(x OR 2020)", CLOCK).root().toString())
                .contains("Range");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            foo:bar            => [foo bar]      => foo
            a note:x b         => [a note x b]   => note
            -foo:bar           => [-[foo bar]]   => foo
            a OR foo:bar       => [{a|[foo bar]}] => foo
            foo:"a b" c        => [foo "a b" c]  => foo
            foo:(a OR b)       => [foo {a|b}]    => foo
            foo:title:a        => [foo title(a)] => foo
            BERT:Pre-training  => [BERT Pre-training] => BERT
            title:(foo:bar)    => [title([foo bar])] => foo
            """)
    void unknownFieldsAreWords(String query, String shape, String name) {
        ParsedQuery parsed = QueryParser.parse(query, CLOCK);
        assertThat(shape(parsed.root())).isEqualTo(shape);
        assertThat(parsed.notes()).containsExactly(new QueryNote(Kind.UNKNOWN_FIELD, name));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            "a b                  => [a b]        => a quotation mark is not closed
            title:"a b            => [a b]        => a quotation mark is not closed
            (a OR b               => [a b]        => a parenthesis is not closed
            a) b                  => [a b]        => a closing parenthesis has no opening one
            a OR                  => [a]          => OR has nothing after it
            a OR OR b             => [a b]        => OR has nothing after it
            OR a                  => [a]          => OR has nothing before it
            (OR a)                => [a]          => OR has nothing before it
            a AND                 => [a]          => AND has nothing after it
            AND a                 => [a]          => AND has nothing before it
            a AND OR b            => [a b]        => AND has nothing after it
            a OR AND b            => [a b]        => OR has nothing after it
            a NOT                 => [a]          => NOT has nothing after it
            NOT NOT a             => [a]          => NOT has nothing after it
            NOT -a                => [a]          => NOT has nothing after it
            a ()                  => [a]          => there is nothing in the parentheses
            a (!) b               => [a b]        => there is nothing in the parentheses
            title:(au:x)          => [x]          => there is a field inside the parentheses of another one
            (-a +b* year:>=2020   => [a b 2020]   => a parenthesis is not closed
            (foo:bar "O(n)" $a(b$ => [foo bar O(n) $a(b$] => a parenthesis is not closed
            """)
    void malformedQueriesAreWords(String query, String shape, String reason) {
        ParsedQuery parsed = QueryParser.parse(query, CLOCK);
        assertThat(shape(parsed.root())).isEqualTo(shape);
        assertThat(parsed.notes()).containsExactly(new QueryNote(Kind.MALFORMED, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            title：注意力　ＯＲ　扩散      => [{title(注意力)|扩散}]
            （a ＯＲ b）－c                => [{a|b} c]
            （a ＯＲ b） －c               => [{a|b} -c]
            “深度 学习”模型                => ["深度 学习" 模型]
            ＂深度学习＂                   => ["深度学习"]
            深度学习，注意力、扩散。       => [深度学习 注意力 扩散]
            什么是注意力？                 => [什么是注意力]
            注意力 OR 扩散                 => [{注意力|扩散}]
            《红楼梦》研究                 => [红楼梦 研究]
            year：２０２０．．２０２３     => [year<2020,2023>]
            ｙｅａｒ：＞＝2020             => [year<2020,_>]
            标题：注意力                   => [标题:注意力]
            """)
    void chineseAndFullWidthPunctuation(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            $\\beta$-VAE                 => [$\\beta$-VAE]
            $O(n^2)$ attention           => [$O(n^2)$ attention]
            $O(n \\log n)$ sorting       => [$O(n \\log n)$ sorting]
            \\mathcal{L} loss            => [\\mathcal{L} loss]
            \\(O(n)\\) time              => [\\(O(n)\\) time]
            $f("x)$ OR b                 => [{$f("x)$|b}]
            "the $L_2(0,1)$ norm"        => ["the $L_2(0,1)$ norm"]
            title:$k$-means              => [title($k$-means)]
            -$p(x|y)$                    => [-$p(x|y)$]
            $$x + y$$ z                  => [$$x + y$$ z]
            costs $5 and (about) $10     => [costs $5 and about $10]
            US$ (a)                      => [US$ a]
            $x, y                        => [$x y]
            \\$5 $a$                     => [\\$5 $a$]
            ℓ_1 norm                     => [ℓ_1 norm]
            """)
    void formulasStayWhole(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            PLASMA AND DENSITY OR NOT HOT => [PLASMA and DENSITY or not HOT]
            OR PLASMA                     => [or PLASMA]
            (BERT OR GPT)                 => [{BERT|GPT}]
            "BERT" OR GPT                 => [{"BERT"|GPT}]
            BERT OR GPT survey            => [{BERT|GPT} survey]
            A -B OR C                     => [A -{B|C}]
            """)
    void operatorsInATextOfCapitalsAreWords(String query, String shape) {
        assertParses(query, shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "\u3000", "...", "- + -", "()", "\"", "(", ") (", "OR", "\"!\"", "$", "“", "*", "=", "::", "\0"
            })
    void onlyPunctuationIsNothingAndNoAlarm(String query) {
        ParsedQuery parsed = QueryParser.parse(query, CLOCK);
        assertThat(parsed).isEqualTo(new ParsedQuery(new Group(List.of()), List.of()));
    }

    @Test
    void controlCharactersSurrogatesAndMarksOfDirection() {
        assertParses("a\u0000b\tc\nd\u0085e", "[a b c d e]");
        assertParses("a\uD800b \uDC00c \uD83D\uDE00d", "[ab c \uD83D\uDE00d]");
        assertParses("\u202Ea\u202C \u2066b\u2069 c\u200Fd\uFEFF", "[a b cd]");
        assertParses("\u0001a b\u0001", "[a b]");
    }

    @Test
    void longTextIsCutAtAWord() {
        String query = "word ".repeat(2) + "x".repeat(4_080) + " yyyyyyyy";
        ParsedQuery parsed = QueryParser.parse(query, CLOCK);
        assertThat(shape(parsed.root())).isEqualTo("[word word " + "x".repeat(4_080) + "]");
        assertThat(parsed.notes()).containsExactly(new QueryNote(Kind.TOO_LONG, "4090"));
        assertThat(QueryParser.parse("x".repeat(5_000), CLOCK).notes())
                .containsExactly(new QueryNote(Kind.TOO_LONG, "4096"));
        assertThat(QueryParser.parse("x".repeat(4_096), CLOCK).notes()).isEmpty();
    }

    @Test
    void clausesAreCounted() {
        assertThat(QueryParser.parse("a ".repeat(256), CLOCK).notes()).isEmpty();
        ParsedQuery parsed = QueryParser.parse("a (b OR c) title:(d e) " + "f ".repeat(300), CLOCK);
        assertThat(parsed.notes()).containsExactly(new QueryNote(Kind.TOO_LONG, "256"));
        assertThat(parsed.root().clauses()).hasSize(3 + 251);
        assertThat(QueryParser.parse("a ".repeat(300) + ")", CLOCK).root().clauses())
                .hasSize(256);
    }

    @Test
    void depthIsLimited() {
        assertParses("(".repeat(16) + "a" + ")".repeat(16), "[a]");
        ParsedQuery parsed = QueryParser.parse("(".repeat(17) + "a" + ")".repeat(17), CLOCK);
        assertThat(shape(parsed.root())).isEqualTo("[a]");
        assertThat(parsed.notes())
                .containsExactly(new QueryNote(Kind.MALFORMED, "it has parentheses in more than 16 levels"));
        assertThat(QueryParser.parse("(a b OR ".repeat(10) + "c" + ")".repeat(10), CLOCK)
                        .notes())
                .hasSize(1);
    }

    @Test
    void notesAreFewAndShort() {
        StringBuilder query = new StringBuilder();
        for (char c = 'a'; c <= 'z'; c++) {
            query.append("x").append(c).append(":y ").append("xa:y ");
        }
        assertThat(QueryParser.parse(query.toString(), CLOCK).notes()).hasSize(8);
        String longValue = "year:" + "\uD83D\uDE00".repeat(100);
        assertThat(QueryParser.parse(longValue, CLOCK).notes().getFirst().detail())
                .hasSize(79);
    }

    @Test
    void manyColonsNeedNoStack() {
        assertThat(QueryParser.parse("a:".repeat(2_000) + "b", CLOCK).root().clauses())
                .hasSize(256);
    }

    @Test
    void printsWhatWasUnderstood() {
        String query =
                "+Title:(a OR \"b c\") -(d OR e) f* =g cat:cs.CL venue:\"ICML Workshop\" date:2025-02 (h OR (-i))";
        assertThat(QueryParser.print(QueryParser.parse(query, CLOCK).root()))
                .isEqualTo("+title:(a OR \"b c\") -(d OR e) f* =g cat:cs.CL venue:\"ICML Workshop\""
                        + " date:2025-02-01..2025-02-28 h OR (-i)");
        assertThat(QueryParser.print(QueryParser.parse("A OR B year:x", CLOCK).root()))
                .isEqualTo("(A OR B)");
    }

    private static void assertParses(String query, String shape) {
        ParsedQuery parsed = QueryParser.parse(query, CLOCK);
        assertThat(shape(parsed.root())).as(query).isEqualTo(shape);
        assertThat(parsed.notes()).as(query).isEmpty();
        String printed = QueryParser.print(parsed.root());
        assertThat(QueryParser.parse(printed, CLOCK)).as(printed).isEqualTo(parsed);
    }

    private static String shape(QueryNode node) {
        return switch (node) {
            case Group(List<Clause> clauses) ->
                clauses.stream()
                        .map(clause -> sign(clause.role()) + shape(clause.node()))
                        .collect(Collectors.joining(" ", "[", "]"));
            case Either(List<QueryNode> options) ->
                options.stream().map(QueryParserTest::shape).collect(Collectors.joining("|", "{", "}"));
            case Word(String text) -> text;
            case Exact(String text) -> "=" + text;
            case Phrase(String text) -> '"' + text + '"';
            case Prefix(String text) -> text + "*";
            case InField(QueryNode.TextField field, QueryNode inner) ->
                new QueryField.Text(field).key() + "(" + shape(inner) + ")";
            case Value(QueryNode.ValueField field, String value) ->
                new QueryField.Whole(field).key() + "<" + value + ">";
            case Range(RangeField field, long from, long to) ->
                new QueryField.Ordered(field).key() + "<" + bound(field, from) + "," + bound(field, to) + ">";
        };
    }

    private static String bound(RangeField field, long value) {
        if (value == Long.MIN_VALUE || value == Long.MAX_VALUE) {
            return "_";
        }
        return field == RangeField.YEAR
                ? Long.toString(value)
                : LocalDate.ofEpochDay(value).toString();
    }

    private static String sign(Role role) {
        return switch (role) {
            case NORMAL -> "";
            case REQUIRED -> "+";
            case EXCLUDED -> "-";
        };
    }
}
