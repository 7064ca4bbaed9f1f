package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.lemma.linalg.Gemm.Op;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
    static Stream<GemmKernel> kernels() {
        return Stream.of(new LaneGemm8(), new LaneGemm4(), new ScalarGemm());
    }

    /// Also those that this processor would not choose.
    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelComputesItsTile(GemmKernel kernel) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        Random random = new Random(5);
        for (int k : new int[] {1, 2, 9, 100}) {
            float[] a = new float[k * rows];
            float[] b = new float[k * columns];
            float[] c = new float[rows * (columns + 1)];
            for (float[] x : new float[][] {a, b, c}) {
                for (int i = 0; i < x.length; i++) {
                    x[i] = random.nextFloat() - 0.5f;
                }
            }
            float[] actual = c.clone();
            float[] sums = new float[rows * columns];
            kernel.tile(k, a, 0, b, 0, sums);
            kernel.write(sums, 2, 3, actual, 0, columns + 1);
            GemmReference.multiply(
                    Op.TRANSPOSED, Op.PLAIN, rows, columns, k, 2, a, 0, rows, b, 0, columns, 3, c, 0, columns + 1);
            for (int i = 0; i < c.length; i++) {
                Tolerances.close(kernel + " at " + i, actual[i], c[i], (k + 4) * Tolerances.U * (k / 2.0 + 3));
            }
        }
    }

    @Test
    void cIsNotReadIfBetaIsZero() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Workspace workspace = new Workspace(pool);
            float[] one = {1, 0, 0, 1};
            for (int k : new int[] {0, 2}) {
                float[] c = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
                Gemm.multiply(workspace, Op.PLAIN, Op.PLAIN, 2, 2, k, 1, one, 0, 2, one, 0, 2, 0, c, 0, 2);
                assertThat(c).isEqualTo(k == 0 ? new float[4] : one);
            }
        }
    }

    @Test
    void nanAndInfinityReachTheirRowAndColumnOnly() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Workspace workspace = new Workspace(pool);
            int n = 37;
            float[] a = new float[n * n];
            float[] b = new float[n * n];
            float[] c = new float[n * n];
            java.util.Arrays.fill(b, 1);
            a[5 * n + 36] = Float.NaN;
            a[6 * n] = Float.POSITIVE_INFINITY;
            Gemm.multiply(workspace, Op.PLAIN, Op.PLAIN, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
            for (int i = 0; i < n * n; i++) {
                float expected = i / n == 5 ? Float.NaN : i / n == 6 ? Float.POSITIVE_INFINITY : 0;
                assertThat(Float.compare(c[i], expected)).as("%d: %s", i, c[i]).isZero();
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        try (WorkerPool pool = new WorkerPool(1)) {
            Workspace workspace = new Workspace(pool);
            float[] x = new float[6];
            assertThatThrownBy(() ->
                            Gemm.multiply(workspace, Op.PLAIN, Op.PLAIN, 2, 2, 3, 1, x, 0, 2, x, 0, 2, 0, x, 0, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("aStride = 2, not at least 3");
            assertThatThrownBy(() ->
                            Gemm.multiply(workspace, Op.PLAIN, Op.TRANSPOSED, 2, 3, 3, 1, x, 0, 3, x, 0, 3, 0, x, 0, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b: [0, 0 + 9) is not inside [0, 6)");
            assertThatThrownBy(() ->
                            Gemm.multiply(workspace, Op.PLAIN, Op.PLAIN, -1, 2, 3, 1, x, 0, 3, x, 0, 2, 0, x, 0, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("m = -1, not at least 0");
            // 65,537 rows that are 65,537 apart: no int holds the size.
            assertThatThrownBy(() -> Gemm.multiply(
                            workspace, Op.PLAIN, Op.PLAIN, 65_537, 1, 1, 1, x, 0, 65_537, x, 0, 1, 0, x, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a: [0, 0 + 4295032833) is not inside [0, 6)");
        }
    }

    @Test
    void nothingIsAllocated() {
        try (WorkerPool pool = new WorkerPool(1)) {
            Workspace workspace = new Workspace(pool);
            float[] a = new float[100 * 100];
            float[] c = new float[100 * 100];
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 600 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 50; i++) {
                    Gemm.multiply(
                            workspace, Op.PLAIN, Op.TRANSPOSED, 100, 100, 100, 1, a, 0, 100, a, 0, 100, 1, c, 0, 100);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
        }
    }
}
