package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random texts; a failure shows the seed, which is the parameter.
class TexTextPropertyTest {
    private static final String[] PIECES = {
        "\\",
        "{",
        "}",
        "$",
        "$$",
        "~",
        "-",
        "--",
        "---",
        "`",
        "``",
        "'",
        "''",
        "\"",
        "&",
        "&amp;",
        "&lt;",
        "&#233;",
        "<i>",
        "</i>",
        "<",
        ">",
        "(cid:173)",
        "(cid:12)",
        "(cid:",
        ")",
        " ",
        "  ",
        "\n",
        "\t",
        "\u00a0",
        "\u0007",
        "\u0080",
        "\u00ad",
        "\u00c3\u00a9",
        "\u00e2\u20ac\u2122",
        "\u00c2",
        "\ud835",
        "\udc00",
        "\ufb01",
        "\u0301",
        "\uffff",
        "a",
        "e",
        "s",
        "A",
        "1",
        "word",
        "\\'",
        "\\\"",
        "\\v",
        "\\c{c}",
        "\\emph{",
        "\\textbf{x}",
        "\\em",
        "\\alpha",
        "\\unknown",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\$",
        "\\%",
        "\\&",
        "\\_",
        "\\\\",
        "\\i",
        "\\cite{k}",
        "\\href{u}{v}",
        ",",
        ".",
        "变",
        "é",
        "ř",
        "Ω"
    };

    private static String random(RandomGenerator random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyTextBecomesOneCleanLine(long seed) {
        RandomGenerator random = generator(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = random(random, 40);
            String plain = TexText.plain(text);
            assertThat(plain).as("plain of %s", text).doesNotContain("\n", "\t", "  ", "\u0007", "\uffff", "\ufb01");
            assertThat(plain).isEqualTo(plain.strip());
            assertThat(Normalizer.isNormalized(plain, Normalizer.Form.NFC))
                    .as(plain)
                    .isTrue();
            TexText.name(text);
            TexText.authors(text);
            TexText.bibtex(text);
            TexText.unquoted(text);
        }
    }

    /// What cleaning brings to light it does not touch again, as long as no escape made a special character.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cleaningTwiceIsCleaningOnce(long seed) {
        RandomGenerator random = generator(seed);
        String[] words = {
            "word",
            "na\\\"ive",
            "Erd\\H{o}s",
            "{\\em x}",
            "$\\alpha_{i} -- ''$",
            "a--b",
            "``q''",
            "\n  ",
            "\\emph{y z}",
            "{GAN}s",
            "{0, 1}",
            "\\method",
            "\\frac{1}{2}",
            "Fig.~1",
            "&amp;",
            "<i>t</i>",
            "DaumÃ©",
            "e(cid:11)ect",
            "oﬃce",
            "e\u0301",
            "50\\%",
            "\\$5",
            "\\alpha",
            "变",
            "x_{ij}",
            "---",
            "it's",
            "\\cite{a}",
            "\\footnote{b}",
            "--flag",
            "\\'",
            "{"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            String plain = TexText.plain(text.toString());
            assertThat(TexText.plain(plain)).as("of %s", text).isEqualTo(plain);
        }
    }

    @Test
    void costGrowsWithTheLengthOnly() {
        String[] hard = {
            "{",
            "\\(",
            "$$",
            "\\'",
            "\\emph{",
            "(cid:",
            "&amp;",
            "<i>",
            "\u00c3",
            "``",
            "--a ",
            "\\textbf{\\",
            "{{}",
            "<p a=",
            "\\[{"
        };
        for (String piece : hard) {
            String text = piece.repeat(200_000 / piece.length());
            long start = System.nanoTime();
            TexText.plain(text);
            TexText.name(text);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(piece).isLessThan(Duration.ofSeconds(5));
        }
    }
}
