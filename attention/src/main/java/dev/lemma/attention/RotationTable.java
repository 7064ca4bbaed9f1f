package dev.lemma.attention;

import java.util.function.IntUnaryOperator;

/// Cosines and sines of a scheme's rotation for consecutive positions; immutable.
///
/// Row `c` holds pair `c` for positions `0 .. length - 1`, so that kernels whose lanes are positions load
/// them in a row.
final class RotationTable {
    /// Positions between two that are computed directly; the others follow by one complex product in double
    /// precision.
    private static final int STRIDE = 256;

    /// Rows end with this many unused positions, so that a tile of queries or keys may be turned whole.
    private static final int SLACK = 32;

    private static final RotationTable IDENTITY = new RotationTable(0, 0);

    private final int pairs;
    private final int stride;
    // cos, sin: [pairs, stride]
    private final float[] cos;
    private final float[] sin;

    private RotationTable(int pairs, int length) {
        this.pairs = pairs;
        // An odd number of cache lines: rows of a power of two would all fall on the same lines of the cache.
        this.stride = length == 0 ? 0 : ((length + SLACK + 15) / 16 | 1) * 16;
        long floats = (long) pairs * stride;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "maxLength = " + length + ", too long for a table of " + pairs + " pairs (2^31 / pairs at most)");
        }
        this.cos = new float[(int) floats];
        this.sin = new float[(int) floats];
    }

    /// Turns nothing.
    static RotationTable identity() {
        return IDENTITY;
    }

    /// Positions `p` themselves.
    static RotationTable near(Rotary rotary, PositionScheme scheme, int length) {
        return scheme instanceof PositionScheme.Nope ? IDENTITY : steady(rotary, scheme, length, 1);
    }

    /// Positions `far(p)` of a piecewise scheme; nothing for the others.
    static RotationTable far(Rotary rotary, PositionScheme scheme, int length) {
        return switch (scheme) {
            case PositionScheme.LeakyReRope leaky -> steady(rotary, scheme, length, 1 / leaky.k());
            case PositionScheme.SelfExtend grouped ->
                steady(rotary, scheme, length, 1).picked(length, p -> p / grouped.group());
            case PositionScheme.ReRope _,
                    PositionScheme.Rope _,
                    PositionScheme.Nope _,
                    PositionScheme.Pi _,
                    PositionScheme.Ntk _,
                    PositionScheme.DynamicNtk _,
                    PositionScheme.NtkByParts _,
                    PositionScheme.Yarn _ -> IDENTITY;
        };
    }

    /// Any positions.
    static RotationTable of(Rotary rotary, PositionScheme scheme, double... positions) {
        RotationTable table = new RotationTable(rotary.pairs(), positions.length);
        for (int c = 0; c < table.pairs; c++) {
            for (int p = 0; p < positions.length; p++) {
                double angle = positions[p] * scheme.frequency(rotary, c);
                table.cos[c * table.stride + p] = (float) Math.cos(angle);
                table.sin[c * table.stride + p] = (float) Math.sin(angle);
            }
        }
        return table;
    }

    /// Positions `p * unit`.
    private static RotationTable steady(Rotary rotary, PositionScheme scheme, int length, double unit) {
        RotationTable table = new RotationTable(rotary.pairs(), length);
        double[] stepCos = new double[STRIDE];
        double[] stepSin = new double[STRIDE];
        for (int c = 0; c < table.pairs; c++) {
            double theta = scheme.frequency(rotary, c) * unit;
            for (int p = 0; p < STRIDE; p++) {
                stepCos[p] = Math.cos(p * theta);
                stepSin[p] = Math.sin(p * theta);
            }
            for (int base = 0; base < length; base += STRIDE) {
                double baseCos = Math.cos(base * theta);
                double baseSin = Math.sin(base * theta);
                int row = c * table.stride + base;
                int n = Math.min(STRIDE, length - base);
                for (int p = 0; p < n; p++) {
                    table.cos[row + p] = (float) (baseCos * stepCos[p] - baseSin * stepSin[p]);
                    table.sin[row + p] = (float) (baseSin * stepCos[p] + baseCos * stepSin[p]);
                }
            }
        }
        return table;
    }

    private RotationTable picked(int length, IntUnaryOperator position) {
        RotationTable table = new RotationTable(pairs, length);
        for (int c = 0; c < pairs; c++) {
            for (int p = 0; p < length; p++) {
                table.cos[c * table.stride + p] = cos[c * stride + position.applyAsInt(p)];
                table.sin[c * table.stride + p] = sin[c * stride + position.applyAsInt(p)];
            }
        }
        return table;
    }

    /// Turns one row `[d]` by position `p`, in place.
    void turn(float[] x, int at, Rotary rotary, int p) {
        for (int c = 0; c < pairs; c++) {
            float cosine = cos[c * stride + p];
            float sine = sin[c * stride + p];
            int first = at + rotary.first(c);
            int second = at + rotary.second(c);
            float a = x[first];
            float b = x[second];
            x[first] = a * cosine - b * sine;
            x[second] = a * sine + b * cosine;
        }
    }

    boolean isIdentity() {
        return pairs == 0;
    }

    /// Floats from one pair to the next.
    int stride() {
        return stride;
    }

    float[] cos() {
        return cos;
    }

    float[] sin() {
        return sin;
    }
}
