package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Encodes floats in blocks with the scales and the rounding of ggml's reference functions (`ggml-quants.c`).
/// Values that are not finite have no place in quantized blocks: they give blocks without meaning, but no
/// error.
final class Quantizer {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    /// Below it ggml takes a group for zeros.
    private static final float LEAST = 1e-15f;

    private Quantizer() {}

    static void quantize(WeightType type, float[] x, int xOffset, int n, MemorySegment out, long outOffset) {
        long at = outOffset;
        byte[] levels = new byte[256];
        float[] scales = new float[16];
        for (int i = xOffset; i < xOffset + n; i += type.blockSize()) {
            switch (type) {
                case F32 -> out.set(ScalarWeights.FLOAT, at, x[i]);
                case F16 -> out.set(ScalarWeights.SHORT, at, Float.floatToFloat16(x[i]));
                case BF16 -> out.set(ScalarWeights.SHORT, at, bf16(x[i]));
                case Q8_0 -> q8(x, i, out, at);
                case Q4_0 -> q4(x, i, out, at);
                case Q6_K -> q6(x, i, levels, scales, out, at);
            }
            at += type.blockBytes();
        }
    }

    /// To nearest, ties to even; NaN stays NaN.
    private static short bf16(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            return (short) (bits >>> 16 | 64);
        }
        return (short) (bits + (0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    private static void q8(float[] x, int from, MemorySegment out, long at) {
        float largest = 0;
        for (int j = 0; j < 32; j++) {
            largest = Math.max(largest, Math.abs(x[from + j]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        out.set(ScalarWeights.SHORT, at, Float.floatToFloat16(d));
        for (int j = 0; j < 32; j++) {
            out.set(BYTE, at + 2 + j, (byte) awayFromZero(x[from + j] * inverse));
        }
    }

    /// C's `roundf`, for numbers a float holds exactly with a half added.
    private static int awayFromZero(float x) {
        return (int) (x < 0 ? x - 0.5 : x + 0.5);
    }

    private static void q4(float[] x, int from, MemorySegment out, long at) {
        float d = extreme(x, from, 32) / -8;
        float inverse = d == 0 ? 0 : 1 / d;
        out.set(ScalarWeights.SHORT, at, Float.floatToFloat16(d));
        for (int j = 0; j < 16; j++) {
            int low = Math.min(15, (byte) (x[from + j] * inverse + 8.5f));
            int high = Math.min(15, (byte) (x[from + 16 + j] * inverse + 8.5f));
            out.set(BYTE, at + 2 + j, (byte) (low | high << 4));
        }
    }

    /// The element of largest magnitude, the first of equal ones.
    private static float extreme(float[] x, int from, int n) {
        float extreme = 0;
        for (int i = from; i < from + n; i++) {
            if (Math.abs(x[i]) > Math.abs(extreme)) {
                extreme = x[i];
            }
        }
        return extreme;
    }

    private static void q6(float[] x, int from, byte[] levels, float[] scales, MemorySegment out, long at) {
        for (int group = 0; group < 16; group++) {
            scales[group] = q6Scale(x, from + 16 * group, levels, 16 * group);
        }
        float largest = extreme(scales, 0, 16);
        out.asSlice(at, WeightType.Q6_K.blockBytes()).fill((byte) 0);
        if (Math.abs(largest) < LEAST) {
            return;
        }
        float inverse = -128 / largest;
        short d = Float.floatToFloat16(1 / inverse);
        out.set(ScalarWeights.SHORT, at + 208, d);
        for (int group = 0; group < 16; group++) {
            int scale = Math.min(127, toEven(inverse * scales[group]));
            out.set(BYTE, at + 192 + group, (byte) scale);
            float step = Float.float16ToFloat(d) * scale;
            for (int j = 16 * group; step != 0 && j < 16 * group + 16; j++) {
                levels[j] = (byte) (Math.clamp(toEven(x[from + j] / step), -32, 31) + 32);
            }
        }
        q6Write(levels, out, at);
    }

    private static void q6Write(byte[] levels, MemorySegment out, long at) {
        for (int part = 0; part < 2; part++) {
            for (int l = 0; l < 32; l++) {
                int first = 128 * part + l;
                int a = levels[first];
                int b = levels[first + 32];
                int c = levels[first + 64];
                int d = levels[first + 96];
                out.set(BYTE, at + 64L * part + l, (byte) (a & 15 | (c & 15) << 4));
                out.set(BYTE, at + 64L * part + l + 32, (byte) (b & 15 | (d & 15) << 4));
                out.set(BYTE, at + 128 + 32L * part + l, (byte) (a >> 4 | b >> 4 << 2 | c >> 4 << 4 | d >> 4 << 6));
            }
        }
    }

    /// The scale with the least error weighted by `x^2` of 19 candidates for 16 weights, and its levels
    /// (ggml's `make_qx_quants`).
    private static float q6Scale(float[] x, int from, byte[] levels, int levelsFrom) {
        float extreme = extreme(x, from, 16);
        if (Math.abs(extreme) < LEAST) {
            Arrays.fill(levels, levelsFrom, levelsFrom + 16, (byte) 0);
            return 0;
        }
        float scale = 0;
        float best = 0;
        for (int step = 0; step <= 18; step++) {
            // 0 first, then -9 to -1 and 1 to 9.
            int shift = step == 0 ? 0 : step <= 9 ? step - 10 : step - 9;
            float inverse = -(32 + 0.1f * shift) / extreme;
            float products = 0;
            float squares = 0;
            for (int i = from; i < from + 16; i++) {
                int level = Math.clamp(toEven(inverse * x[i]), -32, 31);
                float weight = x[i] * x[i];
                products += weight * x[i] * level;
                squares += weight * level * level;
            }
            if (step == 0 || squares > 0 && products * products > best * squares) {
                for (int i = 0; i < 16; i++) {
                    levels[levelsFrom + i] = (byte) (Math.clamp(toEven(inverse * x[from + i]), -32, 31) + 32);
                }
                scale = squares == 0 ? 0 : products / squares;
                best = scale * products;
            }
        }
        return scale;
    }

    private static int toEven(float x) {
        return (int) Math.rint(x);
    }
}
