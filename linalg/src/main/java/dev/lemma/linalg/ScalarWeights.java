package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Decoding in plain loops; an inner product decodes piece by piece. For a JVM without the Vector API, and
/// for lanes too narrow for a vector of bytes.
final class ScalarWeights implements WeightKernels {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    @Override
    public float dot(WeightType type, MemorySegment w, long at, int n, float[] x, int xAt, float[] scratch) {
        long from = at;
        float sum = 0;
        for (int i = 0; i < n; i += SCRATCH) {
            int count = Math.min(SCRATCH, n - i);
            decode(type, w, from, count, scratch, 0);
            sum += VectorOps.dot(scratch, 0, x, xAt + i, count);
            from += type.bytes(count);
        }
        return sum;
    }

    @Override
    public void decode(WeightType type, MemorySegment w, long at, int n, float[] out, int outAt) {
        switch (type) {
            case F32 -> MemorySegment.copy(w, FLOAT, at, out, outAt, n);
            case F16 -> f16(w, at, n, out, outAt);
            case BF16 -> bf16(w, at, n, out, outAt);
            case Q8_0 -> q8(w, at, n, out, outAt);
            case Q4_0 -> q4(w, at, n, out, outAt);
            case Q6_K -> q6(w, at, n, out, outAt);
        }
    }

    static float half(MemorySegment w, long at) {
        return Float.float16ToFloat(w.get(SHORT, at));
    }

    private static void f16(MemorySegment w, long at, int n, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = half(w, at + 2L * i);
        }
    }

    private static void bf16(MemorySegment w, long at, int n, float[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = Float.intBitsToFloat(w.get(SHORT, at + 2L * i) << 16);
        }
    }

    private static void q8(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 32) {
            float d = half(w, block);
            for (int j = 0; j < 32; j++) {
                out[outAt + i + j] = d * w.get(BYTE, block + 2 + j);
            }
            block += WeightType.Q8_0.blockBytes();
        }
    }

    private static void q4(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 32) {
            float d = half(w, block);
            for (int j = 0; j < 16; j++) {
                int pair = w.get(BYTE, block + 2 + j);
                out[outAt + i + j] = d * ((pair & 15) - 8);
                out[outAt + i + 16 + j] = d * ((pair >> 4 & 15) - 8);
            }
            block += WeightType.Q4_0.blockBytes();
        }
    }

    // A block is two halves of 128 weights; in each, low[l] and low[l + 32] hold four bits of weights l, l +
    // 32 (low nibbles) and l + 64, l + 96 (high nibbles), high[l] two more bits of each of these four.
    private static void q6(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 256) {
            float d = half(w, block + 208);
            for (int part = 0; part < 2; part++) {
                q6Half(
                        w,
                        block + 64L * part,
                        block + 128 + 32L * part,
                        block + 192 + 8L * part,
                        d,
                        out,
                        outAt + i + 128 * part);
            }
            block += WeightType.Q6_K.blockBytes();
        }
    }

    private static void q6Half(MemorySegment w, long low, long high, long scales, float d, float[] out, int outAt) {
        for (int l = 0; l < 32; l++) {
            int a = w.get(BYTE, low + l);
            int b = w.get(BYTE, low + l + 32);
            int bits = w.get(BYTE, high + l);
            long scale = scales + l / 16;
            out[outAt + l] = d * w.get(BYTE, scale) * ((a & 15 | (bits & 3) << 4) - 32);
            out[outAt + l + 32] = d * w.get(BYTE, scale + 2) * ((b & 15 | (bits >> 2 & 3) << 4) - 32);
            out[outAt + l + 64] = d * w.get(BYTE, scale + 4) * ((a >> 4 & 15 | (bits >> 4 & 3) << 4) - 32);
            out[outAt + l + 96] = d * w.get(BYTE, scale + 6) * ((b >> 4 & 15 | (bits >> 6 & 3) << 4) - 32);
        }
    }
}
