package dev.lemma.linalg;

/// Functions of one float, for plain loops and for the tails of vector loops.
final class ScalarMath {
    // Shared with LaneOps. Cephes, single/expf.c (Moshier 1989): coefficients of (e^r - 1 - r) / r^2, and ln
    // 2 in two parts, the first with so few bits that its products with |k| < 256 are exact.
    static final float LOG2_E = 1.442695f;
    static final float LN2_HIGH = 0.6933594f;
    static final float LN2_LOW = -2.1219444E-4f;
    static final float P0 = 1.9875691E-4f;
    static final float P1 = 0.0013981999f;
    static final float P2 = 0.008333452f;
    static final float P3 = 0.041665796f;
    static final float P4 = 0.16666666f;
    static final float P5 = 0.5f;
    /// Beyond these the result is 0 or infinity, and `k` would leave the range of the two factors.
    static final float LEAST = -105f;

    static final float MOST = 89f;
    /// Adding and subtracting 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    static final float ROUNDER = 12_582_912f;

    static final int ROUNDER_BITS = 0x4b400000;

    private ScalarMath() {}

    /// `e^x` within 2 ulp, as in [VectorOps#exp].
    static float exp(float x) {
        float clamped = x < LEAST ? LEAST : x > MOST ? MOST : x;
        float rounded = clamped * LOG2_E + ROUNDER;
        float k = rounded - ROUNDER;
        float r = clamped - k * LN2_HIGH - k * LN2_LOW;
        float p = ((((P0 * r + P1) * r + P2) * r + P3) * r + P4) * r + P5;
        float y = p * (r * r) + r + 1;
        // Two factors: one alone cannot make 2^128 or a subnormal number.
        int power = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        int first = power >> 1;
        int second = power - first;
        return y * Float.intBitsToFloat((first + 127) << 23) * Float.intBitsToFloat((second + 127) << 23);
    }

    static float silu(float x) {
        return x / (1 + exp(-x));
    }

    /// `1 / sqrt(squares / n + epsilon)`
    static float inverseRoot(float squares, int n, float epsilon) {
        return (float) (1 / Math.sqrt((double) squares / n + epsilon));
    }
}
