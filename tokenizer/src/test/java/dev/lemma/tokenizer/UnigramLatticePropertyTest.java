package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnigramLatticePropertyTest {
    /// Both add the same products, one of them as logarithms of magnitude up to 1,000 (each with an error of
    /// 2^-53 times that) over at most 65 positions: about 1e-11; with a factor of 100 in hand.
    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void expectsWhatTheFormulasSay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length : new int[] {1, 2, 3, 7, 8, 9, 17, 33, 65}) {
            PieceSet pieces = pieces(random, 40);
            // From common to so rare that a text of 65 bytes leaves the range of double.
            double spread = random.nextInt(1, 60);
            double[] scores = random.doubles(pieces.size(), -spread, -0.01).toArray();
            UnigramLattice lattice = new UnigramLattice(pieces, new CandidateTrie(pieces), scores);
            UnigramLatticeReference reference = new UnigramLatticeReference(pieces, scores);
            byte[] text = TrainingTestTexts.bytes(length, 4, random);
            double[] actual = new double[pieces.size()];
            double[] expected = new double[pieces.size()];
            UnigramLattice.Workspace work = new UnigramLattice.Workspace();
            double logActual = lattice.expect(text, 0, length, 3, actual, work);
            double logExpected = reference.expect(text, 0, length, 3, expected);
            assertThat(logActual)
                    .as("seed %d", seed)
                    .isCloseTo(logExpected, within(TOLERANCE * Math.max(1, -logExpected)));
            assertThat(actual)
                    .as("seed %d, length %d", seed, length)
                    .containsExactly(expected, within(TOLERANCE * 3 * length));
            assertThat(covered(pieces, actual)).isCloseTo(3.0 * length, within(TOLERANCE * 3 * length));
            int n = lattice.best(text, 0, length, -1, work);
            double score = 0;
            for (int k = n - 1; k >= 0; k--) {
                score += scores[work.path(k)];
            }
            assertThat(score).isCloseTo(reference.best(text, 0, length), within(TOLERANCE * 100));
        }
    }

    /// Every byte lies in exactly one piece of every segmentation.
    private static double covered(PieceSet pieces, double[] counts) {
        double bytes = 0;
        for (int p = 0; p < counts.length; p++) {
            bytes += counts[p] * pieces.length(p);
        }
        return bytes;
    }

    private static PieceSet pieces(SplittableRandom random, int more) {
        Map<String, byte[]> strings = new HashMap<>();
        for (byte b : TrainingTestTexts.bytes(200, 4, random)) {
            strings.put(TrainingTestTexts.latin1(new byte[] {b}), new byte[] {b});
        }
        for (int k = 0; k < more; k++) {
            byte[] piece = TrainingTestTexts.bytes(random.nextInt(2, 7), 4, random);
            strings.put(TrainingTestTexts.latin1(piece), piece);
        }
        return PieceSet.of(strings.values().toArray(byte[][]::new));
    }

    @Test
    void longTextsDoNotUnderflow() {
        // One segmentation of probability e^-1,000,000, and a long piece beside it that skips 300 bytes at
        // once.
        byte[] text = new byte[100_000];
        byte[] skip = new byte[300];
        PieceSet pieces = PieceSet.of(new byte[][] {{0}, skip});
        double[] scores = {-10, -12};
        UnigramLattice lattice = new UnigramLattice(pieces, new CandidateTrie(pieces), scores);
        double[] counts = new double[2];
        double log = lattice.expect(text, 0, text.length, 1, counts, new UnigramLattice.Workspace());
        assertThat(covered(pieces, counts)).isCloseTo(text.length, within(1e-4));
        // 100 bytes are left over 333 long pieces: C(433, 100) orders of them.
        double best = 333 * -12 + 100 * -10;
        assertThat(log).isBetween(best, best + 433 * Math.log(2));
        assertThat(counts[1]).isCloseTo(333, within(1e-3));
    }

    @Test
    void countsOfAHandComputedExample() {
        // "aa" = [aa] with 0.5 or [a][a] with 0.25 * 0.25: 8/9 against 1/9.
        PieceSet pieces = PieceSet.of(new byte[][] {{'a'}, {'a', 'a'}});
        double[] scores = {Math.log(0.25), Math.log(0.5)};
        UnigramLattice lattice = new UnigramLattice(pieces, new CandidateTrie(pieces), scores);
        double[] counts = new double[2];
        double log = lattice.expect(new byte[] {'x', 'a', 'a'}, 1, 3, 9, counts, new UnigramLattice.Workspace());
        assertThat(counts[0]).isCloseTo(2, within(1e-12));
        assertThat(counts[1]).isCloseTo(8, within(1e-12));
        assertThat(log).isCloseTo(9 * Math.log(0.5625), within(1e-12));
    }

    @Test
    void saysWhenPiecesCannotExpressTheText() {
        PieceSet pieces = PieceSet.of(new byte[][] {{'a'}});
        UnigramLattice lattice = new UnigramLattice(pieces, new CandidateTrie(pieces), new double[] {0});
        double[] counts = new double[1];
        UnigramLattice.Workspace work = new UnigramLattice.Workspace();
        assertThat(lattice.expect(new byte[] {'a', 'b'}, 0, 2, 1, counts, work)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(counts).containsExactly(0);
        assertThat(lattice.best(new byte[] {'a', 'b'}, 0, 2, -1, work)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void expectationMaximisationNeverLowersTheLikelihood(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PieceSet pieces = pieces(random, 100);
        double[] scores = new double[pieces.size()];
        Arrays.fill(scores, -Math.log(pieces.size()));
        CandidateTrie trie = new CandidateTrie(pieces);
        byte[][] texts = new byte[50][];
        Arrays.setAll(texts, t -> TrainingTestTexts.bytes(random.nextInt(1, 60), 4, random));
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < 30; round++) {
            UnigramLattice lattice = new UnigramLattice(pieces, trie, scores);
            double[] counts = new double[pieces.size()];
            double log = 0;
            for (byte[] text : texts) {
                log += lattice.expect(text, 0, text.length, 1, counts, new UnigramLattice.Workspace());
            }
            assertThat(log).as("seed %d, round %d", seed, round).isGreaterThanOrEqualTo(before - 1e-9 * Math.abs(log));
            before = log;
            double sum = Arrays.stream(counts).sum();
            Arrays.setAll(scores, p -> Math.log(counts[p] / sum));
        }
    }
}
