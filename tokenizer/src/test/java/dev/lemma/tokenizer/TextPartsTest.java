package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPartsTest {
    private static List<String> lines(String text, int maxChars, boolean isolateDigits) {
        byte[] bytes = TrainingTestTexts.utf8("<" + text + ">");
        List<String> parts = new ArrayList<>();
        TextParts.lines(
                bytes,
                1,
                bytes.length - 1,
                maxChars,
                isolateDigits,
                (b, from, to) -> parts.add(TrainingTestTexts.utf8(Arrays.copyOfRange(b, from, to))));
        return parts;
    }

    private static List<String> words(byte[] bytes, int maxBytes) {
        List<String> parts = new ArrayList<>();
        TextParts.words(
                bytes,
                0,
                bytes.length,
                new byte[maxBytes + 1],
                maxBytes,
                (b, from, to) -> parts.add(TrainingTestTexts.latin1(Arrays.copyOfRange(b, from, to))));
        return parts;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void cutsLinesAsThePublishedExpressionDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] letters = {"a", "é", "学", "🙂", "1", "٣", "\n", "\n\n", "\r", "\u2028"};
        for (int k = 0; k < 300; k++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                text.append(letters[random.nextInt(letters.length)].repeat(random.nextInt(200) == 0 ? 150 : 1));
            }
            for (int max : new int[] {1, 3, 10_000}) {
                String plain = "[^\\n]{0,%1$d}\\n{1,100}|[^\\n]{1,%1$d}";
                String digits = "\\p{Nd}|[^\\n\\p{Nd}]{0,%1$d}\\n{1,100}|[^\\n\\p{Nd}]{1,%1$d}";
                String what = "seed " + seed + ", text " + text;
                assertThat(lines(text.toString(), max, false)).as(what).isEqualTo(matches(plain, max, text));
                assertThat(lines(text.toString(), max, true)).as(what).isEqualTo(matches(digits, max, text));
            }
        }
    }

    private static List<String> matches(String pattern, int max, CharSequence text) {
        Matcher matcher = Pattern.compile(String.format(pattern, max)).matcher(text);
        return matcher.results().map(r -> r.group()).toList();
    }

    @Test
    void wordsHaveOneSpaceBeforeThem() {
        assertThat(words(TrainingTestTexts.utf8("  one\t two\n\nthree "), 100))
                .containsExactly(" one", " two", " three");
        assertThat(words(TrainingTestTexts.utf8("a\u2581b"), 100)).containsExactly(" a", " b");
        assertThat(words(TrainingTestTexts.utf8(" \n\t "), 100)).isEmpty();
        assertThat(words(new byte[0], 100)).isEmpty();
    }

    @Test
    void longWordsAreCutBetweenCharacters() {
        List<String> parts = words(TrainingTestTexts.utf8("学学学 x"), 7);
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0)).hasSize(7).startsWith(" ");
        assertThat(parts.get(1)).hasSize(3);
        assertThat(parts.get(2)).isEqualTo(" x");
    }

    @Test
    void bytesThatAreNoCharactersAreKept() {
        byte[] bytes = {'a', (byte) 0xFF, 0, (byte) 0xE5, (byte) 0xAD, ' ', (byte) 0x80};
        assertThat(String.join("", words(bytes, 100))).isEqualTo(" a\u00ff\0\u00e5\u00ad \u0080");
        List<String> parts = new ArrayList<>();
        TextParts.lines(
                bytes,
                0,
                bytes.length,
                2,
                true,
                (b, from, to) -> parts.add(TrainingTestTexts.latin1(Arrays.copyOfRange(b, from, to))));
        assertThat(String.join("", parts)).isEqualTo(TrainingTestTexts.latin1(bytes));
    }

    @Test
    void knowsCharacters() {
        for (int c : new int[] {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
            byte[] bytes = TrainingTestTexts.utf8(Character.toString(c));
            assertThat(Utf8Scan.length(bytes, 0, bytes.length)).isEqualTo(bytes.length);
            assertThat(Utf8Scan.codePoint(bytes, 0, bytes.length)).isEqualTo(c);
            if (bytes.length > 1) {
                assertThat(Utf8Scan.length(bytes, 0, bytes.length - 1)).isZero();
            }
        }
        // Overlong, surrogate, too large, lone continuation, lead without its rest
        int[][] invalid = {
            {0xC0, 0x80}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0x80}, {0xC3, 'a'}
        };
        for (int[] values : invalid) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) values[i];
            }
            assertThat(Utf8Scan.length(bytes, 0, bytes.length)).isZero();
        }
    }
}
