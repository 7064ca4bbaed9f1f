package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WeightsTest {
    static Stream<WeightKernels> kernels() {
        return Stream.of(LaneWeights.orScalar(), new ScalarWeights());
    }

    private static float[] decoded(WeightKernels kernels, WeightType type, byte[] block, int n) {
        float[] out = new float[n];
        kernels.decode(type, MemorySegment.ofArray(block), 0, n, out, 0);
        return out;
    }

    /// Every one of the 65,536 halves and bfloats, NaN and subnormal ones among them.
    @ParameterizedTest
    @MethodSource("kernels")
    void allHalvesDecode(WeightKernels kernels) {
        byte[] bytes = new byte[2 * 65_536];
        for (int i = 0; i < 65_536; i++) {
            bytes[2 * i] = (byte) i;
            bytes[2 * i + 1] = (byte) (i >> 8);
        }
        float[] halves = decoded(kernels, WeightType.F16, bytes, 65_536);
        float[] upper = decoded(kernels, WeightType.BF16, bytes, 65_536);
        for (int i = 0; i < 65_536; i++) {
            assertThat(Float.compare(halves[i], Float.float16ToFloat((short) i)))
                    .as("half %04x", i)
                    .isZero();
            assertThat(Float.compare(upper[i], Float.intBitsToFloat(i << 16)))
                    .as("bfloat %04x", i)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void blocksDecodeAsWritten(WeightKernels kernels) {
        byte[] q8 = new byte[34];
        // 0.5 as a half is 3800.
        q8[1] = 0x38;
        for (int i = 0; i < 32; i++) {
            q8[2 + i] = (byte) (i * 8 - 128);
        }
        float[] w8 = decoded(kernels, WeightType.Q8_0, q8, 32);
        byte[] q4 = new byte[18];
        q4[1] = 0x38;
        for (int i = 0; i < 16; i++) {
            q4[2 + i] = (byte) (i | (15 - i) << 4);
        }
        float[] w4 = decoded(kernels, WeightType.Q4_0, q4, 32);
        for (int i = 0; i < 32; i++) {
            assertThat(w8[i]).isEqualTo(0.5f * (i * 8 - 128));
            assertThat(w4[i]).isEqualTo(0.5f * ((i < 16 ? i : 31 - i) - 8));
        }
    }

    /// Level `(7 i) mod 64` at weight `i`, scale `g - 8` in group `g`, written bit by bit from the layout.
    @ParameterizedTest
    @MethodSource("kernels")
    void sixBitBlocksDecodeAsWritten(WeightKernels kernels) {
        byte[] block = new byte[210];
        for (int i = 0; i < 256; i++) {
            int level = 7 * i % 64;
            int part = i / 128;
            int quarter = i % 128 / 32;
            int l = i % 32;
            block[64 * part + 32 * (quarter % 2) + l] |= (byte) ((level & 15) << 4 * (quarter / 2));
            block[128 + 32 * part + l] |= (byte) (level >> 4 << 2 * quarter);
        }
        for (int g = 0; g < 16; g++) {
            block[192 + g] = (byte) (g - 8);
        }
        // 0.25 as a half is 3400.
        block[209] = 0x34;
        float[] w = decoded(kernels, WeightType.Q6_K, block, 256);
        for (int i = 0; i < 256; i++) {
            assertThat(w[i]).as("weight %d", i).isEqualTo(0.25f * (i / 16 - 8) * (7 * i % 64 - 32));
        }
    }

    @Test
    void knownBlocksEncode() {
        float[] x = new float[32];
        for (int i = 0; i < 32; i++) {
            x[i] = i - 16;
        }
        byte[] q8 = new byte[34];
        Weights.quantize(WeightType.Q8_0, x, 0, 32, MemorySegment.ofArray(q8), 0);
        // d = 16/127 = 0.12598 as a half 3008; -16 / d = -127, -15 / d = -119.06, 1 / d = 7.94.
        assertThat(HexFormat.of().formatHex(q8, 0, 4)).isEqualTo("08308189");
        assertThat(q8[2 + 17]).isEqualTo((byte) 8);
        byte[] q4 = new byte[18];
        Weights.quantize(WeightType.Q4_0, x, 0, 32, MemorySegment.ofArray(q4), 0);
        // d = -16 / -8 = 2 as a half 4000; -16 / 2 + 8.5 = 0, 0 / 2 + 8.5 = 8.
        assertThat(HexFormat.of().formatHex(q4, 0, 3)).isEqualTo("004080");
        float[] y = decoded(new ScalarWeights(), WeightType.Q4_0, q4, 32);
        assertThat(y[0]).isEqualTo(-16);
        assertThat(y[16]).isEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource(WeightType.class)
    void zerosStayZeros(WeightType type) {
        byte[] bytes = new byte[Math.toIntExact(type.bytes(256))];
        Arrays.fill(bytes, (byte) 77);
        Weights.quantize(type, new float[256], 0, 256, MemorySegment.ofArray(bytes), 0);
        for (float weight : decoded(new ScalarWeights(), type, bytes, 256)) {
            // Some are -0, as in ggml.
            assertThat(Math.abs(weight)).isEqualTo(0);
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        MemorySegment small = MemorySegment.ofArray(new byte[100]);
        assertThatThrownBy(() -> Weights.of(WeightType.Q8_0, 3, 32, small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data: 100 bytes, but 3 x 32 weights of type Q8_0 need 102");
        assertThatThrownBy(() -> Weights.of(WeightType.Q6_K, 1, 100, small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("100 weights are not whole blocks of 256, as Q6_K needs");
        assertThatThrownBy(() -> Weights.of(WeightType.F32, -1, 1, small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows = -1, not at least 0");
        assertThatThrownBy(() -> Weights.quantize(WeightType.F16, new float[64], 0, 64, small, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out in bytes");
        Weights weights = Weights.of(WeightType.F32, 5, 5, small);
        assertThatThrownBy(() -> weights.dequantize(4, 2, new float[10], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row");
        try (WorkerPool pool = new WorkerPool(1)) {
            Workspace workspace = new Workspace(pool);
            assertThatThrownBy(() -> weights.gemv(workspace, new float[4], 0, new float[5], 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x: ");
        }
    }

    @Test
    void nothingIsAllocated() {
        try (WorkerPool pool = new WorkerPool(1);
                Arena arena = Arena.ofShared()) {
            Workspace workspace = new Workspace(pool);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            float[] x = new float[9 * 512];
            float[] y = new float[9 * 64];
            for (WeightType type : WeightType.values()) {
                Weights weights = Weights.of(type, 64, 512, arena.allocate(type.bytes(64 * 512)));
                long least = Long.MAX_VALUE;
                for (int round = 0; round < 600 && least > 0; round++) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 100; i++) {
                        weights.gemv(workspace, x, 0, y, 0);
                        weights.gemm(workspace, 9, x, 0, 512, y, 0, 64);
                    }
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                assertThat(least).as("%s", type).isZero();
            }
        }
    }
}
