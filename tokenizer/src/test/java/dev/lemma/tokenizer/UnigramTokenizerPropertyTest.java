package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Offsets, streams and normalisation on random texts with marks, jamo, surrogates and newlines.
class UnigramTokenizerPropertyTest {
    /// Chars that combine with what is before them in every way there is, and some that do not.
    private static final int[] CODES = {
        'a', 'e', ' ', '\n', '\r', 0, 0xe9, 0x300, 0x301, 0x323, 0x308, 0x1100, 0x1161, 0x11a8, 0xac00, 0x4e2d, 0x304b,
        0x3099, 0x915, 0x93c, 0x9c7, 0x9be, 0x9d7, 0x212b, 0xf900, 0x344, 0xfb2c, 0x5d0, 0x5b7, 0x1f600, 0x1d15e,
        0x11131, 0x11127, 0xd800, 0xdc00, 0x1d63, 0xff21
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void streamsAndOffsetsAgreeWithTheWhole(long seed) throws IOException {
        RandomGenerator random = Models.random(seed);
        UnigramTokenizer tokenizer = new UnigramTokenizer(Models.bytes(random, 200, "ae \ném中", 5));
        for (int round = 0; round < 60; round++) {
            String where = "seed " + seed + ", round " + round;
            String text = text(random, random.nextInt(0, 400));
            int[] ids = tokenizer.encode(text);
            byte[] expected = Models.utf8(Normalizer.normalize(text, Normalizer.Form.NFC));
            assertThat(tokenizer.decodeToBytes(ids)).as(where).isEqualTo(expected);

            IdBuffer streamed = new IdBuffer();
            tokenizer.encode(slow(text, random), streamed::add);
            assertThat(streamed.toArray()).as(where).isEqualTo(ids);

            TokenSpans spans = tokenizer.encodeWithOffsets(text);
            assertThat(spans.ids()).as(where).isEqualTo(ids);
            byte[] original = Models.utf8(text);
            int bytes = 0;
            for (int i = 0; i < spans.size(); i++) {
                // No gaps, and no way back but to the start of a stretch that changed or of a character.
                assertThat(spans.byteStart(i))
                        .as(where)
                        .isLessThanOrEqualTo(bytes)
                        .isLessThan(spans.byteEnd(i));
                bytes = Math.max(bytes, spans.byteEnd(i));
                String covered = text.substring(spans.charStart(i), spans.charEnd(i));
                if (Nfc.of(text).equals(text) && covered.chars().noneMatch(c -> c > 127)) {
                    assertThat(Models.utf8(covered)).as(where).isEqualTo(tokenizer.piece(ids[i]));
                    assertThat(Arrays.copyOfRange(original, spans.byteStart(i), spans.byteEnd(i)))
                            .as(where)
                            .isEqualTo(tokenizer.piece(ids[i]));
                }
            }
            assertThat(bytes).as(where).isEqualTo(original.length);
        }
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        boolean plain = random.nextBoolean();
        while (text.length() < length) {
            text.appendCodePoint(CODES[random.nextInt(plain ? 5 : CODES.length)]);
        }
        return text.toString();
    }

    /// Gives one to three chars a read.
    private static Reader slow(String text, RandomGenerator random) {
        return new Reader() {
            private int at;

            @Override
            public int read(char[] target, int from, int length) {
                int count = Math.min(Math.min(length, text.length() - at), random.nextInt(1, 4));
                text.getChars(at, at + count, target, from);
                at += count;
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
    }
}
