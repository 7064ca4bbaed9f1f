package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.linalg.WorkerPool;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttentionEntropyTest {
    private final WorkerPool pool = new WorkerPool(2);

    @AfterAll
    void close() {
        pool.close();
    }

    private double[] last(int d, float[] q, float[] k, LogitScale scale) {
        return AttentionEntropy.ofLastRows(d, q, k, scale, 0, pool);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 4_096, 4_097, 10_000})
    void equalScoresHaveTheEntropyOfTheirNumber(int n) {
        assertThat(last(3, new float[3], new float[3 * n], LogitScale.standard())[0])
                .isEqualTo(Math.log(n), within(1e-12));
    }

    @Test
    void twoScoresByHand() {
        // Scores 0 and ln 3: p = 1/4, 3/4.
        double expected = 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3.0);
        assertThat(last(1, new float[] {1}, new float[] {0, (float) Math.log(3)}, LogitScale.standard())[0])
                .isEqualTo(expected, within(1e-7));
    }

    @Test
    void aScoreFarAboveTheOthersLeavesNothing() {
        float[] k = new float[9_000];
        k[8_500] = 1e6f;
        assertThat(last(1, new float[] {1}, k, LogitScale.standard())[0]).isZero();
        // Rising scores move the maximum in each block and chunk.
        for (int j = 0; j < k.length; j++) {
            k[j] = 10f * j;
        }
        double p = Math.exp(-10);
        double expected = -Math.log(1 - p) + 10 * p / (1 - p);
        assertThat(last(1, new float[] {1}, k, LogitScale.standard())[0]).isEqualTo(expected, within(1e-9));
    }

    @Test
    void rowsSeeTheKeysUpToTheirPosition() {
        float[] k = new float[5_000 * 2];
        int[] positions = {0, 1, 99, 4_095, 4_096, 4_999};
        double[] entropies = AttentionEntropy.ofRows(
                2, new float[2 * positions.length], positions, k, LogitScale.standard(), 0, pool);
        for (int r = 0; r < positions.length; r++) {
            assertThat(entropies[r]).isEqualTo(Math.log(positions[r] + 1.0), within(1e-12));
        }
    }

    @Test
    void aKeyOrQueryWithoutADirectionScoresZero() {
        float[] k = {0, 0, 3, 4};
        assertThat(last(2, new float[2], k, new LogitScale.Cosine(0))[0]).isEqualTo(Math.log(2), within(1e-12));
        // Scores 0 and 5 * 3 / 5 = 3.
        double p = 1 / (1 + Math.exp(3));
        double expected = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
        assertThat(last(2, new float[] {5, 0}, k, new LogitScale.KeyNorm())[0]).isEqualTo(expected, within(1e-6));
    }

    @Test
    void normalScoresFollowTheClosedForm() {
        int n = 20_000;
        int sets = 20;
        double[] sigmas = {0, 0.5, 1, 1.5};
        double[] means = new double[sigmas.length];
        for (int set = 0; set < sets; set++) {
            Random random = new Random(set);
            float[] k = new float[n];
            for (int j = 0; j < n; j++) {
                k[j] = (float) random.nextGaussian();
            }
            float[] q = new float[sigmas.length];
            for (int s = 0; s < q.length; s++) {
                q[s] = (float) sigmas[s];
            }
            double[] entropies = last(1, q, k, LogitScale.standard());
            for (int s = 0; s < q.length; s++) {
                means[s] += entropies[s] / sets;
            }
        }
        for (int s = 0; s < sigmas.length; s++) {
            assertThat(means[s]).isEqualTo(AttentionEntropy.ofNormalScores(n, sigmas[s]), within(0.05));
        }
        assertThat(AttentionEntropy.freezingSigma(n)).isEqualTo(4.4505, within(1e-3));
        assertThat(AttentionEntropy.ofNormalScores(n, 5)).isZero();
    }

    @Test
    void theSphereIsExactInThreeDimensionsAndSmallAngles() {
        // d = 3: cos theta is uniform, A = ln(sinh t / t), g = t coth t - 1 - A.
        for (double t : new double[] {0.1, 1, 5, 20}) {
            double expected = t / Math.tanh(t) - 1 - Math.log(Math.sinh(t) / t);
            assertThat(AttentionEntropy.sphereLoss(3, t)).isEqualTo(expected, within(1e-7));
        }
        assertThat(AttentionEntropy.sphereLoss(64, 0)).isZero();
        assertThat(AttentionEntropy.sphereLoss(64, 0.8)).isEqualTo(0.64 / 128, within(1e-5));
        assertThat(AttentionEntropy.ofSphere(1_000, 64, 8))
                .isEqualTo(Math.log(1_000) - AttentionEntropy.sphereLoss(64, 8));
        assertThat(AttentionEntropy.ofSphere(10, 64, 1_000)).isZero();
    }

    @Test
    void theSourcesCoefficientIsTheLargestOfLargeDimensions() {
        int d = 4_096;
        double largest = 0;
        double at = 0;
        for (double lambda = 0.1; lambda < 5; lambda += 0.01) {
            double coefficient =
                    AttentionEntropy.sphereLoss(d, lambda * d > 10_000 ? 10_000 : lambda * d) / (lambda * d);
            if (lambda * d <= 10_000 && coefficient > largest) {
                largest = coefficient;
                at = lambda;
            }
            if (lambda * d <= 10_000 && lambda >= 0.87 && lambda <= 2.1) {
                assertThat(coefficient).isBetween(0.23, 0.2456);
            }
        }
        assertThat(largest).isEqualTo(0.2455, within(1e-4));
        assertThat(at).isEqualTo(1.3, within(0.1));
        assertThat(AttentionEntropy.sphereLoss(64, 8) / 8).isEqualTo(0.0625, within(0.002));
    }

    @Test
    void theResultDoesNotDependOnThreads() {
        float[] q = new float[40];
        float[] k = new float[10 * 9_999];
        Random random = new Random(3);
        for (int i = 0; i < k.length; i++) {
            k[i] = (float) random.nextGaussian();
            q[i % 40] = (float) random.nextGaussian();
        }
        double[] two = last(10, q, k, new LogitScale.LogN(512));
        try (WorkerPool one = new WorkerPool(1)) {
            assertThat(AttentionEntropy.ofLastRows(10, q, k, new LogitScale.LogN(512), 0, one))
                    .isEqualTo(two);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        LogitScale standard = LogitScale.standard();
        assertThatThrownBy(() -> last(0, new float[0], new float[0], standard)).hasMessage("d = 0, not at least 1");
        assertThatThrownBy(() -> last(2, new float[3], new float[2], standard))
                .hasMessage("length of q = 3, not a multiple of d = 2");
        assertThatThrownBy(() -> last(2, new float[2], new float[3], standard))
                .hasMessage("length of k = 3, not a multiple of d = 2");
        assertThatThrownBy(() -> last(2, new float[2], new float[0], standard))
                .hasMessageStartingWith("positions[0] = -1, not in");
        assertThatThrownBy(
                        () -> AttentionEntropy.ofRows(2, new float[2], new int[] {1}, new float[2], standard, 0, pool))
                .hasMessage("positions[0] = 1, not in [0, 0]");
        assertThatThrownBy(() -> last(1, new float[] {Float.NaN}, new float[2], standard))
                .hasMessageStartingWith("row 0 of q has a score that is not finite");
        assertThatThrownBy(() -> last(1, new float[] {1}, new float[] {1, Float.POSITIVE_INFINITY}, standard))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> AttentionEntropy.sphereLoss(1, 1)).hasMessage("d = 1, not in [2, 4096]");
        assertThatThrownBy(() -> AttentionEntropy.sphereLoss(2, Double.NaN)).hasMessage("t = NaN, not in [0, 10000]");
        assertThatThrownBy(() -> AttentionEntropy.ofNormalScores(0, 1)).hasMessage("n = 0.0, not in [1.0, inf)");
    }
}
