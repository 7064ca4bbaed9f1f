package dev.lemma.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files with bytes flipped, cut out, doubled or exchanged: each opens and works, or is one
/// [TokenizerException].
class HostileFilesPropertyTest {
    private static final int MUTATIONS = 3_000;
    private static final String TEXT = "The attention <s> of\u0301 \u4e2d\u6587 12345 \0 it's\n\n ﬁ x";

    @ParameterizedTest
    @CsvSource({
        "spm-unigram.model, m",
        "spm-unigram-bytes.model, m",
        "spm-bpe.model, m",
        "spm-bpe-bytes.model, m",
        "hf-bytelevel.json, t.json",
        "hf-fallback.json, t.json",
        "hf-unigram.json, t.json",
        "hf-words.json, t.json",
        "tiktoken-ranks.txt, cl100k"
    })
    void opensOrSaysWhy(String golden, String name) {
        byte[] good = GoldenFile.bytes(golden);
        int opened = 0;
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] bad = mutated(good, new SplittableRandom(seed));
            try {
                Tokenizer tokenizer = Tokenizers.load(bad, name);
                opened++;
                int[] ids = tokenizer.encode(TEXT);
                tokenizer.encodeSpecial(TEXT);
                tokenizer.decode(ids);
                tokenizer.describe();
            } catch (TokenizerException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank().hasSizeLessThan(3_000);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(golden + ", seed " + seed, e);
            }
        }
        assertThat(opened).as("some mutations do no harm").isPositive();
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(bad.length);
            int other = random.nextInt(bad.length);
            int from = Math.min(at, other);
            int to = Math.min(from + random.nextInt(1, 200), bad.length);
            switch (random.nextInt(6)) {
                case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad[at] = (byte) random.nextInt(256);
                case 2 -> bad = Arrays.copyOf(bad, Math.max(1, at));
                case 3 -> { // cut out
                    byte[] shorter = Arrays.copyOf(bad, Math.max(1, bad.length - (to - from)));
                    System.arraycopy(
                            bad, to, shorter, Math.min(from, shorter.length - (bad.length - to)), bad.length - to);
                    bad = shorter;
                }
                case 4 -> { // doubled
                    byte[] longer = Arrays.copyOf(bad, bad.length + to - from);
                    System.arraycopy(bad, from, longer, to, bad.length - from);
                    bad = longer;
                }
                default -> { // exchanged
                    byte kept = bad[at];
                    bad[at] = bad[other];
                    bad[other] = kept;
                }
            }
        }
        return bad;
    }

    /// Lengths and counts that promise more than the file has.
    @ParameterizedTest
    @CsvSource({"0AFFFFFFFF0F", "0AFFFFFFFFFFFFFFFFFF01", "0A02", "12", "0A8080808080808080808001", "0B", "0A020A7F"})
    void blownUpLengthsAreNotAllocated(String hex) {
        byte[] file = java.util.HexFormat.of().parseHex(hex);
        try {
            SentencePieceModel.read(file, "m");
            throw new AssertionError(hex + " was read");
        } catch (TokenizerException e) {
            assertThat(e.getMessage()).startsWith("m: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spm-unigram-bytes.model, m",
        "spm-bpe-bytes.model, m",
        "hf-bytelevel.json, t.json",
        "hf-fallback.json, t.json",
        "tiktoken-ranks.txt, o200k"
    })
    void textsComeBack(String golden, String name) {
        Tokenizer tokenizer = Tokenizers.load(GoldenFile.bytes(golden), name);
        String[] parts = {
            "the",
            " ",
            "  ",
            "\n",
            "\t",
            "\0",
            "attention",
            "\u6ce8",
            "\ud83d\ude00",
            "\u0301",
            "'s",
            "1234",
            "<s>",
            "<0x41>",
            "\u2581",
            "\ufffd",
            "<|end|>",
            "<|endoftext|>"
        };
        boolean escaped = !golden.startsWith("tiktoken") && !golden.equals("hf-bytelevel.json");
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            // These write U+2581 for a space, so one in the text comes back as a space.
            String expected = escaped ? text.toString().replace('\u2581', ' ') : text.toString();
            assertThat(tokenizer.decode(tokenizer.encode(text.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            if (!escaped) {
                byte[] bytes = new byte[random.nextInt(30)];
                random.nextBytes(bytes);
                assertThat(tokenizer.decodeToBytes(tokenizer.encode(bytes)))
                        .as("seed %d", seed)
                        .isEqualTo(bytes);
            }
        }
        assertThat(tokenizer.encode(new byte[0])).isEmpty();
        assertThat(tokenizer.decodeToBytes(new int[0])).isEmpty();
        assertThat(new String(tokenizer.decodeToBytes(tokenizer.encode("\ud800x")), UTF_8))
                .isEqualTo("?x");
    }
}
