package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Both families of kernels against the reference; a failure prints seed, size and kernels.
class VectorOpsPropertyTest {
    private static final int OFFSET = 3;
    /// The kernels' [VectorOps#exp] is within 2 ulp of the exact value.
    private static final double EXP_ULPS = 2;

    static Stream<Arguments> kernelsAndSizes() {
        return Stream.of(new LaneOps(), new ScalarOps())
                .flatMap(kernels -> java.util.Arrays.stream(Tolerances.SIZES)
                        .boxed()
                        .flatMap(n -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(kernels, n, seed))));
    }

    private static float[] random(Random random, int n, float scale) {
        float[] x = new float[n + 2 * OFFSET];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian() * scale;
        }
        return x;
    }

    private static void onlyTheSliceChanged(float[] before, float[] after, int n) {
        for (int i = 0; i < before.length; i++) {
            if (i < OFFSET || i >= OFFSET + n) {
                assertThat(after[i]).as("outside at %d", i).isEqualTo(before[i]);
            }
        }
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void sumsAreWithinTheBound(VectorKernels kernels, int n, long seed) {
        Random random = new Random(seed);
        float[] x = random(random, n, 3);
        float[] y = random(random, n, 2);
        double products = 0;
        double absolute = 0;
        for (int i = OFFSET; i < OFFSET + n; i++) {
            products += Math.abs((double) x[i] * y[i]);
            absolute += Math.abs(x[i]);
        }
        Tolerances.close(
                "dot",
                kernels.dot(x, OFFSET, y, OFFSET, n),
                VectorOpsReference.dot(x, OFFSET, y, OFFSET, n),
                Tolerances.sum(n, products));
        Tolerances.close(
                "sum", kernels.sum(x, OFFSET, n), VectorOpsReference.sum(x, OFFSET, n), Tolerances.sum(n, absolute));
        assertThat(kernels.max(x, OFFSET, n)).isEqualTo(VectorOpsReference.max(x, OFFSET, n));
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void elementwiseOperationsAreWithinTwoRoundings(VectorKernels kernels, int n, long seed) {
        Random random = new Random(seed);
        float[] x = random(random, n, 3);
        float[] y = random(random, n, 2);
        float[] actual = y.clone();
        float[] expected = y.clone();
        kernels.axpy(1.7f, x, OFFSET, actual, OFFSET, n);
        VectorOpsReference.axpy(1.7f, x, OFFSET, expected, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            // One rounding of the product, one of the sum, one of the reference.
            double bound = Tolerances.U * (Math.abs(1.7 * x[i]) + 2 * Math.abs(expected[i]));
            Tolerances.close("axpy " + i, actual[i], expected[i], bound);
        }
        onlyTheSliceChanged(y, actual, n);
        float[] scaled = x.clone();
        kernels.scale(0.3f, scaled, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            assertThat(scaled[i]).isEqualTo(x[i] * 0.3f);
        }
        onlyTheSliceChanged(x, scaled, n);
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void exponentialsAreWithinTwoUlps(VectorKernels kernels, int n, long seed) {
        Random random = new Random(seed);
        float[] x = random(random, n, 40);
        float[] y = x.clone();
        kernels.exp(x, OFFSET, y, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            assertThat(Tolerances.ulps(y[i], Math.exp(x[i])))
                    .as("e^%s = %s", x[i], y[i])
                    .isLessThanOrEqualTo(EXP_ULPS);
        }
        onlyTheSliceChanged(x, y, n);
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void softmaxAndLogSumExp(VectorKernels kernels, int n, long seed) {
        Random random = new Random(seed);
        float[] x = random(random, n, 20);
        float[] actual = x.clone();
        float[] expected = x.clone();
        kernels.softmax(actual, OFFSET, n);
        VectorOpsReference.softmax(expected, OFFSET, n);
        float max = VectorOpsReference.max(x, OFFSET, n);
        double total = 0;
        for (int i = OFFSET; i < OFFSET + n; i++) {
            // x - max is rounded once, which the exponential turns into a relative error; two exponentials of
            // 2 ulp, a sum of n terms, two roundings more.
            double relative = Tolerances.U * (Math.abs(x[i] - max) + 2 * 40 + 2 * 2 * EXP_ULPS + n + 3);
            Tolerances.close("softmax " + i, actual[i], expected[i], relative * expected[i] + Float.MIN_VALUE);
            total += actual[i];
        }
        if (n > 0) {
            assertThat(Math.abs(total - 1)).isLessThan((n + 8) * Tolerances.U);
        }
        onlyTheSliceChanged(x, actual, n);
        double sumLog = VectorOpsReference.logSumExp(x, OFFSET, n);
        Tolerances.close(
                "logSumExp",
                kernels.logSumExp(x, OFFSET, n),
                sumLog,
                Tolerances.U * (n + 100) + 2 * Tolerances.U * Math.abs(sumLog));
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void normsAndUnits(VectorKernels kernels, int n, long seed) {
        Random random = new Random(seed);
        float[] x = random(random, n, 5);
        float[] w = random(random, n, 1);
        float[] actual = x.clone();
        float[] expected = x.clone();
        kernels.rmsNorm(x, OFFSET, w, OFFSET, 1e-5f, actual, OFFSET, n);
        VectorOpsReference.rmsNorm(x, OFFSET, w, OFFSET, 1e-5f, expected, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            // The root halves the relative error of the sum of squares; three roundings of products and root.
            Tolerances.close(
                    "rmsNorm " + i, actual[i], expected[i], (n / 2.0 + 4) * Tolerances.U * Math.abs(expected[i]));
        }
        onlyTheSliceChanged(x, actual, n);
        float[] gated = x.clone();
        float[] gatedExpected = x.clone();
        kernels.siluTimes(gated, OFFSET, w, OFFSET, n);
        VectorOpsReference.siluTimes(gatedExpected, OFFSET, w, OFFSET, n);
        float[] units = x.clone();
        float[] unitsExpected = x.clone();
        kernels.silu(units, OFFSET, n);
        VectorOpsReference.silu(unitsExpected, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            // Exponential of 2 ulp (4 u), sum, quotient, product, and the reference's rounding.
            double relative = 8 * Tolerances.U;
            Tolerances.close("silu " + i, units[i], unitsExpected[i], relative * Math.abs(unitsExpected[i]));
            Tolerances.close("silu times " + i, gated[i], gatedExpected[i], relative * Math.abs(gatedExpected[i]));
        }
        onlyTheSliceChanged(x, gated, n);
        onlyTheSliceChanged(x, units, n);
    }

    @ParameterizedTest(name = "{0}, n={1}, seed={2}")
    @MethodSource("kernelsAndSizes")
    void rotationsKeepThePlane(VectorKernels kernels, int n, long seed) {
        int d = n & ~1;
        Random random = new Random(seed);
        float[] x = random(random, d, 2);
        float[] cos = new float[d / 2 + OFFSET];
        float[] sin = new float[d / 2 + OFFSET];
        for (int c = OFFSET; c < cos.length; c++) {
            double angle = random.nextDouble() * 6.3;
            cos[c] = (float) Math.cos(angle);
            sin[c] = (float) Math.sin(angle);
        }
        for (Rotation rotation : List.of(Rotation.HALVES, Rotation.ADJACENT)) {
            float[] actual = x.clone();
            float[] expected = x.clone();
            VectorOpsReference.rotate(rotation, expected, OFFSET, d, cos, sin, OFFSET);
            switch (rotation) {
                case HALVES -> kernels.rotateHalves(actual, OFFSET, d, cos, sin, OFFSET);
                case ADJACENT -> kernels.rotateAdjacent(actual, OFFSET, d, cos, sin, OFFSET);
            }
            for (int i = OFFSET; i < OFFSET + d; i++) {
                // Two products of elements below 16 and their sum.
                Tolerances.close(rotation + " " + i, actual[i], expected[i], 4 * 16 * Tolerances.U);
            }
            onlyTheSliceChanged(x, actual, d);
        }
    }
}
