package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.linalg.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repeat one case: -Dtest=AttentionEntropyPropertyTest, the seed is the argument in the test's name.
class AttentionEntropyPropertyTest {
    private static final int[] SIZES = {1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100, 257, 1_025, 5_000};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onePassAgreesWithTheDefinition(long seed) {
        Random random = new Random(seed);
        List<LogitScale> scales = List.of(
                LogitScale.standard(),
                new LogitScale.LogN(512),
                new LogitScale.LogNClipped(64),
                new LogitScale.YarnScale(16),
                new LogitScale.SsMax(0.2, 0.9),
                new LogitScale.Temperature(100, 0.1),
                new LogitScale.KeyNorm(),
                new LogitScale.Cosine(0),
                new LogitScale.Cosine(64),
                new LogitScale.LogN(512).times(new LogitScale.YarnScale(4)));
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int n : SIZES) {
                int d = SIZES[random.nextInt(13)];
                double sharpness = Math.exp(random.nextDouble() * 4 - 2);
                float[] q = normal(random, 2 * d, sharpness);
                float[] k = normal(random, n * d, 1);
                for (LogitScale scale : scales) {
                    double[] found = AttentionEntropy.ofLastRows(d, q, k, scale, 1, pool);
                    for (int r = 0; r < 2; r++) {
                        float[] row = Arrays.copyOfRange(q, r * d, (r + 1) * d);
                        double expected = AttentionEntropyReference.ofRow(row, k, n, scale, 1);
                        // A score of size s is wrong by about 2^-24 s sqrt(d); dH/ds is at most p (|ln p| +
                        // H), which sums to at most 2 ln n over the keys.
                        double bound = 1e-5 * (1 + sharpness * sharpness) * (1 + Math.log(n));
                        assertThat(found[r])
                                .as("seed %s, n %s, d %s, %s", seed, n, d, scale)
                                .isEqualTo(expected, within(bound))
                                .isBetween(0.0, Math.log(n) + 1e-9);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void sharperScoresHaveLessEntropyAndOrderDoesNotMatter(long seed) {
        Random random = new Random(seed);
        int n = 700;
        int d = 9;
        float[] k = normal(random, n * d, 1);
        float[] q = normal(random, d, 1);
        float[] backwards = new float[n * d];
        for (int j = 0; j < n; j++) {
            System.arraycopy(k, j * d, backwards, (n - 1 - j) * d, d);
        }
        try (WorkerPool pool = new WorkerPool(1)) {
            double before = Math.log(n) + 1e-9;
            for (int step = 0; step < 12; step++) {
                float[] sharper = q.clone();
                for (int c = 0; c < d; c++) {
                    sharper[c] *= step;
                }
                double entropy = AttentionEntropy.ofLastRows(d, sharper, k, LogitScale.standard(), 0, pool)[0];
                assertThat(entropy).as("seed %s, factor %s", seed, step).isLessThanOrEqualTo(before);
                assertThat(AttentionEntropy.ofLastRows(d, sharper, backwards, LogitScale.standard(), 0, pool)[0])
                        .as("seed %s, factor %s, reversed", seed, step)
                        .isEqualTo(entropy, within(1e-9));
                before = entropy;
            }
        }
    }

    private static float[] normal(Random random, int length, double deviation) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (deviation * random.nextGaussian());
        }
        return x;
    }
}
