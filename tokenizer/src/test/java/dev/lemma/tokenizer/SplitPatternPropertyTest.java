package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The scanners against the published expressions, run by `java.util.regex`.
class SplitPatternPropertyTest {
    private static final String[] PARTS = {
        " ",
        "  ",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u00a0",
        "\u3000",
        "\u0085",
        "\u2028",
        "'",
        "'s",
        "'S",
        "'t",
        "'re",
        "'VE",
        "'ll",
        "'m",
        "'d",
        "'\u017f",
        "\u2019",
        "a",
        "bc",
        "A",
        "XYZ",
        "\u00e9",
        "\u00c9",
        "\u01c5",
        "\u02b0",
        "\u4e2d",
        "\u4e2d\u6587",
        "\u0301",
        "\u093f",
        "\u20dd",
        "1",
        "12",
        "1234567",
        "\u00bd",
        "\u2167",
        "\u0661",
        "!",
        "...",
        "$",
        "=",
        "+",
        "^",
        "|",
        "~",
        "<",
        "-",
        "/",
        "//",
        "_",
        "\u00a7",
        "\u20ac",
        "\ud83d\ude00",
        "\u200b",
        "\u200d",
        "\0",
        "\ufeff",
        "\ud835\udfd8",
        "\ud801\udc00",
        "\ud801\udc28",
        "\ue000",
        "\u0378"
    };

    @ParameterizedTest
    @EnumSource
    void cutsAsTheExpressionDoes(SplitPattern pattern) {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            assertThat(cut(pattern, text.toString().getBytes(StandardCharsets.UTF_8)))
                    .as("seed %d, text '%s'", seed, text)
                    .isEqualTo(byRegex(pattern, text.toString()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void coversAnyBytes(SplitPattern pattern) {
        for (long seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(1, 20)];
            random.nextBytes(bytes);
            int at = 0;
            while (at < bytes.length) {
                int end = pattern.next(bytes, at, bytes.length);
                assertThat(end).as("seed %d", seed).isGreaterThan(at).isLessThanOrEqualTo(bytes.length);
                at = end;
            }
        }
    }

    private static List<String> cut(SplitPattern pattern, byte[] text) {
        List<String> pieces = new ArrayList<>();
        if (text.length > 0) {
            pattern.preTokenizer()
                    .split(
                            text,
                            0,
                            text.length,
                            true,
                            (s, from, to, first) -> pieces.add(new String(s, from, to - from, StandardCharsets.UTF_8)));
        }
        return pieces;
    }

    private static List<String> byRegex(SplitPattern pattern, String text) {
        List<String> pieces = text.isEmpty() ? List.of() : List.of(text);
        for (String regex : pattern.regexes()) {
            Pattern compiled = Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
            List<String> cut = new ArrayList<>();
            for (String piece : pieces) {
                int done = 0;
                Matcher matcher = compiled.matcher(piece);
                while (matcher.find()) {
                    if (matcher.start() > done) {
                        cut.add(piece.substring(done, matcher.start()));
                    }
                    cut.add(matcher.group());
                    done = matcher.end();
                }
                if (done < piece.length()) {
                    cut.add(piece.substring(done));
                }
            }
            pieces = cut;
        }
        return pieces;
    }
}
