package dev.lemma.attention;

import dev.lemma.linalg.VectorOps;

/// The inner loops of attention. Lanes of prefill are queries, lanes of decoding are keys.
///
/// Layouts, with `B = queries()`:
///
/// | what | shape |
/// | --- | --- |
/// | keys | `[block of 16 keys, d, 16]`: coordinate `c` of key `j` at `(j / 16) * 16 d + 16 c + j % 16` |
/// | values | `[key, stride]`, stride a multiple of 16 |
/// | queries of prefill | `[d, B]` |
/// | scores and weights of prefill | `[key, B]` |
/// | outputs of prefill | `[d, B]` |
/// | queries, outputs of decoding | `[query, stride]` |
/// | scores and weights of decoding | `[query, DECODE_KEYS]` |
///
/// Scores are in base 2: queries come multiplied by `log2 e`. A score of [#MASKED] has weight 0, exactly.
sealed interface Kernels permits VectorKernels, ScalarKernels {
    /// Score of a key that is not seen. A weight is 0 for scores 127 or more below the row's largest.
    float MASKED = -Float.MAX_VALUE;

    /// Keys in one block of the key layout.
    int KEY_BLOCK = 16;

    /// Keys whose scores one call of prefill computes.
    int KEYS = 8;

    /// Keys of one round of decoding.
    int DECODE_KEYS = 128;

    /// Queries of one tile of prefill.
    int queries();

    /// `s[j, q] = k_j . q` for 8 keys; `max[q]` rises to the largest.
    ///
    /// @param qt `[d, B]`
    /// @param keys place `kb` is coordinate 0 of the first of the 8 keys, which is 0 or 8 modulo 16
    /// @param s written at `so`: `[8, B]`
    /// @param max `[B]`
    void scores(float[] qt, int d, float[] keys, int kb, float[] s, int so, float[] max);

    /// Takes `t` for `s` where the query is `from + step * j` or more after key `j` of the 8.
    ///
    /// @param s at `so`: `[8, B]`
    /// @param t `[8, B]`
    /// @param ahead position of query 0 less that of key 0
    void select(float[] s, int so, float[] t, int ahead, int from, int step);

    /// Masks what is nearer than `near` or at `far` or farther, and keys outside `[firstKey, endKey)` of the
    /// 8; `max` rises to the largest.
    ///
    /// @param s at `so`: `[8, B]`
    /// @param ahead position of query 0 less that of key 0
    void mask(float[] s, int so, int ahead, int near, int far, int firstKey, int endKey, float[] max);

    /// Weights of a block of keys: `m' = max(m, max)`, `s = 2^(s - m')`, `rescale = 2^(m - m')`, `l = l
    /// rescale + sum s`.
    ///
    /// @param s `[keys, B]`
    /// @param m largest score so far, `[B]`
    /// @param l sum of weights so far, `[B]`
    void softmax(float[] s, int keys, float[] max, float[] m, float[] l, float[] rescale);

    /// `o[c, q] = o[c, q] rescale[q] + sum_j p[j, q] v[j, c]` for 8 coordinates.
    ///
    /// @param p `[keys, B]`
    /// @param v place `vo` is the first coordinate of the first key
    /// @param o at `oo`: `[8, B]`
    void values(float[] p, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale);

    /// Turns the pairs of some rows by positions `p, p + 1, ...` of a table:
    /// `(x, y) -> (x cos - y sin, x sin + y cos)`.
    ///
    /// @param from at `fromAt`: `[d, lanes]`
    /// @param to written at `toAt`; may be `from` itself
    /// @param lanes rows, 16 or `B`
    /// @param sign 1, or -1 to turn back
    void rotate(
            float[] from,
            int fromAt,
            float[] to,
            int toAt,
            int d,
            int lanes,
            Rotary rotary,
            RotationTable table,
            int p,
            int sign);

    /// The largest of the bits of the absolute values: at least `0x7f800000` if and only if one is NaN or
    /// infinite.
    int maxBits(float[] x, int at, int n);

    /// `s[q, j] = k_j . q` for `DECODE_KEYS` keys and 1 or 4 queries.
    ///
    /// @param queries 1 or 4
    /// @param q at `qo`: `[queries, stride]`
    /// @param keys place `kb` begins a block
    /// @param s at `so`: `[queries, DECODE_KEYS]`
    void decodeScores(int queries, float[] q, int qo, int stride, int d, float[] keys, int kb, float[] s, int so);

    /// The largest of the `DECODE_KEYS` scores at `so`.
    float largest(float[] s, int so);

    /// `s = 2^(s - m)` for the `DECODE_KEYS` scores at `so`.
    ///
    /// @return their sum
    float exponentiate(float[] s, int so, float m);

    /// `o[q, c] = o[q, c] rescale[q] + sum_j p[q, j] v[j, c]` for 1 or 4 queries.
    ///
    /// @param queries 1 or 4
    /// @param p at `po`: `[queries, DECODE_KEYS]`
    /// @param v place `vo` is the first of `keys` rows
    /// @param o at `oo`: `[queries, stride]`
    /// @param rescale `[queries]`, at `ro`
    void decodeValues(
            int queries,
            float[] p,
            int po,
            int keys,
            float[] v,
            int vo,
            int stride,
            float[] o,
            int oo,
            float[] rescale,
            int ro);

    /// The kernels for this machine: with vectors where the JVM has the module for them.
    static Kernels choose() {
        return VectorOps.usesLanes() ? new VectorKernels() : new ScalarKernels();
    }
}
