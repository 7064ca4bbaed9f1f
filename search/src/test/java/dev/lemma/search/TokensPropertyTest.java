package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TokensPropertyTest {
    /// Repeat a failure with `mvn -pl search -am test -Dlemma.seed=...`.
    private static final long SEED = Long.getLong("lemma.seed", 20251124L);

    private static final List<Tokens.Kind> KINDS = List.of(Tokens.Kind.values());
    private static final int TEXTS = 3_000;
    private static final String[] PIECES = {
        " ",
        " ",
        "\n",
        "-",
        "-",
        "_",
        "^",
        "$",
        "{",
        "}",
        "\\",
        "\\beta",
        "\\mathbf",
        "\\%",
        "'s",
        "\u2019",
        ".",
        "+",
        "++",
        "#",
        "the",
        "of",
        "networks",
        "Trained",
        "images",
        "a",
        "x",
        "2",
        "3.5",
        "\u03b2",
        "\u03b1\u03b2",
        "\u00df",
        "\u0301",
        "\u212b",
        "\u00b2",
        "\u221e",
        "\u2113",
        "\u56fe",
        "\u795e\u7ecf",
        "\ud840\udc00",
        "\ud83d\ude00",
        "\ud835\udefd",
        "\ud83d",
        "\ude00",
        "\ufb01",
        "\ufdfa",
        "\u0130",
        "\uac00",
        "\u3005",
        "\u05d0\u05d1",
        "\0"
    };

    private record Token(String form, String stem, int increment, int begin, int end, int parts) {}

    private static RandomGenerator random(int stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + stream);
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            if (random.nextInt(8) > 0) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            } else if (random.nextBoolean()) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return text.toString();
    }

    private static List<Token> read(Tokens tokens) {
        List<Token> read = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            read.add(new Token(
                    tokens.form(i),
                    tokens.stem(i),
                    tokens.increment(i),
                    tokens.begin(i),
                    tokens.end(i),
                    tokens.parts(i)));
        }
        return read;
    }

    @Test
    void tokensAreSound() {
        RandomGenerator random = random(1);
        Tokens tokens = new Tokens();
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            for (Tokens.Kind kind : Tokens.Kind.values()) {
                List<Token> read = read(tokens.analyze(text, kind));
                String as = "seed " + SEED + ", text " + i + ", " + kind + ": '" + text + "'";
                int lastBegin = 0;
                for (int t = 0; t < read.size(); t++) {
                    Token token = read.get(t);
                    assertThat(token.form()).as(as).isNotEmpty().hasSizeLessThanOrEqualTo(Tokens.MAX_WORD);
                    assertThat(token.stem()).as(as).isNotEmpty();
                    assertThat(token.stem().charAt(0))
                            .as(as)
                            .isEqualTo(token.form().charAt(0));
                    assertThat(token.begin()).as(as).isGreaterThanOrEqualTo(0).isLessThan(token.end());
                    assertThat(token.end()).as(as).isLessThanOrEqualTo(text.length());
                    assertThat(token.increment()).as(as).isGreaterThanOrEqualTo(t == 0 ? 1 : 0);
                    // In the order of the text, but for a joined compound, which begins with its first part.
                    assertThat(token.begin()).as(as).isGreaterThanOrEqualTo(lastBegin);
                    lastBegin = token.begin();
                    if (token.parts() > 0) {
                        assertThat(t + token.parts()).as(as).isLessThanOrEqualTo(read.size());
                        StringBuilder joined = new StringBuilder(read.get(t - 1).form());
                        for (int part = 1; part < token.parts(); part++) {
                            joined.append(read.get(t + part).form());
                        }
                        assertThat(token.form()).as(as).isEqualTo(joined.toString());
                        assertThat(token.increment()).as(as).isZero();
                    }
                }
            }
        }
    }

    @Test
    void nothingIsLeftFromTheTextBefore() {
        RandomGenerator random = random(2);
        Tokens used = new Tokens();
        Tokens other = new Tokens();
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            Tokens.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            used.analyze(text(random), KINDS.get(random.nextInt(KINDS.size())));
            List<Token> once = read(used.analyze(text, kind));
            other.analyze("", kind);
            assertThat(once)
                    .as("seed %d, text %d, %s: '%s'", SEED, i, kind, text)
                    .isEqualTo(read(other.analyze(text, kind)))
                    .isEqualTo(read(used.analyze(text, kind)));
        }
    }

    @Test
    void someLettersGiveTheSameForTheirWords() {
        RandomGenerator random = random(3);
        Tokens some = new Tokens();
        Tokens all = new Tokens();
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            int letters = random.nextInt(Tokens.EVERY_LETTER + 1);
            List<Token> expected = read(all.analyze(text, Tokens.Kind.PROSE));
            List<Token> found = read(some.analyze(text, Tokens.Kind.PROSE, letters));
            String as = "seed " + SEED + ", text " + i + ", letters " + letters + ": '" + text + "'";
            assertThat(found).as(as).hasSameSizeAs(expected);
            for (int t = 0; t < found.size(); t++) {
                Token token = expected.get(t);
                char first = token.form().charAt(0);
                boolean wanted = first < 'a' || first > 'z' || ((letters >> (first - 'a')) & 1) != 0;
                Token same = wanted
                        ? token
                        : new Token(
                                token.form(),
                                token.form(),
                                token.increment(),
                                token.begin(),
                                token.end(),
                                token.parts());
                assertThat(found.get(t)).as(as).isEqualTo(same);
            }
        }
    }
}
