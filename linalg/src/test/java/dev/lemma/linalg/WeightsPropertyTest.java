package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Products with random stored weights against the reference on the decoded weights; type and seed are in the
/// name.
class WeightsPropertyTest {
    static Stream<Arguments> typesAndSeeds() {
        return Stream.of(WeightType.values())
                .flatMap(type -> LongStream.range(0, 12).mapToObj(seed -> Arguments.of(type, seed)));
    }

    private static float[] gaussian(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("typesAndSeeds")
    void productsAgreeWithTheReferenceForAnyNumberOfThreads(WeightType type, long seed) {
        Random random = new Random(seed);
        int rows = Tolerances.SIZES[random.nextInt(Tolerances.SIZES.length)];
        int size = Tolerances.SIZES[random.nextInt(Tolerances.SIZES.length)];
        int columns = type.blockSize() == 1 ? size : type.blockSize() * (1 + random.nextInt(9));
        int[] counts = {0, 1, 2, 7, 8, 9, 33};
        int n = counts[random.nextInt(counts.length)];
        try (Arena arena = Arena.ofShared();
                WorkerPool one = new WorkerPool(1);
                WorkerPool three = new WorkerPool(3)) {
            // An odd offset: weights need no alignment.
            MemorySegment bytes =
                    arena.allocate(type.bytes((long) rows * columns) + 1).asSlice(1);
            Weights.quantize(type, gaussian(random, rows * columns), 0, rows * columns, bytes, 0);
            Weights weights = Weights.of(type, rows, columns, bytes);
            int xStride = columns + 3;
            int yStride = rows + 2;
            float[] x = gaussian(random, 2 + n * xStride + columns);
            float[] expected = gaussian(random, 1 + n * yStride + rows);
            float[] actual = expected.clone();
            float[] others = expected.clone();
            WeightsReference.gemm(weights, n, x, 2, xStride, expected, 1, yStride);
            weights.gemm(new Workspace(one), n, x, 2, xStride, actual, 1, yStride);
            weights.gemm(new Workspace(three), n, x, 2, xStride, others, 1, yStride);
            assertThat(others).as("three threads against one").isEqualTo(actual);
            compare(weights, n, x, xStride, expected, actual, yStride);
            float[] vector = new float[rows];
            weights.gemv(new Workspace(three), x, 2, vector, 0);
            float[] vectorExpected = new float[rows];
            WeightsReference.gemm(weights, 1, x, 2, xStride, vectorExpected, 0, yStride);
            float[] row = new float[columns];
            for (int r = 0; r < rows; r++) {
                weights.dequantize(r, 1, row, 0);
                Tolerances.close("gemv " + r, vector[r], vectorExpected[r], bound(row, x, 2));
            }
        }
    }

    private static void compare(
            Weights weights, int n, float[] x, int xStride, float[] expected, float[] actual, int yStride) {
        float[] row = new float[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
            weights.dequantize(r, 1, row, 0);
            for (int i = 0; i < n; i++) {
                int at = 1 + i * yStride + r;
                Tolerances.close("gemm " + i + ", " + r, actual[at], expected[at], bound(row, x, 2 + i * xStride));
                actual[at] = expected[at];
            }
        }
        assertThat(actual).as("outside Y").isEqualTo(expected);
    }

    private static double bound(float[] row, float[] x, int at) {
        double absolute = 0;
        for (int c = 0; c < row.length; c++) {
            absolute += Math.abs((double) row[c] * x[at + c]);
        }
        // The scale is multiplied in before or after the sum: two roundings more.
        return Tolerances.sum(row.length + 2, absolute);
    }

    /// Half a step, and what the half-precision scale (2^-11) moves the largest level; the step of Q4_0 is an
    /// eighth of the extreme and its levels end at 7, so the other end may be a whole step off.
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("typesAndSeeds")
    void encodingErrorsStayWithinAStep(WeightType type, long seed) {
        Random random = new Random(seed);
        int n = 256 * 4;
        float[] x = gaussian(random, n);
        byte[] bytes = new byte[Math.toIntExact(type.bytes(n))];
        Weights.quantize(type, x, 0, n, MemorySegment.ofArray(bytes), 0);
        float[] y = new float[n];
        Weights.of(type, 1, n, MemorySegment.ofArray(bytes)).dequantize(0, 1, y, 0);
        for (int i = 0; i < n; i++) {
            int group = Math.max(16, Math.min(32, type.blockSize()));
            double largest = 0;
            for (int j = i / group * group; j < (i / group + 1) * group; j++) {
                largest = Math.max(largest, Math.abs(x[j]));
            }
            double bound = switch (type) {
                case F32 -> 0;
                case F16 -> Math.abs(x[i]) * 0x1p-11 + 0x1p-25;
                case BF16 -> Math.abs(x[i]) * 0x1p-8;
                case Q8_0 -> largest / 127 * 0.5 * 1.01 + largest * 0x1p-11;
                case Q4_0 -> largest / 8 * 1.01;
                // Scales of 16 weights are rounded to 1/128 of the largest, and the search trades the
                // largest weights for a smaller mean error: within two of 32 steps.
                case Q6_K -> 4.5 * 2 / 32;
            };
            Tolerances.close(type + " " + i, y[i], x[i], bound);
        }
    }

    /// Relative mean error, whose expectation for normal weights is known from the step: a wrong layout or
    /// rounding shows as a multiple.
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("typesAndSeeds")
    void meanEncodingErrorIsThatOfTheType(WeightType type, long seed) {
        Random random = new Random(seed);
        int n = 256 * 16;
        float[] x = gaussian(random, n);
        byte[] bytes = new byte[Math.toIntExact(type.bytes(n))];
        Weights.quantize(type, x, 0, n, MemorySegment.ofArray(bytes), 0);
        float[] y = new float[n];
        Weights.of(type, 1, n, MemorySegment.ofArray(bytes)).dequantize(0, 1, y, 0);
        double error = 0;
        for (int i = 0; i < n; i++) {
            error += (double) (x[i] - y[i]) * (x[i] - y[i]) / n;
        }
        double most = switch (type) {
            case F32 -> 0;
            case F16 -> 0x1p-12;
            case BF16 -> 0x1p-9;
            // Uniform error of a step, 1/sqrt(12) of it: steps of 2.1/127 and 2.1/8 of a deviation.
            case Q8_0 -> 0.0060;
            case Q4_0 -> 0.095;
            case Q6_K -> 0.024;
        };
        assertThat(Math.sqrt(error)).isLessThanOrEqualTo(most);
    }
}
