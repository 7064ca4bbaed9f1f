package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvdPropertyTest {
    private static final WorkerPool POOL = new WorkerPool(2);
    private static final Workspace WORKSPACE = new Workspace(POOL);

    @AfterAll
    static void close() {
        POOL.close();
    }

    /// Kinds: 0 normal, 1 columns graded over 12 decades, 2 rank 2, 3 the identity's (all values equal), 4
    /// subnormal, 5 zero, 6 huge.
    private static double[] matrix(int kind, int m, int n) {
        Random random = new Random(31L * m + n);
        double[] a = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double normal = random.nextGaussian();
                a[i * n + j] = switch (kind) {
                    case 0 -> normal;
                    case 1 -> normal * Math.pow(10, -12.0 * j / n);
                    case 2 -> (i + 1.0) * (j - 3.0) + (i % 3) * (j % 2);
                    case 3 -> i == j ? 1 : 0;
                    case 4 -> normal * 0x1p-1060;
                    case 5 -> 0;
                    default -> normal * 0x1p1000;
                };
            }
        }
        return a;
    }

    @ParameterizedTest(name = "kind {0}, {1} x {2}")
    @CsvSource({
        "0, 1, 1", "0, 1, 9", "0, 9, 1", "0, 7, 7", "0, 33, 33", "0, 65, 64", "0, 100, 40", "0, 40, 100",
        "0, 2000, 3", "0, 3, 2000", "0, 257, 257", "1, 60, 60", "1, 300, 60", "2, 50, 50", "2, 300, 50", "3, 40, 40",
        "3, 90, 40", "4, 30, 20", "4, 90, 20", "5, 20, 20", "5, 70, 20", "6, 30, 30", "0, 0, 5", "0, 5, 0"
    })
    void reconstructsFromOrthonormalVectors(int kind, int m, int n) {
        double[] a = matrix(kind, m, n);
        Svd svd = Svd.of(WORKSPACE, m, n, a);
        int k = Math.min(m, n);
        assertThat(svd.size()).isEqualTo(k);
        orthonormal(m, k, svd.left());
        orthonormal(n, k, svd.right());
        double largest = Norms.spectral(svd.singularValues());
        // Subnormal elements have few digits: half a unit of theirs besides.
        double bound = 1e-14 * Math.max(m, n) * largest + k * Double.MIN_VALUE;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += svd.u(i, p) * svd.s(p) * svd.v(j, p);
                }
                assertThat(sum).as("%d, %d", i, j).isCloseTo(a[i * n + j], within(bound));
            }
        }
        for (int p = 0; p < k; p++) {
            assertThat(svd.s(p)).isBetween(0.0, p == 0 ? Double.MAX_VALUE : svd.s(p - 1));
        }
        if (kind == 2) {
            assertThat(svd.rank()).isEqualTo(2);
        }
    }

    private static void orthonormal(int rows, int k, double[] x) {
        double[] gram = CholeskyQr.gram(WORKSPACE, rows, k, x);
        for (int i = 0; i < k * k; i++) {
            assertThat(gram[i]).as("Gram %d", i).isCloseTo(i / k == i % k ? 1 : 0, within(1e-14 * Math.max(10, rows)));
        }
    }

    @Test
    void noRandomCandidateOfTheRankIsCloserAndValuesMoveNoMoreThanTheMatrix() {
        double[] a = matrix(0, 30, 20);
        Svd svd = Svd.of(WORKSPACE, 30, 20, a);
        double best = Norms.tail(4, svd.singularValues());
        Random random = new Random(8);
        for (int trial = 0; trial < 50; trial++) {
            // The best B for random columns A: B = A^+ M.
            double[] left = random.doubles(30 * 4, -1, 1).toArray();
            double[] right = Svd.of(WORKSPACE, 30, 4, left).solve(WORKSPACE, 20, a);
            double[] rest = a.clone();
            for (int i = 0; i < 30; i++) {
                for (int j = 0; j < 20; j++) {
                    for (int p = 0; p < 4; p++) {
                        rest[i * 20 + j] -= left[i * 4 + p] * right[p * 20 + j];
                    }
                }
            }
            assertThat(Norms.frobenius(rest)).isGreaterThanOrEqualTo(best);
            // Weyl: |s_i(A) - s_i(R)| <= |A - R|_2.
            double[] moved = Svd.of(WORKSPACE, 30, 20, rest).singularValues();
            double[] difference = new double[a.length];
            for (int i = 0; i < a.length; i++) {
                difference[i] = a[i] - rest[i];
            }
            double distance = Svd.of(WORKSPACE, 30, 20, difference).s(0);
            for (int i = 0; i < 20; i++) {
                assertThat(Math.abs(moved[i] - svd.s(i))).isLessThanOrEqualTo(distance * (1 + 1e-12));
            }
        }
    }

    @Test
    void pseudoInverseMeetsPenrose() {
        double[] a = matrix(2, 12, 8);
        double[] x = Svd.of(WORKSPACE, 12, 8, a).pseudoInverse(WORKSPACE);
        double[] ax = times(12, 12, 8, a, x);
        double[] xa = times(8, 8, 12, x, a);
        assertThat(times(12, 8, 12, ax, a)).usingComparatorWithPrecision(1e-10).containsExactly(a);
        assertThat(times(8, 12, 8, xa, x)).usingComparatorWithPrecision(1e-12).containsExactly(x);
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                assertThat(ax[i * 12 + j]).isCloseTo(ax[j * 12 + i], within(1e-12));
                assertThat(xa[i * 8 + j]).isCloseTo(xa[j * 8 + i], within(1e-12));
            }
        }
    }

    private static double[] times(int m, int n, int k, double[] x, double[] y) {
        double[] z = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    z[i * n + j] += x[i * k + p] * y[p * n + j];
                }
            }
        }
        return z;
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertThatThrownBy(() -> Svd.of(WORKSPACE, 2, 2, new double[] {1, 2, Double.NaN, 4}))
                .hasMessage("a[1, 0] = NaN, not finite");
        assertThatThrownBy(() -> Svd.of(WORKSPACE, 2, 2, new float[] {1, Float.NEGATIVE_INFINITY, 3, 4}))
                .hasMessage("a[0, 1] = -Infinity, not finite");
        assertThatThrownBy(() -> Svd.of(WORKSPACE, 2, 2, new double[3])).hasMessage("a has 3 elements, not 2 * 2 = 4");
    }
}
