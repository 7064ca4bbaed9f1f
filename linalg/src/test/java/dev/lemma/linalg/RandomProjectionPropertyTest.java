package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.linalg.RandomProjection.Kind;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repeat one case: -Dtest=RandomProjectionPropertyTest, the seed is the argument in the test's name.
class RandomProjectionPropertyTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100, 257, 1_025};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWayAgreesWithTheExplicitMatrix(long seed) {
        Random random = new Random(seed);
        try (WorkerPool one = new WorkerPool(1);
                WorkerPool three = new WorkerPool(3)) {
            for (int inputs : SIZES) {
                for (Kind kind : Kind.values()) {
                    int outputs = 1 + random.nextInt(inputs);
                    String what = "seed " + seed + ", " + kind + ", " + inputs + " to " + outputs;
                    RandomProjection projection = RandomProjection.of(kind, inputs, outputs, random.nextLong());
                    int n = 1 + random.nextInt(40);
                    float[] x = new float[n * inputs];
                    for (int i = 0; i < x.length; i++) {
                        x[i] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 0;
                    }
                    float[] batch = new float[n * outputs];
                    float[] threads = new float[n * outputs];
                    projection.project(n, x, batch, one);
                    projection.project(n, x, threads, three);
                    assertThat(threads).as(what).isEqualTo(batch);
                    RandomProjection again = RandomProjection.of(kind, inputs, outputs, projection.seed());
                    float[] row = new float[inputs];
                    System.arraycopy(x, (n - 1) * inputs, row, 0, inputs);
                    float[] y = again.project(row);
                    for (int r = 0; r < outputs; r++) {
                        assertThat(y[r]).as(what).isEqualTo(batch[(n - 1) * outputs + r]);
                    }
                    compare(what, RandomProjectionReference.project(projection, row), y, row, outputs);
                    compare(
                            what,
                            RandomProjectionReference.project(projection, row),
                            sparse(projection, row),
                            row,
                            outputs);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void projectionsAreLinear(long seed) {
        Random random = new Random(seed);
        for (Kind kind : Kind.values()) {
            RandomProjection projection = RandomProjection.of(kind, 65, 33, seed);
            float[] a = new float[65];
            float[] b = new float[65];
            float[] sum = new float[65];
            for (int i = 0; i < 65; i++) {
                // Whole numbers: a + 2 b is exact.
                a[i] = random.nextInt(-8, 9);
                b[i] = random.nextInt(-8, 9);
                sum[i] = a[i] + 2 * b[i];
            }
            float[] ya = projection.project(a);
            float[] yb = projection.project(b);
            float[] ysum = projection.project(sum);
            for (int r = 0; r < 33; r++) {
                assertThat((double) ysum[r])
                        .as("seed %s, %s, coordinate %s", seed, kind, r)
                        .isCloseTo(ya[r] + 2.0 * yb[r], org.assertj.core.data.Offset.offset(1e-3));
            }
        }
    }

    private static float[] sparse(RandomProjection projection, float[] row) {
        int count = 0;
        int[] indices = new int[row.length];
        float[] values = new float[row.length];
        // Backwards: the order is free.
        for (int c = row.length - 1; c >= 0; c--) {
            if (row[c] != 0) {
                indices[count] = c;
                values[count++] = row[c];
            }
        }
        return projection.project(java.util.Arrays.copyOf(indices, count), java.util.Arrays.copyOf(values, count));
    }

    /// A float sum of at most 2 D + 1 products: error at most `(2 D + 1) 2^-24 sum |P x|` (Higham 2002,
    /// section 3.1).
    private static void compare(String what, double[] expected, float[] found, float[] x, int outputs) {
        double largest = 0;
        for (float value : x) {
            largest += Math.abs(value);
        }
        // The largest entry of a Gaussian matrix is below 6 deviations.
        double bound = (2 * x.length + 2) * Math.scalb(1.0, -24) * largest * 6 / Math.sqrt(outputs);
        for (int r = 0; r < outputs; r++) {
            assertThat(Math.abs(found[r] - expected[r]))
                    .as("%s, coordinate %s: %s, expected %s, bound %s", what, r, found[r], expected[r], bound)
                    .isLessThanOrEqualTo(bound);
        }
    }
}
