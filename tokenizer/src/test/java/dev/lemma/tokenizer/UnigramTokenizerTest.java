package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnigramTokenizerTest {
    private static final String LETTERS = "etaoinsr \n中é";

    private final UnigramTokenizer tokenizer = new UnigramTokenizer(Models.bytes(Models.random(1), 400, LETTERS, 6));

    private static UnigramTokenizer with(String... pieces) {
        List<byte[]> list = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            list.add(new byte[] {(byte) b});
        }
        for (String piece : pieces) {
            list.add(Models.utf8(piece));
        }
        long[] counts = new long[list.size()];
        Arrays.fill(counts, 5);
        return new UnigramTokenizer(BytePieceVocabulary.of(list, counts).model());
    }

    private static List<String> pieces(UnigramTokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encode(text))
                .mapToObj(id -> tokenizer.decode(new int[] {id}))
                .toList();
    }

    @Test
    void partsEndBehindRunsOfNewlines() {
        UnigramTokenizer lines = with("a\n", "\n\n", "\nb", "a\n\nb", "b\r", "\rb");
        assertThat(pieces(lines, "a\n\nb")).containsExactly("a", "\n\n", "b");
        assertThat(pieces(lines, "a\nb")).containsExactly("a\n", "b");
        assertThat(pieces(lines, "\n\n\n")).containsExactly("\n", "\n\n");
        assertThat(pieces(lines, "b\rb")).containsExactly("b", "\rb");
    }

    @Test
    void textsAreNormalisedBytesAreNot() {
        UnigramTokenizer accents = with("é", "e\u0301");
        assertThat(accents.decode(accents.encode("e\u0301"))).isEqualTo("é");
        assertThat(pieces(accents, "xe\u0301x")).containsExactly("x", "é", "x");
        byte[] bytes = Models.utf8("e\u0301");
        assertThat(accents.encode(bytes)).hasSize(1);
        assertThat(accents.decodeToBytes(accents.encode(bytes))).isEqualTo(bytes);
    }

    @Test
    void everythingComesBack() {
        for (String text : new String[] {"", "\0", "a\0b\n\0\n", "\ufffe\uffff", "😀", "\r\n", " ".repeat(5_000)}) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            assertThat(tokenizer.decode(tokenizer.sample(text, 0.3, Models.random(2))))
                    .isEqualTo(text);
        }
        assertThat(tokenizer.decode(tokenizer.encode("a\ud800b\udc00"))).isEqualTo("a?b?");
        RandomGenerator random = Models.random(3);
        for (int length : new int[] {1, 2, 3, 17, 1_000, 100_000}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(tokenizer.decodeToBytes(tokenizer.encode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void controlsAreNotInTextAndDecodeToNothing() {
        UnigramTokenizer plain = with();
        assertThat(plain.id(Models.utf8("<bos>"))).hasValue(1);
        assertThat(plain.kind(1)).isEqualTo(PieceKind.CONTROL);
        assertThat(plain.encode("<bos>")).hasSize(5);
        assertThat(plain.decode(new int[] {1, 'a' + 3, 2})).isEqualTo("a");
        assertThat(plain.id(Models.utf8("zz"))).isEmpty();
        assertThat(plain.size()).isEqualTo(259);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.decode(new int[] {259}))
                .withMessage("id 259 does not exist; ids are from 0 to 258");
    }

    @Test
    void theBestOfSeveralPartsAreSumsOfTheBest() {
        UnigramTokenizer small = new UnigramTokenizer(Models.bytes(Models.random(4), 20, "ab\n", 3));
        String text = "abab\nabba\n\nba";
        List<Segmentation> best = small.nbest(text, 50);
        assertThat(best.getFirst().ids()).isEqualTo(small.encode(text));
        assertThat(best).hasSize(50).doesNotHaveDuplicates();
        // All segmentations that do not cross a part's end.
        UnigramReference reference = new UnigramReference(small.model());
        List<Double> scores = new ArrayList<>();
        for (Segmentation a : reference.segmentations(Models.utf8("abab\n"))) {
            for (Segmentation b : reference.segmentations(Models.utf8("abba\n\n"))) {
                for (Segmentation c : reference.segmentations(Models.utf8("ba"))) {
                    scores.add(a.score() + b.score() + c.score());
                }
            }
        }
        scores.sort((x, y) -> Double.compare(y, x));
        for (int i = 0; i < 50; i++) {
            assertThat(best.get(i).score()).isCloseTo(scores.get(i), within(1e-9));
            assertThat(small.decode(best.get(i).ids())).isEqualTo(text);
        }
        assertThat(small.nbest("", 3)).hasSize(1);
    }

    @Test
    void offsetsAreThoseOfTheOriginalText() {
        UnigramTokenizer accents = with("éb", "中", "xx");
        TokenSpans spans = accents.encodeWithOffsets("ae\u0301b中😀xx");
        assertThat(spans.ids()).isEqualTo(accents.encode("ae\u0301b中😀xx"));
        // a, éb, 中, four bytes of the face, xx
        assertThat(spans.size()).isEqualTo(8);
        assertThat(place(spans, 0)).containsExactly(0, 1, 0, 1);
        assertThat(place(spans, 1)).containsExactly(1, 5, 1, 4);
        assertThat(place(spans, 2)).containsExactly(5, 8, 4, 5);
        assertThat(place(spans, 3)).containsExactly(8, 9, 5, 7);
        assertThat(place(spans, 6)).containsExactly(11, 12, 5, 7);
        assertThat(place(spans, 7)).containsExactly(12, 14, 7, 9);
        assertThat(accents.encodeWithOffsets("").size()).isZero();
    }

    private static int[] place(TokenSpans spans, int i) {
        return new int[] {spans.byteStart(i), spans.byteEnd(i), spans.charStart(i), spans.charEnd(i)};
    }

    @Test
    void streamedTextsHaveTheSameIds() throws IOException {
        for (String text : List.of(
                "",
                "\n",
                "a",
                "etna\n\n\nsoir",
                "\n".repeat(200_000) + "e",
                "a".repeat(300_000),
                "e\u0301".repeat(100_000),
                Models.word(Models.random(5), LETTERS, 300_000),
                Models.word(Models.random(6), LETTERS.replace("\n", ""), 300_000))) {
            IdBuffer ids = new IdBuffer();
            tokenizer.encode(new StringReader(text), ids::add);
            assertThat(ids.toArray()).isEqualTo(tokenizer.encode(text));
            ids.clear();
            byte[] utf8 = Models.utf8(text);
            tokenizer.encode(channel(utf8, utf8.length), ids::add);
            assertThat(ids.toArray()).isEqualTo(tokenizer.encode(utf8));
        }
    }

    @Test
    void aStreamOfMarksIsRefusedNotHeld() {
        String marks = "\u0301".repeat((1 << 22) + 10);
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> tokenizer.encode(new StringReader(marks), id -> {}))
                .withMessageContaining("may all combine");
    }

    @Test
    void aLineOfHundredMegabytesIsStreamedInBoundedMemory() throws IOException {
        byte[] pattern = Models.utf8(Models.word(Models.random(7), LETTERS.replace("\n", ""), 60_001));
        long[] count = new long[1];
        long before = allocated();
        tokenizer.encode(channel(pattern, 100_000_000), id -> count[0]++);
        assertThat(allocated() - before).isLessThan(2_000_000);
        assertThat(count[0]).isGreaterThan(10_000_000);
    }

    /// `length` bytes of a pattern again and again, in reads of odd sizes.
    private static ReadableByteChannel channel(byte[] pattern, long length) {
        return new ReadableByteChannel() {
            private long at;

            @Override
            public int read(ByteBuffer target) {
                if (at == length) {
                    return -1;
                }
                int from = (int) (at % pattern.length);
                int count = (int) Math.min(
                        Math.min(target.remaining(), pattern.length - from), Math.min(length - at, 1 + at % 49_999));
                target.put(pattern, from, count);
                at += count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void hotEncodingAllocatesTheBytesOfTheTextAndTheResult() {
        String text = Models.word(Models.random(8), "etaoinsr ", 100_000);
        UnigramWorkspace workspace = tokenizer.model().workspace();
        PerfectSampler sampler = tokenizer.model().sampler(0.2);
        RandomGenerator random = Models.random(9);
        byte[] utf8 = Models.utf8(text);
        for (int warm = 0; warm < 3; warm++) {
            tokenizer.encode(text, workspace);
            tokenizer.sample(utf8, 0, utf8.length, sampler, random, workspace);
        }
        long before = allocated();
        int ids = tokenizer.encode(text, workspace).length;
        long encoded = allocated();
        int drawn = tokenizer.sample(utf8, 0, utf8.length, sampler, random, workspace).length;
        long sampled = allocated();
        assertThat(encoded - before - 4L * ids).isLessThan(8L * text.length());
        assertThat(sampled - encoded - 4L * drawn).isLessThan(8L * text.length());
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void batchesComeInOrder(int threads) {
        List<String> texts = new ArrayList<>();
        RandomGenerator random = Models.random(10);
        for (int i = 0; i < 333; i++) {
            texts.add(Models.word(random, LETTERS, random.nextInt(400)));
        }
        List<int[]> all = tokenizer.encodeAll(texts, threads);
        assertThat(all).hasSize(333);
        for (int i = 0; i < 333; i++) {
            assertThat(all.get(i)).isEqualTo(tokenizer.encode(texts.get(i)));
        }
        assertThat(tokenizer.encodeAll(List.of(), threads)).isEmpty();
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        UnigramModel characters = Models.characters(Models.random(11), 9, "ab", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnigramTokenizer(characters))
                .withMessageContaining("BYTES are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenizer.encodeAll(List.of("a"), 0))
                .withMessageContaining("threads is 0; from 1 to 1024");
        UnigramModel other = with().model();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenizer.sample(
                        new byte[1],
                        0,
                        1,
                        other.sampler(1),
                        Models.random(1),
                        tokenizer.model().workspace()))
                .withMessageContaining("sampler is of another model");
    }
}
