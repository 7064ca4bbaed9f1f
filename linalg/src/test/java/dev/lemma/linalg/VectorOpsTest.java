package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorOpsTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    static Stream<VectorKernels> kernels() {
        return Stream.of(new LaneOps(), new ScalarOps());
    }

    /// A vector of all lanes, and a tail.
    private static float[] repeated(float value) {
        float[] x = new float[35];
        Arrays.fill(x, value);
        return x;
    }

    @Test
    void testsRunWithTheVectorApi() {
        assertThat(VectorOps.usesLanes()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void exponentialAtItsEdges(VectorKernels kernels) {
        float[] arguments = {
            0,
            -0f,
            1,
            -1,
            88.72283f,
            88.72284f,
            89,
            1e30f,
            INFINITY,
            -87.4f,
            -103.97f,
            -104f,
            -1e30f,
            -INFINITY,
            Float.NaN,
            Float.MIN_VALUE,
            -Float.MIN_NORMAL
        };
        for (float argument : arguments) {
            float[] x = repeated(argument);
            float[] y = new float[x.length];
            kernels.exp(x, 0, y, 0, x.length);
            for (float value : y) {
                assertThat(Tolerances.ulps(value, Math.exp(argument)))
                        .as("e^%s = %s", argument, value)
                        .isLessThanOrEqualTo(2);
            }
        }
        float[] zero = repeated(0);
        kernels.exp(zero, 0, zero, 0, zero.length);
        assertThat(zero).containsOnly(1);
    }

    /// Every 1009th of all floats, so that each exponent and both signs are met.
    @ParameterizedTest
    @MethodSource("kernels")
    void exponentialOverTheWholeRange(VectorKernels kernels) {
        int block = 4_096;
        float[] x = new float[block];
        float[] y = new float[block];
        double worst = 0;
        float at = 0;
        long bits = 0;
        while (bits < 1L << 32) {
            for (int i = 0; i < block; i++, bits += 1_009) {
                x[i] = Float.intBitsToFloat((int) bits);
            }
            kernels.exp(x, 0, y, 0, block);
            for (int i = 0; i < block; i++) {
                double ulps = Tolerances.ulps(y[i], Math.exp(x[i]));
                if (ulps > worst) {
                    worst = ulps;
                    at = x[i];
                }
            }
        }
        assertThat(worst).as("ulps at %s", at).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nanAndInfinitiesGoThrough(VectorKernels kernels) {
        for (int place : new int[] {0, 17, 34}) {
            float[] x = repeated(1);
            x[place] = Float.NaN;
            assertThat(kernels.max(x, 0, 35)).isNaN();
            assertThat(kernels.sum(x, 0, 35)).isNaN();
            assertThat(kernels.dot(x, 0, repeated(1), 0, 35)).isNaN();
            assertThat(kernels.logSumExp(x, 0, 35)).isNaN();
            x[place] = INFINITY;
            assertThat(kernels.max(x, 0, 35)).isEqualTo(INFINITY);
            assertThat(kernels.logSumExp(x, 0, 35)).isEqualTo(INFINITY);
            float[] masked = repeated(1);
            masked[place] = -INFINITY;
            kernels.softmax(masked, 0, 35);
            assertThat(masked[place]).isZero();
            assertThat(masked[(place + 1) % 35]).isEqualTo(1 / 34f);
            x[place] = -INFINITY;
            kernels.silu(x, 0, 35);
            assertThat(x[place]).isNaN();
        }
        float[] allMasked = repeated(-INFINITY);
        assertThat(kernels.logSumExp(allMasked, 0, 35)).isEqualTo(-INFINITY);
        kernels.softmax(allMasked, 0, 35);
        assertThat(allMasked).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void softmaxOfLargeNumbersDoesNotOverflow(VectorKernels kernels) {
        float[] x = repeated(3e38f);
        kernels.softmax(x, 0, 35);
        assertThat(x).containsOnly(1 / 35f);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void emptySlices(VectorKernels kernels) {
        float[] none = {};
        assertThat(kernels.sum(none, 0, 0)).isZero();
        assertThat(kernels.max(none, 0, 0)).isEqualTo(-INFINITY);
        assertThat(kernels.logSumExp(none, 0, 0)).isEqualTo(-INFINITY);
        kernels.softmax(none, 0, 0);
        kernels.rmsNorm(none, 0, none, 0, 0, none, 0, 0);
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[] x = new float[8];
        assertThatThrownBy(() -> VectorOps.dot(x, 1, x, 0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x: [1, 1 + 8) is not inside [0, 8)");
        assertThatThrownBy(() -> VectorOps.sum(x, -1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VectorOps.scale(1, x, 2, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VectorOps.rotate(Rotation.HALVES, x, 0, 7, x, x, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("d = 7, not even");
        assertThatThrownBy(() -> VectorOps.rmsNorm(x, 0, x, 0, -1, x, 0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epsilon = -1.0");
    }

    @Test
    void nothingIsAllocated() {
        float[] x = new float[1_000];
        float[] y = new float[1_000];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The interpreter and the first compilers allocate vectors; the last one must not.
        for (int round = 0; round < 40 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 500; i++) {
                all(x, y);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    private static void all(float[] x, float[] y) {
        float sum = VectorOps.dot(x, 0, y, 0, 1_000) + VectorOps.sum(x, 0, 1_000) + VectorOps.max(x, 0, 1_000);
        VectorOps.axpy(sum, x, 0, y, 0, 1_000);
        VectorOps.scale(0.5f, y, 0, 1_000);
        VectorOps.exp(x, 0, y, 0, 1_000);
        VectorOps.softmax(y, 0, 1_000);
        VectorOps.scale(VectorOps.logSumExp(y, 0, 1_000) * 1e-3f, y, 0, 1_000);
        VectorOps.rmsNorm(x, 0, y, 0, 1e-5f, y, 0, 1_000);
        VectorOps.silu(y, 0, 1_000);
        VectorOps.siluTimes(y, 0, x, 0, 1_000);
        VectorOps.rotate(Rotation.HALVES, y, 0, 512, x, x, 0);
        VectorOps.rotate(Rotation.ADJACENT, y, 0, 512, x, x, 0);
    }
}
