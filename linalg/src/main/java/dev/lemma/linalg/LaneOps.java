package dev.lemma.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Kernels on the Vector API over arrays; [LaneSegmentOps] has the same over segments, apart because one call
/// site that sees both kinds of memory is slow for either.
///
/// Sums keep four accumulators, so that additions need not wait for one another.
final class LaneOps implements VectorKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    // ADJACENT rotation: lane i takes the cosine of pair i/2 and the other element of its pair, i ^ 1.
    private static final VectorShuffle<Float> PAIR = VectorShuffle.fromOp(S, i -> i >> 1);
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(S, i -> i ^ 1);
    private static final FloatVector SIGN = signs();

    private static FloatVector signs() {
        float[] signs = new float[L];
        for (int i = 0; i < L; i++) {
            signs[i] = (i & 1) == 0 ? -1 : 1;
        }
        return FloatVector.fromArray(S, signs, 0);
    }

    /// `a * b + c`, fused where the processor can.
    static FloatVector mulAdd(FloatVector a, FloatVector b, FloatVector c) {
        return Lanes.FUSED ? a.fma(b, c) : a.mul(b).add(c);
    }

    @Override
    public float dot(float[] x, int xOffset, float[] y, int yOffset, int n) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            int xi = xOffset + i;
            int yi = yOffset + i;
            s0 = mulAdd(FloatVector.fromArray(S, x, xi), FloatVector.fromArray(S, y, yi), s0);
            s1 = mulAdd(FloatVector.fromArray(S, x, xi + L), FloatVector.fromArray(S, y, yi + L), s1);
            s2 = mulAdd(FloatVector.fromArray(S, x, xi + 2 * L), FloatVector.fromArray(S, y, yi + 2 * L), s2);
            s3 = mulAdd(FloatVector.fromArray(S, x, xi + 3 * L), FloatVector.fromArray(S, y, yi + 3 * L), s3);
        }
        for (; i <= n - L; i += L) {
            s0 = mulAdd(FloatVector.fromArray(S, x, xOffset + i), FloatVector.fromArray(S, y, yOffset + i), s0);
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        FloatVector factor = FloatVector.broadcast(S, alpha);
        int i = 0;
        for (; i <= n - L; i += L) {
            mulAdd(factor, FloatVector.fromArray(S, x, xOffset + i), FloatVector.fromArray(S, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int offset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(S, x, offset + i).mul(alpha).intoArray(x, offset + i);
        }
        for (; i < n; i++) {
            x[offset + i] *= alpha;
        }
    }

    @Override
    public float sum(float[] x, int offset, int n) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            int xi = offset + i;
            s0 = s0.add(FloatVector.fromArray(S, x, xi));
            s1 = s1.add(FloatVector.fromArray(S, x, xi + L));
            s2 = s2.add(FloatVector.fromArray(S, x, xi + 2 * L));
            s3 = s3.add(FloatVector.fromArray(S, x, xi + 3 * L));
        }
        for (; i <= n - L; i += L) {
            s0 = s0.add(FloatVector.fromArray(S, x, offset + i));
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += x[offset + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int offset, int n) {
        FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(FloatVector.fromArray(S, x, offset + i));
            m1 = m1.max(FloatVector.fromArray(S, x, offset + i + L));
        }
        float max = m0.max(m1).reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            max = Math.max(max, x[offset + i]);
        }
        return max;
    }

    /// [ScalarMath#exp], in lanes. Called once a method at most: a second call is not inlined and then
    /// allocates.
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.blend(ScalarMath.MOST, x.compare(VectorOperators.GT, ScalarMath.MOST));
        clamped = clamped.blend(ScalarMath.LEAST, x.compare(VectorOperators.LT, ScalarMath.LEAST));
        FloatVector rounded = mulAdd(
                clamped, FloatVector.broadcast(S, ScalarMath.LOG2_E), FloatVector.broadcast(S, ScalarMath.ROUNDER));
        FloatVector k = rounded.sub(ScalarMath.ROUNDER);
        FloatVector r = mulAdd(k, FloatVector.broadcast(S, -ScalarMath.LN2_HIGH), clamped);
        r = mulAdd(k, FloatVector.broadcast(S, -ScalarMath.LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(S, ScalarMath.P0);
        p = mulAdd(p, r, FloatVector.broadcast(S, ScalarMath.P1));
        p = mulAdd(p, r, FloatVector.broadcast(S, ScalarMath.P2));
        p = mulAdd(p, r, FloatVector.broadcast(S, ScalarMath.P3));
        p = mulAdd(p, r, FloatVector.broadcast(S, ScalarMath.P4));
        p = mulAdd(p, r, FloatVector.broadcast(S, ScalarMath.P5));
        FloatVector y = mulAdd(p, r.mul(r), r).add(1f);
        IntVector power = rounded.reinterpretAsInts().sub(ScalarMath.ROUNDER_BITS);
        IntVector first = power.lanewise(VectorOperators.ASHR, 1);
        IntVector second = power.sub(first);
        return y.mul(powerOfTwo(first)).mul(powerOfTwo(second));
    }

    private static FloatVector powerOfTwo(IntVector power) {
        return power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            exp(FloatVector.fromArray(S, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] = ScalarMath.exp(x[xOffset + i]);
        }
    }

    @Override
    public void softmax(float[] x, int offset, int n) {
        float max = max(x, offset, n);
        FloatVector sums = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector e = exp(FloatVector.fromArray(S, x, offset + i).sub(max));
            e.intoArray(x, offset + i);
            sums = sums.add(e);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            float e = ScalarMath.exp(x[offset + i] - max);
            x[offset + i] = e;
            sum += e;
        }
        scale(1 / sum, x, offset, n);
    }

    @Override
    public float logSumExp(float[] x, int offset, int n) {
        float max = max(x, offset, n);
        if (Float.isInfinite(max)) {
            return max;
        }
        FloatVector sums = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            sums = sums.add(exp(FloatVector.fromArray(S, x, offset + i).sub(max)));
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += ScalarMath.exp(x[offset + i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void rmsNorm(float[] x, int xOffset, float[] w, int wOffset, float epsilon, float[] y, int yOffset, int n) {
        float factor = ScalarMath.inverseRoot(dot(x, xOffset, x, xOffset, n), n, epsilon);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(S, x, xOffset + i)
                    .mul(factor)
                    .mul(FloatVector.fromArray(S, w, wOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * factor * w[wOffset + i];
        }
    }

    @Override
    public void silu(float[] x, int offset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, offset + i);
            v.div(exp(v.neg()).add(1f)).intoArray(x, offset + i);
        }
        for (; i < n; i++) {
            x[offset + i] = ScalarMath.silu(x[offset + i]);
        }
    }

    @Override
    public void siluTimes(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            v.div(exp(v.neg()).add(1f))
                    .mul(FloatVector.fromArray(S, y, yOffset + i))
                    .intoArray(x, xOffset + i);
        }
        for (; i < n; i++) {
            x[xOffset + i] = ScalarMath.silu(x[xOffset + i]) * y[yOffset + i];
        }
    }

    @Override
    public void rotateHalves(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        int c = 0;
        for (; c <= half - L; c += L) {
            FloatVector u = FloatVector.fromArray(S, x, offset + c);
            FloatVector v = FloatVector.fromArray(S, x, offset + half + c);
            FloatVector cosines = FloatVector.fromArray(S, cos, tableOffset + c);
            FloatVector sines = FloatVector.fromArray(S, sin, tableOffset + c);
            mulAdd(u, cosines, v.mul(sines).neg()).intoArray(x, offset + c);
            mulAdd(u, sines, v.mul(cosines)).intoArray(x, offset + half + c);
        }
        for (; c < half; c++) {
            float u = x[offset + c];
            float v = x[offset + half + c];
            x[offset + c] = u * cos[tableOffset + c] - v * sin[tableOffset + c];
            x[offset + half + c] = u * sin[tableOffset + c] + v * cos[tableOffset + c];
        }
    }

    @Override
    public void rotateAdjacent(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        int c = 0;
        // A vector holds L/2 pairs; the tables are read a whole vector at a time, hence the bound.
        for (; c <= half - L; c += L / 2) {
            FloatVector v = FloatVector.fromArray(S, x, offset + 2 * c);
            FloatVector cosines = FloatVector.fromArray(S, cos, tableOffset + c).rearrange(PAIR);
            FloatVector sines = FloatVector.fromArray(S, sin, tableOffset + c).rearrange(PAIR);
            FloatVector turned = v.rearrange(SWAP).mul(SIGN);
            mulAdd(v, cosines, turned.mul(sines)).intoArray(x, offset + 2 * c);
        }
        for (; c < half; c++) {
            float u = x[offset + 2 * c];
            float v = x[offset + 2 * c + 1];
            x[offset + 2 * c] = u * cos[tableOffset + c] - v * sin[tableOffset + c];
            x[offset + 2 * c + 1] = u * sin[tableOffset + c] + v * cos[tableOffset + c];
        }
    }
}
