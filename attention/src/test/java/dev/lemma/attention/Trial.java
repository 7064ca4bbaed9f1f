package dev.lemma.attention;

import static org.assertj.core.api.Assertions.fail;

import dev.lemma.linalg.WorkerPool;
import java.util.random.RandomGenerator;

/// Random inputs of one configuration, and the comparison of the fast operator with the reference on them.
final class Trial {
    /// Half a unit in the last place of 1.
    private static final double U = 0x1p-24;

    final AttentionSpec spec;
    final int n;
    final float[] q;
    final float[] k;
    final float[] v;

    Trial(AttentionSpec spec, int n, RandomGenerator random) {
        this.spec = spec;
        this.n = n;
        this.q = normal(spec.heads() * n * spec.headSize(), random);
        this.k = normal(spec.kvHeads() * n * spec.headSize(), random);
        this.v = normal(spec.kvHeads() * n * spec.headSize(), random);
    }

    static float[] normal(int n, RandomGenerator random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /// Rows `[from, end)` of all heads of `[heads, n, d]`, in the other order of axes if asked.
    static Heads rows(float[] x, int heads, int n, int d, int from, int end, boolean rowMajor) {
        if (!rowMajor) {
            return Heads.of(x, from * d, heads, end - from, d, n * d, d);
        }
        float[] turned = new float[heads * (end - from) * d];
        for (int h = 0; h < heads; h++) {
            for (int i = from; i < end; i++) {
                System.arraycopy(x, (h * n + i) * d, turned, ((i - from) * heads + h) * d, d);
            }
        }
        return Heads.rowMajor(turned, heads, end - from, d);
    }

    /// Appends and attends piece by piece, so that every piece but one row is a prefill and one row is a
    /// decode.
    ///
    /// @param pieces how many rows at a time; the last one is used for what remains
    /// @return `[heads, n, d]`
    float[] fast(BlockAttention attention, KeyForm form, boolean rowMajor, WorkerPool pool, int... pieces) {
        int d = spec.headSize();
        KvCache cache = attention.cache(n, form);
        AttentionWorkspace workspace = new AttentionWorkspace();
        float[] out = new float[spec.heads() * n * d];
        boolean full = spec.mask() instanceof Mask.Full;
        if (full) {
            attention.append(
                    rows(k, spec.kvHeads(), n, d, 0, n, rowMajor),
                    rows(v, spec.kvHeads(), n, d, 0, n, rowMajor),
                    cache,
                    workspace,
                    pool);
            attention.prefill(
                    rows(q, spec.heads(), n, d, 0, n, rowMajor),
                    cache,
                    Heads.headMajor(out, spec.heads(), n, d),
                    workspace,
                    pool);
            return out;
        }
        int piece = 0;
        for (int from = 0; from < n; ) {
            int end = Math.min(n, from + pieces[Math.min(piece++, pieces.length - 1)]);
            attention.append(
                    rows(k, spec.kvHeads(), n, d, from, end, rowMajor),
                    rows(v, spec.kvHeads(), n, d, from, end, rowMajor),
                    cache,
                    workspace,
                    pool);
            attention.prefill(
                    rows(q, spec.heads(), n, d, from, end, rowMajor),
                    cache,
                    Heads.of(out, from * d, spec.heads(), end - from, d, n * d, d),
                    workspace,
                    pool);
            from = end;
        }
        return out;
    }

    /// Compares some rows of an output with the reference.
    void check(float[] out, String what, int... rows) {
        for (int row : rows) {
            for (int head = 0; head < spec.heads(); head++) {
                check(out, head, row, what);
            }
        }
    }

    private void check(float[] out, int head, int row, String what) {
        int d = spec.headSize();
        boolean full = spec.mask() instanceof Mask.Full;
        int kvHead = head / spec.groupSize();
        // A row of a causal kind depends on the keys up to it only. One head of each, so that the reference
        // is quick.
        int length = full ? n : row + 1;
        int first = full ? 0 : row;
        double[] s = AttentionReference.scores(
                one(spec),
                0,
                row - first,
                Heads.of(q, (head * n + first) * d, 1, length - first, d, 0, d),
                Heads.of(k, kvHead * n * d, 1, length, d, 0, d));
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (double x : s) {
            max = Math.max(max, x);
            min = x == Double.NEGATIVE_INFINITY ? min : Math.min(min, x);
        }
        double[] o = new double[d];
        double sum = 0;
        double largest = 0;
        for (int j = 0; j < length; j++) {
            double p = Math.exp(s[j] - max);
            sum += p;
            for (int c = 0; c < d; c++) {
                float x = v[(kvHead * n + j) * d + c];
                o[c] += p * x;
                largest = Math.max(largest, Math.abs(x));
            }
        }
        double bound = bound(head, row, length, largest, max - min);
        for (int c = 0; c < d; c++) {
            double expected = o[c] / sum;
            float actual = out[(head * n + row) * d + c];
            if (!(Math.abs(actual - expected) <= bound)) {
                fail("%s, %s, n = %d: out[%d, %d, %d] = %s, not %s: off by %.3g, more than %.3g"
                        .formatted(what, spec, n, head, row, c, actual, expected, Math.abs(actual - expected), bound));
            }
        }
    }

    /// The reference takes the factor of head `head` by its position in the specification; see [#one].
    private static AttentionSpec one(AttentionSpec spec) {
        AttentionSpec one = new AttentionSpec(
                1, 1, spec.headSize(), spec.rotary(), spec.positions(), LogitScale.standard(), spec.mask());
        return one.withScale(first(spec.scale()));
    }

    private static LogitScale first(LogitScale scale) {
        return switch (scale) {
            case LogitScale.SsMax ssMax -> new LogitScale.SsMax(ssMax.factor(0, 0, 3) / Math.log(3));
            case LogitScale.Product product -> first(product.first()).times(first(product.second()));
            default -> scale;
        };
    }

    /// How far float arithmetic may be off. With `u = 2^-24` and the probabilistic bound `6 sqrt(n) u` for a
    /// sum of n terms (Higham & Mary 2019, theorem 3.1), a score is off by at most
    /// `(6 sqrt(d) + 24) u |factor| |q| |k|` (24 for scaling and both rotations); its difference to the
    /// largest is rounded once more; a weight has the relative error of its score and of the exponential;
    /// sums of weights and values add `12 sqrt(n) u`.
    private double bound(int head, int row, int length, double largest, double range) {
        int d = spec.headSize();
        double qNorm = spec.scale().unitQueries() ? 1 : norm(q, (head * n + row) * d, d);
        double kNorm = 0;
        for (int j = 0; j < length; j++) {
            double norm = norm(k, ((head / spec.groupSize()) * n + j) * d, d);
            kNorm = Math.max(kNorm, spec.scale().unitKeys() ? 1 : norm);
        }
        double factor = Math.abs(one(spec).scoreFactor(0, row, length));
        double score = (6 * Math.sqrt(d) + 24) * U * factor * qNorm * kNorm + 2 * U * range;
        return largest * (2 * score + (12 * Math.sqrt(length) + 32) * U);
    }

    private static double norm(float[] x, int at, int d) {
        double sum = 0;
        for (int c = at; c < at + d; c++) {
            sum += (double) x[c] * x[c];
        }
        return Math.sqrt(sum);
    }
}
