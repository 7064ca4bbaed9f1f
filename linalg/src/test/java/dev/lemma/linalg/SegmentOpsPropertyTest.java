package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Segments at odd addresses give, bit for bit, what arrays give with the same family of kernels.
class SegmentOpsPropertyTest {
    private static final int SKEW = 5;

    static Stream<Arguments> kernelsAndSizes() {
        return Stream.of(
                        Arguments.of(new LaneSegmentOps(), new LaneOps()),
                        Arguments.of(new ScalarSegmentOps(), new ScalarOps()))
                .flatMap(pair ->
                        Arrays.stream(Tolerances.SIZES).mapToObj(n -> Arguments.of(pair.get()[0], pair.get()[1], n)));
    }

    private static float[] random(long seed, int n) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static MemorySegment offHeap(Arena arena, float[] x) {
        MemorySegment segment = arena.allocate(SKEW + 4L * x.length);
        MemorySegment.copy(x, 0, segment, ScalarWeights.FLOAT, SKEW, x.length);
        return segment;
    }

    private static float[] floats(MemorySegment segment) {
        return segment.asSlice(SKEW).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    @ParameterizedTest(name = "{0}, n={2}")
    @MethodSource("kernelsAndSizes")
    void sameAsArrays(SegmentKernels kernels, VectorKernels arrays, int n) {
        try (Arena arena = Arena.ofConfined()) {
            float[] x = random(1, n);
            float[] y = random(2, n);
            MemorySegment xs = offHeap(arena, x);
            MemorySegment ys = offHeap(arena, y);
            assertThat(kernels.dot(xs, SKEW, ys, SKEW, n)).isEqualTo(arrays.dot(x, 0, y, 0, n));
            assertThat(kernels.sum(xs, SKEW, n)).isEqualTo(arrays.sum(x, 0, n));
            assertThat(kernels.max(xs, SKEW, n)).isEqualTo(arrays.max(x, 0, n));
            assertThat(kernels.logSumExp(xs, SKEW, n)).isEqualTo(arrays.logSumExp(x, 0, n));
            kernels.axpy(0.7f, xs, SKEW, ys, SKEW, n);
            arrays.axpy(0.7f, x, 0, y, 0, n);
            assertThat(floats(ys)).as("axpy").isEqualTo(y);
            kernels.scale(0.7f, ys, SKEW, n);
            arrays.scale(0.7f, y, 0, n);
            assertThat(floats(ys)).as("scale").isEqualTo(y);
            kernels.rmsNorm(xs, SKEW, ys, SKEW, 1e-5f, ys, SKEW, n);
            arrays.rmsNorm(x, 0, y, 0, 1e-5f, y, 0, n);
            assertThat(floats(ys)).as("rmsNorm").isEqualTo(y);
            kernels.siluTimes(xs, SKEW, ys, SKEW, n);
            arrays.siluTimes(x, 0, y, 0, n);
            assertThat(floats(xs)).as("siluTimes").isEqualTo(x);
            kernels.silu(xs, SKEW, n);
            arrays.silu(x, 0, n);
            assertThat(floats(xs)).as("silu").isEqualTo(x);
            kernels.exp(xs, SKEW, ys, SKEW, n);
            arrays.exp(x, 0, y, 0, n);
            assertThat(floats(ys)).as("exp").isEqualTo(y);
            kernels.softmax(ys, SKEW, n);
            arrays.softmax(y, 0, n);
            assertThat(floats(ys)).as("softmax").isEqualTo(y);
            int d = n & ~1;
            float[] cos = random(3, d / 2);
            float[] sin = random(4, d / 2);
            kernels.rotateHalves(xs, SKEW, d, cos, sin, 0);
            arrays.rotateHalves(x, 0, d, cos, sin, 0);
            kernels.rotateAdjacent(xs, SKEW, d, cos, sin, 0);
            arrays.rotateAdjacent(x, 0, d, cos, sin, 0);
            assertThat(floats(xs)).as("rotations").isEqualTo(x);
        }
    }

    @Test
    void thePublicEntriesReachTheKernels() {
        try (Arena arena = Arena.ofConfined()) {
            float[] x = random(1, 40);
            MemorySegment xs = offHeap(arena, x);
            assertThat(SegmentOps.dot(xs, SKEW, xs, SKEW, 40)).isEqualTo(VectorOps.dot(x, 0, x, 0, 40));
            SegmentOps.rotate(Rotation.ADJACENT, xs, SKEW, 40, x, x, 0);
            VectorOps.rotate(Rotation.ADJACENT, x, 0, 40, x.clone(), x.clone(), 0);
            assertThat(floats(xs)).isEqualTo(x);
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        MemorySegment x = MemorySegment.ofArray(new float[8]);
        assertThatThrownBy(() -> SegmentOps.sum(x, 4, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x in bytes: [4, 4 + 32) is not inside [0, 32)");
        assertThatThrownBy(() -> SegmentOps.sum(x, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentOps.scale(2, x.asReadOnly(), 0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x is read-only and would be modified");
    }
}
