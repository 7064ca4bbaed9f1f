package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random sizes, layouts and factors against the reference; the seed is in the name of the case.
class GemmPropertyTest {
    private static final WorkerPool ONE = new WorkerPool(1);
    private static final WorkerPool THREE = new WorkerPool(3);
    private static final Workspace ONE_THREAD = new Workspace(ONE);
    private static final Workspace THREE_THREADS = new Workspace(THREE);

    static Stream<Long> seeds() {
        return IntStream.range(0, 150).mapToObj(Long::valueOf);
    }

    @AfterAll
    static void close() {
        ONE.close();
        THREE.close();
    }

    private static int size(Random random) {
        int size = Tolerances.SIZES[random.nextInt(Tolerances.SIZES.length)];
        return size > 300 && random.nextInt(3) > 0 ? 1 : size;
    }

    private static float[] matrix(Random random, int rows, int columns, int offset, int stride) {
        float[] x = new float[offset + Math.max(1, rows) * stride + columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithTheReferenceForAnyNumberOfThreads(long seed) {
        Random random = new Random(seed);
        int m = size(random);
        int n = size(random);
        int k = seed % 25 == 0 ? 2_100 : size(random);
        Gemm.Op opA = random.nextBoolean() ? Gemm.Op.PLAIN : Gemm.Op.TRANSPOSED;
        Gemm.Op opB = random.nextBoolean() ? Gemm.Op.PLAIN : Gemm.Op.TRANSPOSED;
        int columnsA = opA == Gemm.Op.PLAIN ? k : m;
        int columnsB = opB == Gemm.Op.PLAIN ? n : k;
        int strideA = columnsA + random.nextInt(4);
        int strideB = columnsB + random.nextInt(4);
        int strideC = n + random.nextInt(4);
        int offset = random.nextInt(5);
        float[] a = matrix(random, opA == Gemm.Op.PLAIN ? m : k, columnsA, offset, strideA);
        float[] b = matrix(random, opB == Gemm.Op.PLAIN ? k : n, columnsB, offset, strideB);
        float[] c = matrix(random, m, n, offset, strideC);
        float alpha = new float[] {1, 0, -0.7f}[random.nextInt(3)];
        float beta = new float[] {0, 1, 0.3f}[random.nextInt(3)];
        float[] expected = c.clone();
        GemmReference.multiply(
                opA, opB, m, n, k, alpha, a, offset, strideA, b, offset, strideB, beta, expected, offset, strideC);
        float[] actual = c.clone();
        Gemm.multiply(
                ONE_THREAD,
                opA,
                opB,
                m,
                n,
                k,
                alpha,
                a,
                offset,
                strideA,
                b,
                offset,
                strideB,
                beta,
                actual,
                offset,
                strideC);
        float[] others = c.clone();
        Gemm.multiply(
                THREE_THREADS,
                opA,
                opB,
                m,
                n,
                k,
                alpha,
                a,
                offset,
                strideA,
                b,
                offset,
                strideB,
                beta,
                others,
                offset,
                strideC);
        assertThat(others).as("three threads against one").isEqualTo(actual);
        float[] absoluteA = absolute(a);
        float[] bounds = absolute(c);
        GemmReference.multiply(
                opA,
                opB,
                m,
                n,
                k,
                Math.abs(alpha),
                absoluteA,
                offset,
                strideA,
                absolute(b),
                offset,
                strideB,
                beta,
                bounds,
                offset,
                strideC);
        for (int i = 0; i < c.length; i++) {
            int row = (i - offset) / strideC;
            if (i < offset || row >= m || (i - offset) % strideC >= n) {
                assertThat(actual[i]).as("outside C at %d", i).isEqualTo(c[i]);
            } else {
                // k products and sums, and the roundings of alpha, beta, their sum and the reference.
                double bound = (k + 4) * Tolerances.U * bounds[i];
                Tolerances.close(
                        "m=" + m + " n=" + n + " k=" + k + " " + opA + opB + " at " + i, actual[i], expected[i], bound);
            }
        }
    }

    private static float[] absolute(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.abs(x[i]);
        }
        return y;
    }
}
