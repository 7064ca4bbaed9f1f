package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomizedSvdTest {
    private static final WorkerPool POOL = new WorkerPool(2);
    private static final WorkerPool ONE = new WorkerPool(1);
    private static final Workspace WORKSPACE = new Workspace(POOL);

    @AfterAll
    static void close() {
        POOL.close();
        ONE.close();
    }

    /// `U S V^T` with random orthonormal factors and the given singular values.
    static float[] matrix(int rows, int columns, double[] s, long seed) {
        float[] u = FloatBlocks.gaussian(WORKSPACE, rows, s.length, seed);
        float[] v = FloatBlocks.gaussian(WORKSPACE, columns, s.length, seed + 1);
        for (int pass = 0; pass < 2; pass++) {
            FloatBlocks.orthonormalize(WORKSPACE, rows, s.length, u);
            FloatBlocks.orthonormalize(WORKSPACE, columns, s.length, v);
        }
        float[] a = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int p = 0; p < s.length; p++) {
                    sum += s[p] * u[i * s.length + p] * v[j * s.length + p];
                }
                a[i * columns + j] = (float) sum;
            }
        }
        return a;
    }

    static double[] powers(int n, double ratio) {
        double[] s = new double[n];
        for (int i = 0; i < n; i++) {
            s[i] = Math.pow(ratio, i);
        }
        return s;
    }

    static void orthonormal(int rows, int k, float[] x, double bound) {
        double[] gram = FloatBlocks.gram(WORKSPACE, rows, k, x, k);
        for (int i = 0; i < k * k; i++) {
            assertThat(gram[i]).as("Gram element %d", i).isCloseTo(i / k == i % k ? 1 : 0, within(bound));
        }
    }

    @ParameterizedTest(name = "{0} x {1}, {2}")
    @CsvSource({"300, 200, KRYLOV", "200, 300, KRYLOV", "300, 200, POWER", "200, 300, POWER", "1000, 60, KRYLOV"})
    void findsTheFirstValuesAndVectors(int rows, int columns, RandomizedSvd.Method method) {
        double[] s = powers(60, 0.8);
        float[] a = matrix(rows, columns, s, 5);
        RandomizedSvd.Options options = RandomizedSvd.Options.ofRank(12).withSeed(3);
        if (method == RandomizedSvd.Method.POWER) {
            options = options.withPowerIterations(6);
        }
        LinearOperator operator = LinearOperator.dense(rows, columns, a);
        TruncatedSvd svd = RandomizedSvd.of(WORKSPACE, operator, options);
        assertThat(svd.rank()).isEqualTo(12);
        for (int i = 0; i < 12; i++) {
            assertThat(svd.s(i)).isCloseTo(s[i], within(2e-4 * s[i]));
        }
        orthonormal(rows, 12, svd.left(), 2e-6);
        orthonormal(columns, 12, svd.right(), 2e-6);
        // |A - U S V^T|_F^2 is the sum of the squares of the rest.
        double rest = 0;
        for (int i = 12; i < s.length; i++) {
            rest += s[i] * s[i];
        }
        float[] approximation = svd.lowRank().toDense(WORKSPACE);
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += Math.pow(a[i] - approximation[i], 2);
        }
        assertThat(Math.sqrt(square)).isBetween(0.9999 * Math.sqrt(rest), 1.002 * Math.sqrt(rest));
        // Ten vectors: the estimate has a relative deviation of about a quarter here.
        assertThat(svd.error().frobenius()).isBetween(0.3 * Math.sqrt(rest), 2.5 * Math.sqrt(rest));
        assertThat(svd.error().spectralBound()).isGreaterThan(s[12]);
    }

    @Test
    void signsMakeTheLargestLeftComponentPositive() {
        float[] a = matrix(80, 50, powers(20, 0.7), 1);
        for (long seed = 0; seed < 4; seed++) {
            TruncatedSvd svd = RandomizedSvd.of(
                    WORKSPACE,
                    LinearOperator.dense(80, 50, a),
                    RandomizedSvd.Options.ofRank(8).withSeed(seed));
            for (int i = 0; i < 8; i++) {
                float largest = 0;
                for (int row = 0; row < 80; row++) {
                    largest = Math.abs(svd.u(row, i)) > Math.abs(largest) ? svd.u(row, i) : largest;
                }
                assertThat(largest).isPositive();
            }
        }
    }

    @Test
    void doesNotDependOnThreads() {
        LinearOperator a = LinearOperator.dense(700, 400, matrix(700, 400, powers(100, 0.97), 2));
        RandomizedSvd.Options options = RandomizedSvd.Options.ofRank(40);
        TruncatedSvd two = RandomizedSvd.of(WORKSPACE, a, options);
        TruncatedSvd one = RandomizedSvd.of(new Workspace(ONE), a, options);
        // Not to the bit: interpreted and compiled code add the lanes of a double sum in different orders.
        for (int i = 0; i < 40; i++) {
            assertThat(two.s(i)).isCloseTo(one.s(i), within(1e-13));
            for (int row = 0; row < 700; row++) {
                assertThat(two.u(row, i)).isCloseTo(one.u(row, i), within(1e-6f));
            }
        }
    }

    @Test
    void leavesOutWhatIsRounding() {
        float[] a = matrix(120, 90, new double[] {3, 2, 1}, 4);
        TruncatedSvd svd =
                RandomizedSvd.of(WORKSPACE, LinearOperator.dense(120, 90, a), RandomizedSvd.Options.ofRank(20));
        assertThat(svd.rank()).isEqualTo(3);
        assertThat(svd.s(2)).isCloseTo(1, within(1e-5));
        assertThat(svd.error().frobenius()).isLessThan(1e-4);
    }

    @Test
    void ofNothing() {
        RandomizedSvd.Options options = RandomizedSvd.Options.ofRank(5);
        LinearOperator zero = LinearOperator.dense(30, 40, new float[1_200]);
        assertThat(RandomizedSvd.of(WORKSPACE, zero, options).rank()).isZero();
        assertThat(RandomizedSvd.of(WORKSPACE, LinearOperator.dense(0, 9, new float[0]), options)
                        .rank())
                .isZero();
        assertThat(RandomizedSvd.of(WORKSPACE, LinearOperator.dense(9, 0, new float[0]), options)
                        .columns())
                .isZero();
        TruncatedSvd one = RandomizedSvd.of(WORKSPACE, LinearOperator.dense(1, 1, new float[] {-2}), options);
        assertThat(one.s(0)).isCloseTo(2, within(1e-6));
        assertThat(one.u(0, 0)).isCloseTo(1, within(1e-6f));
        assertThat(one.v(0, 0)).isCloseTo(-1, within(1e-6f));
    }

    @Test
    void stopsAtTheTolerance() {
        double[] s = powers(100, 0.9);
        LinearOperator a = LinearOperator.dense(400, 300, matrix(400, 300, s, 6));
        List<Integer> steps = new ArrayList<>();
        TruncatedSvd svd = RandomizedSvd.of(
                WORKSPACE, a, RandomizedSvd.Options.ofTolerance(0.1, 200), (step, of, error) -> steps.add(step));
        // 0.9^r is the relative error of rank r: 0.1 at 22. The estimate moves that by a few.
        assertThat(svd.rank()).isBetween(17, 27);
        assertThat(steps).hasSizeLessThan(5);
    }

    @Test
    void findsTheLatentSpaceOfAProductAndOfCentredData() {
        Random random = new Random(9);
        float[] data = new float[500 * 30];
        for (int i = 0; i < data.length; i++) {
            data[i] = 7 + (float) random.nextGaussian() * (i % 30 == 4 ? 5 : 1);
        }
        LinearOperator centred = LinearOperator.centred(WORKSPACE, LinearOperator.dense(500, 30, data));
        TruncatedSvd svd = RandomizedSvd.of(WORKSPACE, centred, RandomizedSvd.Options.ofRank(1));
        assertThat(Math.abs(svd.v(4, 0))).isGreaterThan(0.99f);
        assertThat(svd.s(0)).isBetween(5 * Math.sqrt(500) * 0.85, 5 * Math.sqrt(500) * 1.15);

        float[] left = matrix(60, 5, new double[] {2, 1}, 1);
        LinearOperator product = LinearOperator.product(
                LinearOperator.dense(60, 5, left),
                LinearOperator.dense(60, 5, left).transposed());
        TruncatedSvd squared = RandomizedSvd.of(WORKSPACE, product, RandomizedSvd.Options.ofRank(2));
        assertThat(squared.s(0)).isCloseTo(4, within(1e-4));
        assertThat(squared.s(1)).isCloseTo(1, within(1e-4));
    }

    @Test
    void refusesWrongOptions() {
        assertThatThrownBy(() -> RandomizedSvd.Options.ofRank(0)).hasMessage("rank = 0, not at least 1");
        assertThatThrownBy(() -> RandomizedSvd.Options.ofTolerance(0, 3)).hasMessage("tolerance = 0.0, not in (0, 1)");
        assertThatThrownBy(() -> RandomizedSvd.Options.ofRank(3).withTolerance(1))
                .hasMessage("tolerance = 1.0, not in [0, 1)");
        assertThatThrownBy(() -> RandomizedSvd.Options.ofRank(3).withKrylov(0, 3))
                .hasMessage("block = 0, not at least 1");
        assertThatThrownBy(() -> LinearOperator.dense(2, 2, new float[] {0, 0, Float.NaN, 0}))
                .hasMessage("a[1, 0] = NaN, not finite");
        assertThatThrownBy(() -> LinearOperator.dense(2, 2, new float[3]))
                .hasMessage("a has 3 elements, not 2 * 2 = 4");
    }
}
