package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UnigramModelTest {
    private static UnigramModel.Builder bytes(double score) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, score);
        }
        return builder;
    }

    private static UnigramModel.Builder characters() {
        return UnigramModel.builder(UnigramRules.CHARACTERS).add(Models.utf8("<unk>"), 0, PieceKind.UNKNOWN);
    }

    private static String text(UnigramModel model, int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(text.isEmpty() ? "" : "|").append(new String(model.piece(id), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Test
    void tiesGoToTheLongestLastPiece() {
        UnigramModel model = bytes(-1).add(Models.utf8("aa"), -1).build();
        // aa + a and a + aa have the same score.
        assertThat(text(model, model.viterbi(Models.utf8("aaa")))).isEqualTo("a|aa");
        assertThat(text(model, model.viterbi(Models.utf8("aaaaa")))).isEqualTo("a|aa|aa");
    }

    @Test
    void runsWhosePathsNeverMeetAreCutAsTheReferenceDoes() {
        UnigramModel model = bytes(-9)
                .add(Models.utf8("aa"), -1)
                .add(Models.utf8("aaa"), -1.4)
                .build();
        for (int length : new int[] {1_535, 1_536, 1_537, 5_000, 20_000}) {
            byte[] text = Models.utf8("a".repeat(length));
            assertThat(model.viterbi(text)).isEqualTo(new UnigramReference(model).viterbi(text));
        }
    }

    @Test
    void longPiecesAreFoundToo() {
        String word = "x".repeat(300) + "y".repeat(5_000);
        UnigramModel model = bytes(-9).add(Models.utf8(word), -20).build();
        byte[] text = Models.utf8("a" + word + "xx" + word + word);
        assertThat(model.viterbi(text)).containsExactly('a', 256, 'x', 'x', 256, 256);
        assertThat(model.sampler(1).sample(text, Models.random(1))).containsExactly('a', 256, 'x', 'x', 256, 256);
        assertThat(model.nbest(text, 2).get(1).size()).isGreaterThan(6);
    }

    @Test
    void countsAreFibonacciWhereTheyShouldBe() {
        UnigramModel model = bytes(-1).add(Models.utf8("aa"), -1).build();
        BigInteger a = BigInteger.ONE;
        BigInteger b = BigInteger.ONE;
        for (int n = 1; n < 2_000; n++) {
            BigInteger next = a.add(b);
            a = b;
            b = next;
        }
        byte[] text = Models.utf8("a".repeat(2_000));
        assertThat(model.countSegmentations(text)).isEqualTo(b);
        double log = (b.bitLength() - 60) * Math.log(2)
                + Math.log(b.shiftRight(b.bitLength() - 60).doubleValue());
        assertThat(model.logPartition(text, 0)).isCloseTo(log, within(1e-9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.countSegmentations(new byte[100_001]))
                .withMessageContaining("100001");
    }

    @Test
    void unknownCharactersAndUserDefinedPieces() {
        UnigramModel model = characters()
                .add(Models.utf8("a"), -1)
                .add(Models.utf8("b"), -2)
                .add(Models.utf8("ab"), -3)
                .add(Models.utf8("ba"), -50, PieceKind.USER_DEFINED)
                .add(Models.utf8("a中"), -30)
                .add(Models.utf8("bb"), 0, PieceKind.UNUSED)
                .build();
        assertThat(model.score(0)).isEqualTo(-40);
        assertThat(model.score(4)).isCloseTo(-0.1, within(1e-15));
        assertThat(text(model, model.viterbi(Models.utf8("ababb")))).isEqualTo("a|ba|b|b");
        // 中 alone is unknown and costs 40; with the a before it, 30.
        assertThat(text(model, model.viterbi(Models.utf8("中a中é")))).isEqualTo("<unk>|a中|<unk>");
        int[] broken = model.viterbi(new byte[] {'a', (byte) 0xe4, 'b', (byte) 0x80});
        assertThat(broken).containsExactly(1, 0, 2, 0);
        assertThat(model.sampler(3).sample(new byte[] {(byte) 0xe4, 'b', (byte) 0x80}, Models.random(1)))
                .containsExactly(0, 2, 0);
        assertThat(model.id(Models.utf8("bb"))).isEmpty();
    }

    @Test
    void vocabulariesThatCannotWorkAreRefused() {
        refused(() -> bytes(-1).add(Models.utf8("a"), -1).build(), "pieces 97 and 256 of the vocabulary are both 'a'");
        refused(() -> bytes(-1).add(new byte[0], -1), "piece 256 has 0 bytes");
        refused(() -> bytes(-1).add(new byte[65_536], -1), "piece 256 has 65536 bytes; possible are 1 to 65535");
        refused(() -> bytes(Double.NaN), "piece 0 has score NaN");
        refused(() -> bytes(Double.NEGATIVE_INFINITY), "piece 0 has score -Infinity");
        refused(() -> UnigramModel.builder(UnigramRules.BYTES).build(), "lacks 256 of the 256 single bytes");
        refused(
                () -> UnigramModel.builder(UnigramRules.CHARACTERS)
                        .add(Models.utf8("a"), -1)
                        .build(),
                "no piece of kind UNKNOWN");
        refused(() -> characters().build(), "no piece of kind NORMAL");
        refused(
                () -> characters().add(Models.utf8("u"), 0, PieceKind.UNKNOWN).build(),
                "pieces 0 and 1 of the vocabulary are both of kind UNKNOWN");
        refused(
                () -> characters().add(new byte[] {'a', (byte) 0xc3}, -1).build(),
                "piece 1 of the vocabulary is bytes 61 c3, which is not UTF-8");
    }

    private static void refused(Runnable build, String message) {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(build::run)
                .withMessageContaining(message);
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        UnigramModel model = characters()
                .add(Models.utf8("<s>"), 0, PieceKind.CONTROL)
                .add(Models.utf8("a"), -1)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.score(new int[] {2, 1}))
                .withMessageContaining("id 1 is of kind CONTROL");
        assertThatIllegalArgumentException().isThrownBy(() -> model.piece(3)).withMessageContaining("from 0 to 2");
        assertThatIllegalArgumentException().isThrownBy(() -> model.kind(-1)).withMessageContaining("id -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.nbest(new byte[9], 0))
                .withMessageContaining("k is 0; for 9 bytes it may be from 1 to 1677721");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.nbest(new byte[9], 1_677_722))
                .withMessageContaining("1677722");
        assertThat(model.nbest(new byte[0], 3)).hasSize(1);
    }

    @Test
    void aLargeVocabularyTakesUnderFortyMegabytes() {
        RandomGenerator random = Models.random(5);
        UnigramModel.Builder builder = bytes(-20);
        Set<String> words = new HashSet<>();
        while (words.size() < 160_000 - 256) {
            words.add(Models.word(random, "etaoinshrdlucmf wyp", random.nextInt(2, 14)));
        }
        words.forEach(word -> builder.add(Models.utf8(word), -20 * random.nextDouble()));
        UnigramModel model = builder.build();
        // Trie, scores, kinds and pieces.
        long bytes = model.cells.length / 2 * 28L + 160_000L * (8 + 4 + 4 + 14);
        assertThat(bytes).isLessThan(40_000_000);
    }
}
