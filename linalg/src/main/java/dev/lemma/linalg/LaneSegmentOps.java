package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Kernels on the Vector API over segments: those of [LaneOps] with other loads and stores, offsets in bytes.
final class LaneSegmentOps implements SegmentKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    // ADJACENT rotation: lane i takes the cosine of pair i/2 and the other element of its pair, i ^ 1.
    private static final VectorShuffle<Float> PAIR = VectorShuffle.fromOp(S, i -> i >> 1);
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(S, i -> i ^ 1);
    private static final FloatVector SIGN = signs();

    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static FloatVector load(MemorySegment x, long at) {
        return FloatVector.fromMemorySegment(S, x, at, LITTLE);
    }

    private static float get(MemorySegment x, long at) {
        return x.get(ScalarWeights.FLOAT, at);
    }

    private static void put(MemorySegment x, long at, float value) {
        x.set(ScalarWeights.FLOAT, at, value);
    }

    private static FloatVector signs() {
        float[] signs = new float[L];
        for (int i = 0; i < L; i++) {
            signs[i] = (i & 1) == 0 ? -1 : 1;
        }
        return FloatVector.fromArray(S, signs, 0);
    }

    @Override
    public float dot(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            long xi = xOffset + 4L * i;
            long yi = yOffset + 4L * i;
            s0 = LaneOps.mulAdd(load(x, xi), load(y, yi), s0);
            s1 = LaneOps.mulAdd(load(x, xi + 4L * L), load(y, yi + 4L * L), s1);
            s2 = LaneOps.mulAdd(load(x, xi + 8L * L), load(y, yi + 8L * L), s2);
            s3 = LaneOps.mulAdd(load(x, xi + 12L * L), load(y, yi + 12L * L), s3);
        }
        for (; i <= n - L; i += L) {
            s0 = LaneOps.mulAdd(load(x, xOffset + 4L * i), load(y, yOffset + 4L * i), s0);
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += get(x, xOffset + 4L * i) * get(y, yOffset + 4L * i);
        }
        return sum;
    }

    @Override
    public void axpy(float alpha, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        FloatVector factor = FloatVector.broadcast(S, alpha);
        int i = 0;
        for (; i <= n - L; i += L) {
            LaneOps.mulAdd(factor, load(x, xOffset + 4L * i), load(y, yOffset + 4L * i))
                    .intoMemorySegment(y, yOffset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(y, yOffset + 4L * i, get(y, yOffset + 4L * i) + alpha * get(x, xOffset + 4L * i));
        }
    }

    @Override
    public void scale(float alpha, MemorySegment x, long offset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            load(x, offset + 4L * i).mul(alpha).intoMemorySegment(x, offset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(x, offset + 4L * i, get(x, offset + 4L * i) * alpha);
        }
    }

    @Override
    public float sum(MemorySegment x, long offset, int n) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * L; i += 4 * L) {
            long xi = offset + 4L * i;
            s0 = s0.add(load(x, xi));
            s1 = s1.add(load(x, xi + 4L * L));
            s2 = s2.add(load(x, xi + 8L * L));
            s3 = s3.add(load(x, xi + 12L * L));
        }
        for (; i <= n - L; i += L) {
            s0 = s0.add(load(x, offset + 4L * i));
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += get(x, offset + 4L * i);
        }
        return sum;
    }

    @Override
    public float max(MemorySegment x, long offset, int n) {
        FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(load(x, offset + 4L * i));
            m1 = m1.max(load(x, offset + 4L * (i + L)));
        }
        float max = m0.max(m1).reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            max = Math.max(max, get(x, offset + 4L * i));
        }
        return max;
    }

    @Override
    public void exp(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            LaneOps.exp(load(x, xOffset + 4L * i)).intoMemorySegment(y, yOffset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(y, yOffset + 4L * i, ScalarMath.exp(get(x, xOffset + 4L * i)));
        }
    }

    @Override
    public void softmax(MemorySegment x, long offset, int n) {
        float max = max(x, offset, n);
        FloatVector sums = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector e = LaneOps.exp(load(x, offset + 4L * i).sub(max));
            e.intoMemorySegment(x, offset + 4L * i, LITTLE);
            sums = sums.add(e);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            float e = ScalarMath.exp(get(x, offset + 4L * i) - max);
            put(x, offset + 4L * i, e);
            sum += e;
        }
        scale(1 / sum, x, offset, n);
    }

    @Override
    public float logSumExp(MemorySegment x, long offset, int n) {
        float max = max(x, offset, n);
        if (Float.isInfinite(max)) {
            return max;
        }
        FloatVector sums = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - L; i += L) {
            sums = sums.add(LaneOps.exp(load(x, offset + 4L * i).sub(max)));
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += ScalarMath.exp(get(x, offset + 4L * i) - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void rmsNorm(
            MemorySegment x,
            long xOffset,
            MemorySegment w,
            long wOffset,
            float epsilon,
            MemorySegment y,
            long yOffset,
            int n) {
        float factor = ScalarMath.inverseRoot(dot(x, xOffset, x, xOffset, n), n, epsilon);
        int i = 0;
        for (; i <= n - L; i += L) {
            load(x, xOffset + 4L * i)
                    .mul(factor)
                    .mul(load(w, wOffset + 4L * i))
                    .intoMemorySegment(y, yOffset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(y, yOffset + 4L * i, get(x, xOffset + 4L * i) * factor * get(w, wOffset + 4L * i));
        }
    }

    @Override
    public void silu(MemorySegment x, long offset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = load(x, offset + 4L * i);
            v.div(LaneOps.exp(v.neg()).add(1f)).intoMemorySegment(x, offset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(x, offset + 4L * i, ScalarMath.silu(get(x, offset + 4L * i)));
        }
    }

    @Override
    public void siluTimes(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = load(x, xOffset + 4L * i);
            v.div(LaneOps.exp(v.neg()).add(1f))
                    .mul(load(y, yOffset + 4L * i))
                    .intoMemorySegment(x, xOffset + 4L * i, LITTLE);
        }
        for (; i < n; i++) {
            put(x, xOffset + 4L * i, ScalarMath.silu(get(x, xOffset + 4L * i)) * get(y, yOffset + 4L * i));
        }
    }

    @Override
    public void rotateHalves(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        int c = 0;
        for (; c <= half - L; c += L) {
            FloatVector u = load(x, offset + 4L * c);
            FloatVector v = load(x, offset + 4L * (half + c));
            FloatVector cosines = FloatVector.fromArray(S, cos, tableOffset + c);
            FloatVector sines = FloatVector.fromArray(S, sin, tableOffset + c);
            LaneOps.mulAdd(u, cosines, v.mul(sines).neg()).intoMemorySegment(x, offset + 4L * c, LITTLE);
            LaneOps.mulAdd(u, sines, v.mul(cosines)).intoMemorySegment(x, offset + 4L * (half + c), LITTLE);
        }
        for (; c < half; c++) {
            float u = get(x, offset + 4L * c);
            float v = get(x, offset + 4L * (half + c));
            put(x, offset + 4L * c, u * cos[tableOffset + c] - v * sin[tableOffset + c]);
            put(x, offset + 4L * (half + c), u * sin[tableOffset + c] + v * cos[tableOffset + c]);
        }
    }

    @Override
    public void rotateAdjacent(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        int c = 0;
        // A vector holds L/2 pairs; the tables are read a whole vector at a time, hence the bound.
        for (; c <= half - L; c += L / 2) {
            FloatVector v = load(x, offset + 8L * c);
            FloatVector cosines = FloatVector.fromArray(S, cos, tableOffset + c).rearrange(PAIR);
            FloatVector sines = FloatVector.fromArray(S, sin, tableOffset + c).rearrange(PAIR);
            FloatVector turned = v.rearrange(SWAP).mul(SIGN);
            LaneOps.mulAdd(v, cosines, turned.mul(sines)).intoMemorySegment(x, offset + 8L * c, LITTLE);
        }
        for (; c < half; c++) {
            float u = get(x, offset + 8L * c);
            float v = get(x, offset + 8L * c + 4);
            put(x, offset + 8L * c, u * cos[tableOffset + c] - v * sin[tableOffset + c]);
            put(x, offset + 8L * c + 4, u * sin[tableOffset + c] + v * cos[tableOffset + c]);
        }
    }
}
