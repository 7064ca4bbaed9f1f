package dev.lemma.attention;

import java.util.Arrays;

/// What the runs of one operator share; immutable.
///
/// @param near rotation by positions
/// @param far rotation by the far positions of a piecewise scheme
/// @param offset `w - far(w)` for each query of a tile, the rest of a far distance; turns nothing for
///     one-branch schemes
/// @param fixed minus the fixed relative position of each sink of a lambda mask; turns nothing for the others
record Operator(
        AttentionSpec spec,
        int maxLength,
        Kernels kernels,
        RotationTable near,
        RotationTable far,
        RotationTable offset,
        RotationTable fixed) {
    static Operator of(AttentionSpec spec, int maxLength, Kernels kernels) {
        Rotary rotary = spec.rotary();
        PositionScheme positions = spec.positions();
        return new Operator(
                spec,
                maxLength,
                kernels,
                RotationTable.near(rotary, positions, maxLength),
                RotationTable.far(rotary, positions, maxLength),
                offset(spec, kernels.queries()),
                fixed(spec, maxLength));
    }

    private static RotationTable offset(AttentionSpec spec, int queries) {
        if (spec.positions() instanceof PositionScheme.Piecewise piecewise) {
            double[] same = new double[queries];
            Arrays.fill(same, piecewise.window() - piecewise.far(piecewise.window()));
            return RotationTable.of(spec.rotary(), spec.positions(), same);
        }
        return RotationTable.identity();
    }

    private static RotationTable fixed(AttentionSpec spec, int maxLength) {
        if (spec.mask() instanceof Mask.Lambda lambda && !(spec.positions() instanceof PositionScheme.Nope)) {
            double[] positions = new double[Math.min(lambda.sinks(), maxLength)];
            for (int j = 0; j < positions.length; j++) {
                positions[j] = -spec.positions().relative(lambda.fixedAt(j), j);
            }
            return RotationTable.of(spec.rotary(), spec.positions(), positions);
        }
        return RotationTable.identity();
    }

    /// Distances from which the far branch holds; beyond every distance for one-branch schemes.
    int farFrom() {
        return spec.positions() instanceof PositionScheme.Piecewise piecewise ? piecewise.window() : Integer.MAX_VALUE;
    }

    /// Distances from which keys are not seen, sinks aside.
    int window() {
        return switch (spec.mask()) {
            case Mask.Window window -> window.w();
            case Mask.Lambda lambda -> lambda.w();
            case Mask.Full _, Mask.Causal _ -> Integer.MAX_VALUE;
        };
    }

    /// Keys at the beginning that are always seen.
    int sinks() {
        return spec.mask() instanceof Mask.Lambda lambda ? lambda.sinks() : 0;
    }

    /// Whether keys after the query are seen.
    boolean full() {
        return spec.mask() instanceof Mask.Full;
    }

    /// Writes a block of 16 keys as a branch needs it that the cache does not have so, see [#stored].
    ///
    /// @param to written at `toAt`: `[d, 16]`
    void convert(KvCache cache, int kvHead, int j, KeyBranch branch, float[] to, int toAt) {
        int d = spec.headSize();
        int lanes = Kernels.KEY_BLOCK;
        int first = j / lanes * lanes;
        int from = cache.keyBlock(kvHead, j);
        RotationTable table = table(branch);
        if (cache.form() == KeyForm.UNROTATED || near.isIdentity()) {
            kernels.rotate(cache.keys(), from, to, toAt, d, lanes, spec.rotary(), table, first, 1);
            return;
        }
        kernels.rotate(cache.keys(), from, to, toAt, d, lanes, spec.rotary(), near, first, -1);
        if (!table.isIdentity()) {
            kernels.rotate(to, toAt, to, toAt, d, lanes, spec.rotary(), table, first, 1);
        }
    }

    private RotationTable table(KeyBranch branch) {
        return switch (branch) {
            case NEAR -> near;
            case FAR -> far;
            case FIXED -> fixed;
        };
    }

    /// Whether the keys of a cache are as a branch needs them.
    boolean stored(KvCache cache, KeyBranch branch) {
        boolean rotated = cache.form() == KeyForm.ROTATED && !near.isIdentity();
        return branch == KeyBranch.NEAR
                ? rotated || near.isIdentity()
                : !rotated && table(branch).isIdentity();
    }

    /// @throws IllegalArgumentException if a query's coordinate is not finite, or so large that a score can
    ///     overflow
    void checkQuery(Heads q, int head, int row, int bits, double factor, float maxKey) {
        if (bits >= 0x7f800000) {
            refuse("q", q, head, row);
        }
        // A rotated coordinate may be longer by the square root of 2, on both sides.
        double largest = 2.0 * spec.headSize() * Math.abs(factor) * Float.intBitsToFloat(bits) * maxKey;
        if (!(largest < Float.MAX_VALUE)) {
            throw new IllegalArgumentException("q[" + head + ", " + row + "] has coordinates up to "
                    + Float.intBitsToFloat(bits) + " and keys up to " + maxKey
                    + ": scores can pass the largest float, " + Float.MAX_VALUE);
        }
    }

    /// Names the coordinate of a row that is not finite.
    static void refuse(String name, Heads x, int head, int row) {
        for (int c = 0; c < x.size(); c++) {
            if (!Float.isFinite(x.get(head, row, c))) {
                throw new IllegalArgumentException(
                        name + "[" + head + ", " + row + ", " + c + "] = " + x.get(head, row, c) + ", not finite");
            }
        }
        throw new AssertionError(name + "[" + head + ", " + row + "] is finite");
    }

    /// What a query of a head is multiplied by, base 2 included.
    double queryFactor(Heads q, int head, int row, int i, int length) {
        double factor = spec.scoreFactor(head, i, length) * LOG2_E;
        if (spec.scale().unitQueries()) {
            factor *= inverseNorm(q.data(), q.at(head, row), spec.headSize());
        }
        return factor;
    }

    static final double LOG2_E = 1.4426950408889634;

    /// 1 over the length of a row; 0 for the row of zeros, whose direction is taken as none.
    static double inverseNorm(float[] x, int at, int n) {
        double sum = 0;
        for (int c = at; c < at + n; c++) {
            sum += (double) x[c] * x[c];
        }
        return sum == 0 ? 0 : 1 / Math.sqrt(sum);
    }
}
