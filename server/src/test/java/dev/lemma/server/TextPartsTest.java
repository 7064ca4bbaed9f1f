package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.search.Marked;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPartsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "plain text; plain text",
                "a $x$ b; a <$x$> b",
                "$x$; <$x$>",
                "$$x$$ and $y$; <$$x$$> and <$y$>",
                "\\(a<b\\) and \\[c\\]; <\\(a<b\\)> and <\\[c\\]>",
                "costs $5 and $10; costs $5 and $10",
                "from $5 to 6$ all; from <$5 to 6$> all",
                "a $ x $ b; a $ x $ b",
                "one $ only; one $ only",
                "$a\\$b$ c; <$a\\$b$> c",
                "\\$5 is $x$; \\$5 is <$x$>",
                "$$; $$",
                "$$$; $$$",
                "$$ $$; <$$ $$>",
                "\\(; \\(",
                "unclosed $x; unclosed $x",
                "$x$2; $x$2",
                "a$; a$",
                "\\; \\",
            })
    void formulasAreFound(String text, String expected) {
        assertThat(shown(TextParts.of(text))).isEqualTo(expected);
    }

    @Test
    void matchesInsideFormulasAreNotMarked() {
        String text = "the beta $\\beta$ of beta";
        List<Marked.Span> spans = List.of(new Marked.Span(4, 8), new Marked.Span(11, 15), new Marked.Span(20, 24));
        assertThat(shown(TextParts.of(new Marked(text, spans), 1_000))).isEqualTo("the [beta] <$\\beta$> of [beta]");
    }

    @Test
    void matchesThatReachIntoFormulasEndAtTheirEdge() {
        assertThat(shown(TextParts.of(new Marked("ab$x$cd", List.of(new Marked.Span(1, 6))), 1_000)))
                .isEqualTo("a[b]<$x$>[c]d");
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(shown(TextParts.of(new Marked("abcdef", List.of(new Marked.Span(1, 6))), 3)))
                .isEqualTo("a[bc] …");
        assertThat(shown(TextParts.of(new Marked("ab\uD83D\uDE00cd", List.of()), 3)))
                .isEqualTo("ab …");
        assertThat(shown(TextParts.of(new Marked("a $xyz$", List.of()), 5))).isEqualTo("a $xy …");
    }

    @Test
    void partsTogetherAreTheText() {
        String text = "A $x$ and \\(y\\) and $$z$$ and $5 and $ or \\[ w";
        String joined = TextParts.of(text).stream().map(TextParts.Part::text).collect(Collectors.joining());
        assertThat(joined).isEqualTo(text);
    }

    private static String shown(List<TextParts.Part> parts) {
        return parts.stream()
                .map(part ->
                        part.formula() ? "<" + part.text() + ">" : part.match() ? "[" + part.text() + "]" : part.text())
                .collect(Collectors.joining());
    }
}
