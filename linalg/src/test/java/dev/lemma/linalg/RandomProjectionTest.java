package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.linalg.RandomProjection.Kind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomProjectionTest {
    @Test
    void boundsAreThoseOfTheSources() {
        // sqrt(8 * 9.0109 / 288.35) = 0.5
        assertThat(RandomProjection.expectedDistortion(8_192, 288)).isEqualTo(0.5003, within(1e-4));
        // Dasgupta & Gupta, theorem 2.1: 4 ln n / (eps^2/2 - eps^3/3)
        assertThat(RandomProjection.dimension(1_000, 0.5)).isEqualTo(332);
        assertThat(RandomProjection.dimension(1_000_000, 0.1)).isEqualTo(11_842);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lengthsAreKeptOnAverageWithTheVarianceOfTheKind(Kind kind) {
        // Var |Px|^2 = (2 / d) (1 - sum x^4 (3 - kurtosis) / 2) |x|^4; 2 / d for Gaussian, below it for signs
        // with kurtosis 3 (sparse signs: exactly 2 / d too, Achlioptas 2003, lemma 5.2), and near it, less
        // what the sample without replacement takes, for the transform.
        int inputs = 64;
        int outputs = 16;
        float[] x = new float[inputs];
        Random random = new Random(7);
        for (int i = 0; i < inputs; i++) {
            x[i] = (float) random.nextGaussian();
        }
        double squares = square(x);
        int trials = 20_000;
        double sum = 0;
        double sumOfSquares = 0;
        for (int trial = 0; trial < trials; trial++) {
            double ratio =
                    square(RandomProjection.of(kind, inputs, outputs, trial).project(x)) / squares;
            sum += ratio;
            sumOfSquares += ratio * ratio;
        }
        double mean = sum / trials;
        double variance = sumOfSquares / trials - mean * mean;
        // Five standard errors of the mean: 5 sqrt(0.125 / 20000) = 0.0125.
        assertThat(mean).isEqualTo(1, within(0.0125));
        if (kind == Kind.FAST) {
            assertThat(variance).isBetween(0.04, 2.0 / outputs);
        } else {
            // The standard error of a variance of chi-square with 16 degrees of freedom is near sqrt(2.75 /
            // 20000) of it.
            assertThat(variance).isEqualTo(2.0 / outputs, within(5 * 0.0117 * 2.0 / outputs));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void entriesHaveTheirDistribution(Kind kind) {
        int inputs = 300;
        int outputs = 200;
        RandomProjection projection = RandomProjection.of(kind, inputs, outputs, 3);
        double sum = 0;
        double squares = 0;
        int zeros = 0;
        for (int r = 0; r < outputs; r++) {
            for (int c = 0; c < inputs; c++) {
                double entry = projection.entry(r, c) * Math.sqrt(outputs);
                sum += entry;
                squares += entry * entry;
                zeros += entry == 0 ? 1 : 0;
                switch (kind) {
                    case FAST -> assertThat(Math.abs(entry)).isEqualTo(1, within(1e-9));
                    case SPARSE_SIGNS ->
                        assertThat(Math.abs(entry)).isIn(0.0, Math.sqrt(3.0 / outputs) * Math.sqrt(outputs));
                    case GAUSSIAN -> assertThat(entry).isNotZero();
                }
            }
        }
        int entries = inputs * outputs;
        assertThat(sum / entries).isEqualTo(0, within(5 / Math.sqrt(entries)));
        assertThat(squares / entries).isEqualTo(1, within(0.03));
        if (kind == Kind.SPARSE_SIGNS) {
            assertThat(zeros / (double) entries).isEqualTo(2 / 3.0, within(0.01));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void randomPointsStayWithinTheGuarantee(Kind kind) {
        int n = 200;
        int inputs = 512;
        double eps = 0.5;
        int outputs = (int) RandomProjection.dimension(n, eps);
        Random random = new Random(11);
        float[] points = new float[n * inputs];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        try (WorkerPool pool = new WorkerPool(2)) {
            for (long seed = 0; seed < 5; seed++) {
                float[] projected = new float[n * outputs];
                RandomProjection.of(kind, inputs, outputs, seed).project(n, points, projected, pool);
                Distortion distortion = Distortion.ofAllPairs(n, inputs, points, outputs, projected, pool);
                assertThat(distortion.largest()).isLessThanOrEqualTo(eps);
                assertThat(distortion.largest())
                        .isEqualTo(RandomProjection.expectedDistortion(n, outputs), within(0.2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theFirstCoordinatesAreAProjectionToo(Kind kind) {
        int inputs = 128;
        int outputs = 64;
        int first = 16;
        float[] x = new float[inputs];
        Arrays.fill(x, 1);
        double sum = 0;
        int trials = 3_000;
        for (int seed = 0; seed < trials; seed++) {
            float[] y = RandomProjection.of(kind, inputs, outputs, seed).project(x);
            for (int r = 0; r < first; r++) {
                sum += (double) y[r] * y[r] * outputs / first;
            }
        }
        assertThat(sum / trials / inputs).isEqualTo(1, within(5 * Math.sqrt(2.0 / first / trials)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void zeroVectorsStayZero(Kind kind) {
        RandomProjection projection = RandomProjection.of(kind, 100, 10, 1);
        assertThat(projection.project(new float[100])).containsOnly(0);
        assertThat(projection.project(new int[0], new float[0])).hasSize(10).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void wrongArgumentsAreRefused(Kind kind) {
        assertThatThrownBy(() -> RandomProjection.of(kind, 0, 1, 1)).hasMessage("inputs = 0, not in [1, 16777216]");
        assertThatThrownBy(() -> RandomProjection.of(kind, 10, 11, 1)).hasMessage("outputs = 11, not in [1, 10]");
        RandomProjection projection = RandomProjection.of(kind, 10, 4, 1);
        assertThatThrownBy(() -> projection.project(new float[9])).hasMessage("length of x = 9, not 10");
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] x = new float[10];
            x[7] = bad;
            assertThatThrownBy(() -> projection.project(x)).hasMessage("x[7] = " + bad + ", not finite");
            assertThatThrownBy(() -> projection.project(new int[] {1}, new float[] {bad}))
                    .hasMessage("values[0] = " + bad + ", not finite");
            try (WorkerPool pool = new WorkerPool(2)) {
                float[] batch = new float[30];
                batch[25] = bad;
                assertThatThrownBy(() -> projection.project(3, batch, new float[12], pool))
                        .hasMessage("x[25] = " + bad + ", not finite");
            }
        }
        assertThatThrownBy(() -> projection.project(new int[] {10}, new float[] {1}))
                .hasMessage("index = 10, not in [0, 9]");
        assertThatThrownBy(() -> projection.project(new int[] {1, 2}, new float[] {1}))
                .hasMessage("length of values = 1, not 2");
        assertThatThrownBy(() -> projection.entry(4, 0)).hasMessage("row = 4, not in [0, 3]");
    }

    @Test
    void onlyKindsWithAMatrixAreBoundedInSize() {
        assertThatThrownBy(() -> RandomProjection.of(Kind.GAUSSIAN, 1 << 20, 1_000, 1))
                .hasMessageContaining("not at most 268435456 for GAUSSIAN");
        RandomProjection large = RandomProjection.of(Kind.FAST, 1 << 20, 1_000, 1);
        float[] x = new float[1 << 20];
        Arrays.fill(x, 1);
        assertThat(square(large.project(x)) / x.length).isEqualTo(1, within(5 * Math.sqrt(2.0 / 1_000)));
    }

    private static double square(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += (double) value * value;
        }
        return sum;
    }
}
