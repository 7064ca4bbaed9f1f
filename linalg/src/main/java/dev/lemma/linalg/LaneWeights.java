package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Stored weights decoded in lanes, for vectors of at least eight floats: a vector of bytes has as many
/// lanes.
final class LaneWeights implements WeightKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, S.vectorBitSize() / 2)));
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, S.vectorBitSize() / 4)));
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static final int Q8_BYTES = WeightType.Q8_0.blockBytes();
    private static final int Q4_BYTES = WeightType.Q4_0.blockBytes();
    private static final int Q6_BYTES = WeightType.Q6_K.blockBytes();

    // A half's exponent and fraction, moved to their places in a float, are too small by 2^112; subnormal
    // ones too. From an exponent of 31 on it is an infinity or NaN. Shorts are extended by their sign, so
    // that it is in bit 31 after the move.
    private static final float HALF_SCALE = 0x1p112f;
    private static final int HALF_BITS = 0x8fffe000;
    private static final int HALF_SPECIAL = 0x0f800000;
    private static final int SPECIAL = 0x7f800000;

    private LaneWeights() {}

    /// These kernels if vectors are between 8 and 16 floats, else the scalar ones.
    static WeightKernels orScalar() {
        return L == 8 || L == 16 ? new LaneWeights() : new ScalarWeights();
    }

    @Override
    public float dot(WeightType type, MemorySegment w, long at, int n, float[] x, int xAt, float[] scratch) {
        return switch (type) {
            case F32 -> dotF32(w, at, n, x, xAt);
            case F16 -> dotF16(w, at, n, x, xAt);
            case BF16 -> dotBf16(w, at, n, x, xAt);
            case Q8_0 -> dotQ8(w, at, n, x, xAt);
            case Q4_0 -> dotQ4(w, at, n, x, xAt);
            case Q6_K -> dotQ6(w, at, n, x, xAt);
        };
    }

    @Override
    public void decode(WeightType type, MemorySegment w, long at, int n, float[] out, int outAt) {
        switch (type) {
            case F32 -> MemorySegment.copy(w, ScalarWeights.FLOAT, at, out, outAt, n);
            case F16 -> decodeF16(w, at, n, out, outAt);
            case BF16 -> decodeBf16(w, at, n, out, outAt);
            case Q8_0 -> decodeQ8(w, at, n, out, outAt);
            case Q4_0 -> decodeQ4(w, at, n, out, outAt);
            case Q6_K -> decodeQ6(w, at, n, out, outAt);
        }
    }

    private static float dotF32(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            long wi = at + 4L * i;
            s0 = LaneOps.mulAdd(f32(w, wi), x(x, xAt + i), s0);
            s1 = LaneOps.mulAdd(f32(w, wi + 4L * L), x(x, xAt + i + L), s1);
            s2 = LaneOps.mulAdd(f32(w, wi + 8L * L), x(x, xAt + i + 2 * L), s2);
            s3 = LaneOps.mulAdd(f32(w, wi + 12L * L), x(x, xAt + i + 3 * L), s3);
        }
        for (; i <= n - L; i += L) {
            s0 = LaneOps.mulAdd(f32(w, at + 4L * i), x(x, xAt + i), s0);
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += w.get(ScalarWeights.FLOAT, at + 4L * i) * x[xAt + i];
        }
        return sum;
    }

    private static float dotF16(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            s0 = LaneOps.mulAdd(f16(w, at + 2L * i), x(x, xAt + i), s0);
            s1 = LaneOps.mulAdd(f16(w, at + 2L * i + 2L * L), x(x, xAt + i + L), s1);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += ScalarWeights.half(w, at + 2L * i) * x[xAt + i];
        }
        return sum;
    }

    private static void decodeF16(MemorySegment w, long at, int n, float[] out, int outAt) {
        int i = 0;
        for (; i <= n - L; i += L) {
            f16(w, at + 2L * i).intoArray(out, outAt + i);
        }
        for (; i < n; i++) {
            out[outAt + i] = ScalarWeights.half(w, at + 2L * i);
        }
    }

    private static float dotBf16(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            s0 = LaneOps.mulAdd(bf16(w, at + 2L * i), x(x, xAt + i), s0);
            s1 = LaneOps.mulAdd(bf16(w, at + 2L * i + 2L * L), x(x, xAt + i + L), s1);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += Float.intBitsToFloat(w.get(ScalarWeights.SHORT, at + 2L * i) << 16) * x[xAt + i];
        }
        return sum;
    }

    private static void decodeBf16(MemorySegment w, long at, int n, float[] out, int outAt) {
        int i = 0;
        for (; i <= n - L; i += L) {
            bf16(w, at + 2L * i).intoArray(out, outAt + i);
        }
        for (; i < n; i++) {
            out[outAt + i] = Float.intBitsToFloat(w.get(ScalarWeights.SHORT, at + 2L * i) << 16);
        }
    }

    private static float dotQ8(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        long block = at;
        for (int i = 0; i < n; i += 32) {
            FloatVector d = FloatVector.broadcast(S, ScalarWeights.half(w, block));
            FloatVector a = floats(bytes(w, block + 2)).mul(x(x, xAt + i));
            FloatVector b = floats(bytes(w, block + 2 + L)).mul(x(x, xAt + i + L));
            for (int j = 2 * L; j < 32; j += 2 * L) {
                a = LaneOps.mulAdd(floats(bytes(w, block + 2 + j)), x(x, xAt + i + j), a);
                b = LaneOps.mulAdd(floats(bytes(w, block + 2 + j + L)), x(x, xAt + i + j + L), b);
            }
            s0 = LaneOps.mulAdd(d, a, s0);
            s1 = LaneOps.mulAdd(d, b, s1);
            block += Q8_BYTES;
        }
        return s0.add(s1).reduceLanes(VectorOperators.ADD);
    }

    private static void decodeQ8(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 32) {
            float d = ScalarWeights.half(w, block);
            for (int j = 0; j < 32; j += L) {
                floats(bytes(w, block + 2 + j)).mul(d).intoArray(out, outAt + i + j);
            }
            block += Q8_BYTES;
        }
    }

    private static float dotQ4(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        long block = at;
        for (int i = 0; i < n; i += 32) {
            FloatVector d = FloatVector.broadcast(S, ScalarWeights.half(w, block));
            ByteVector pairs = bytes(w, block + 2);
            FloatVector a = floats(low(pairs).sub((byte) 8)).mul(x(x, xAt + i));
            FloatVector b = floats(high(pairs).sub((byte) 8)).mul(x(x, xAt + i + 16));
            for (int j = L; j < 16; j += L) {
                pairs = bytes(w, block + 2 + j);
                a = LaneOps.mulAdd(floats(low(pairs).sub((byte) 8)), x(x, xAt + i + j), a);
                b = LaneOps.mulAdd(floats(high(pairs).sub((byte) 8)), x(x, xAt + i + 16 + j), b);
            }
            s0 = LaneOps.mulAdd(d, a, s0);
            s1 = LaneOps.mulAdd(d, b, s1);
            block += Q4_BYTES;
        }
        return s0.add(s1).reduceLanes(VectorOperators.ADD);
    }

    private static void decodeQ4(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 32) {
            float d = ScalarWeights.half(w, block);
            for (int j = 0; j < 16; j += L) {
                ByteVector pairs = bytes(w, block + 2 + j);
                floats(low(pairs).sub((byte) 8)).mul(d).intoArray(out, outAt + i + j);
                floats(high(pairs).sub((byte) 8)).mul(d).intoArray(out, outAt + i + 16 + j);
            }
            block += Q4_BYTES;
        }
    }

    // The layout is explained at ScalarWeights.q6. Two passes, over the quarters with the low and with the
    // high four bits: in one method they would be more nodes than the compiler inlines, and what is not
    // inlined allocates its vectors.
    private static float dotQ6(MemorySegment w, long at, int n, float[] x, int xAt) {
        return dotQ6Low(w, at, n, x, xAt) + dotQ6High(w, at, n, x, xAt);
    }

    private static float dotQ6Low(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector sum = FloatVector.zero(S);
        long block = at;
        for (int i = 0; i < n; i += 256) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            for (int l = 0; l < 64; l += L) {
                int part = l >> 5;
                int inPart = l & 31;
                long low = block + 64L * part + inPart;
                int xi = xAt + i + 128 * part + inPart;
                long scale = block + 192 + 8L * part + (inPart >> 4);
                ByteVector bits = bytes(w, block + 128 + l);
                FloatVector a = six(low(bytes(w, low)), shiftedLeft(bits, 4)).mul(scale(w, scale));
                FloatVector b =
                        six(low(bytes(w, low + 32)), shiftedLeft(bits, 2)).mul(scale(w, scale + 2));
                s0 = LaneOps.mulAdd(a, x(x, xi), s0);
                s1 = LaneOps.mulAdd(b, x(x, xi + 32), s1);
            }
            FloatVector d = FloatVector.broadcast(S, ScalarWeights.half(w, block + 208));
            sum = LaneOps.mulAdd(d, s0.add(s1), sum);
            block += Q6_BYTES;
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static float dotQ6High(MemorySegment w, long at, int n, float[] x, int xAt) {
        FloatVector sum = FloatVector.zero(S);
        long block = at;
        for (int i = 0; i < n; i += 256) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            for (int l = 0; l < 64; l += L) {
                int part = l >> 5;
                int inPart = l & 31;
                long low = block + 64L * part + inPart;
                int xi = xAt + i + 128 * part + inPart + 64;
                long scale = block + 192 + 8L * part + (inPart >> 4) + 4;
                ByteVector bits = bytes(w, block + 128 + l);
                FloatVector a = six(high(bytes(w, low)), bits).mul(scale(w, scale));
                FloatVector b =
                        six(high(bytes(w, low + 32)), shiftedRight(bits, 2)).mul(scale(w, scale + 2));
                s0 = LaneOps.mulAdd(a, x(x, xi), s0);
                s1 = LaneOps.mulAdd(b, x(x, xi + 32), s1);
            }
            FloatVector d = FloatVector.broadcast(S, ScalarWeights.half(w, block + 208));
            sum = LaneOps.mulAdd(d, s0.add(s1), sum);
            block += Q6_BYTES;
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static void decodeQ6(MemorySegment w, long at, int n, float[] out, int outAt) {
        decodeQ6Low(w, at, n, out, outAt);
        decodeQ6High(w, at, n, out, outAt);
    }

    private static void decodeQ6Low(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 256) {
            float d = ScalarWeights.half(w, block + 208);
            for (int l = 0; l < 64; l += L) {
                int part = l >> 5;
                int inPart = l & 31;
                long low = block + 64L * part + inPart;
                int to = outAt + i + 128 * part + inPart;
                long scale = block + 192 + 8L * part + (inPart >> 4);
                ByteVector bits = bytes(w, block + 128 + l);
                FloatVector a = six(low(bytes(w, low)), shiftedLeft(bits, 4));
                FloatVector b = six(low(bytes(w, low + 32)), shiftedLeft(bits, 2));
                a.mul(d * scale(w, scale)).intoArray(out, to);
                b.mul(d * scale(w, scale + 2)).intoArray(out, to + 32);
            }
            block += Q6_BYTES;
        }
    }

    private static void decodeQ6High(MemorySegment w, long at, int n, float[] out, int outAt) {
        long block = at;
        for (int i = 0; i < n; i += 256) {
            float d = ScalarWeights.half(w, block + 208);
            for (int l = 0; l < 64; l += L) {
                int part = l >> 5;
                int inPart = l & 31;
                long low = block + 64L * part + inPart;
                int to = outAt + i + 128 * part + inPart + 64;
                long scale = block + 192 + 8L * part + (inPart >> 4) + 4;
                ByteVector bits = bytes(w, block + 128 + l);
                FloatVector a = six(high(bytes(w, low)), bits);
                FloatVector b = six(high(bytes(w, low + 32)), shiftedRight(bits, 2));
                a.mul(d * scale(w, scale)).intoArray(out, to);
                b.mul(d * scale(w, scale + 2)).intoArray(out, to + 32);
            }
            block += Q6_BYTES;
        }
    }

    private static float scale(MemorySegment w, long at) {
        return w.get(ValueLayout.JAVA_BYTE, at);
    }

    /// `(q - 32)` of four bits and of bits 4 and 5 of the other vector.
    private static FloatVector six(ByteVector four, ByteVector two) {
        return floats(four.or(two.and((byte) 0x30)).sub((byte) 32));
    }

    private static FloatVector x(float[] x, int at) {
        return FloatVector.fromArray(S, x, at);
    }

    private static FloatVector f32(MemorySegment w, long at) {
        return FloatVector.fromMemorySegment(S, w, at, LITTLE);
    }

    private static FloatVector bf16(MemorySegment w, long at) {
        IntVector bits = (IntVector)
                ShortVector.fromMemorySegment(SHORTS, w, at, LITTLE).convertShape(VectorOperators.S2I, INTS, 0);
        return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector f16(MemorySegment w, long at) {
        IntVector bits = (IntVector)
                ShortVector.fromMemorySegment(SHORTS, w, at, LITTLE).convertShape(VectorOperators.S2I, INTS, 0);
        IntVector moved = bits.lanewise(VectorOperators.LSHL, 13).and(HALF_BITS);
        IntVector value = moved.reinterpretAsFloats().mul(HALF_SCALE).reinterpretAsInts();
        VectorMask<Integer> special = moved.and(0x7fffffff).compare(VectorOperators.GE, HALF_SPECIAL);
        return value.lanewise(VectorOperators.OR, SPECIAL, special).reinterpretAsFloats();
    }

    private static ByteVector bytes(MemorySegment w, long at) {
        return ByteVector.fromMemorySegment(BYTES, w, at, LITTLE);
    }

    private static FloatVector floats(ByteVector bytes) {
        return (FloatVector) bytes.convertShape(VectorOperators.B2F, S, 0);
    }

    private static ByteVector low(ByteVector pairs) {
        return pairs.and((byte) 15);
    }

    private static ByteVector high(ByteVector pairs) {
        return shiftedRight(pairs, 4).and((byte) 15);
    }

    // Processors shift no bytes: bits that cross from a neighbour are masked off by the callers.
    private static ByteVector shiftedRight(ByteVector bytes, int count) {
        return bytes.reinterpretAsShorts().lanewise(VectorOperators.LSHR, count).reinterpretAsBytes();
    }

    private static ByteVector shiftedLeft(ByteVector bytes, int count) {
        return bytes.reinterpretAsShorts().lanewise(VectorOperators.LSHL, count).reinterpretAsBytes();
    }
}
