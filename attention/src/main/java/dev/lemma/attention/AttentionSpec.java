package dev.lemma.attention;

/// What an attention operator computes: shapes, positions, scale and mask.
///
/// `out_i = sum_j p_ij v_j`, `p_i = softmax over seen j of factor * (R q_i . k_j) / sqrt(d)`, with `R` the
/// rotation by the relative position of the scheme. Query head `h` reads key and value head
/// `h / (heads / kvHeads)`.
///
/// @param heads query heads, at least 1
/// @param kvHeads key and value heads, at least 1, a divisor of `heads`
/// @param headSize `d`, a multiple of 8 in `[8, 1024]`
/// @param rotary which coordinates turn; its `dims` at most `headSize`
/// @param positions relative positions and frequencies
/// @param scale factor on the scores
/// @param mask which keys are seen
public record AttentionSpec(
        int heads, int kvHeads, int headSize, Rotary rotary, PositionScheme positions, LogitScale scale, Mask mask) {
    private static final int MAX_HEADS = 65_536;
    private static final int MAX_HEAD_SIZE = 1_024;

    /// @throws IllegalArgumentException if a number is out of range or two do not fit
    public AttentionSpec {
        if (heads < 1 || heads > MAX_HEADS) {
            throw new IllegalArgumentException("heads = " + heads + ", not in [1, " + MAX_HEADS + "]");
        }
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException("kvHeads = " + kvHeads + ", not a divisor of heads = " + heads);
        }
        if (headSize < 8 || headSize > MAX_HEAD_SIZE || headSize % 8 != 0) {
            throw new IllegalArgumentException(
                    "headSize = " + headSize + ", not a multiple of 8 in [8, " + MAX_HEAD_SIZE + "]");
        }
        if (rotary.dims() > headSize) {
            throw new IllegalArgumentException("rotary.dims = " + rotary.dims() + ", more than headSize = " + headSize);
        }
        checkHeads(scale, heads);
    }

    private static void checkHeads(LogitScale scale, int heads) {
        switch (scale) {
            case LogitScale.SsMax ssMax
            when ssMax.heads() != heads ->
                throw new IllegalArgumentException(
                        "scale has numbers for " + ssMax.heads() + " heads, not for heads = " + heads);
            case LogitScale.Product product -> {
                checkHeads(product.first(), heads);
                checkHeads(product.second(), heads);
            }
            default -> {
                // The others do not depend on the head.
            }
        }
    }

    /// Plain causal attention: all coordinates rotated with base 10000, no extra factor.
    public static AttentionSpec causal(int heads, int kvHeads, int headSize) {
        return new AttentionSpec(
                heads,
                kvHeads,
                headSize,
                Rotary.of(headSize),
                new PositionScheme.Rope(),
                LogitScale.standard(),
                new Mask.Causal());
    }

    /// The same with another rotation.
    public AttentionSpec withRotary(Rotary rotary) {
        return new AttentionSpec(heads, kvHeads, headSize, rotary, positions, scale, mask);
    }

    /// The same with other positions.
    public AttentionSpec withPositions(PositionScheme positions) {
        return new AttentionSpec(heads, kvHeads, headSize, rotary, positions, scale, mask);
    }

    /// The same with another factor on the scores.
    public AttentionSpec withScale(LogitScale scale) {
        return new AttentionSpec(heads, kvHeads, headSize, rotary, positions, scale, mask);
    }

    /// The same with another mask.
    public AttentionSpec withMask(Mask mask) {
        return new AttentionSpec(heads, kvHeads, headSize, rotary, positions, scale, mask);
    }

    /// Query heads that share a key and value head.
    public int groupSize() {
        return heads / kvHeads;
    }

    /// The relative position of a query at `i` and a key at `j` that it sees, in tokens.
    public double relative(int i, int j) {
        if (mask instanceof Mask.Lambda lambda && j < lambda.sinks() && i >= lambda.fixedFrom(j)) {
            return positions.relative(lambda.fixedAt(j), j);
        }
        return positions.relative(i, j);
    }

    /// The factor on `q . k` (or on `q . k / ||k||`, `cos(q, k)` where the scale says so): scale, scheme and
    /// `1 / sqrt(d)`.
    ///
    /// @param head the query head
    /// @param i the query's position
    /// @param length number of keys
    public double scoreFactor(int head, int i, int length) {
        double factor = scale.factor(head, i, mask.visible(i, length)) * positions.logitFactor();
        return scale.unitKeys() ? factor : factor / Math.sqrt(headSize);
    }
}
