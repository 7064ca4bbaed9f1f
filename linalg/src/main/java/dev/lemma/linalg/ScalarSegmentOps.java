package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// Plain loops over segments: those of [ScalarOps] with other loads and stores, offsets in bytes.
final class ScalarSegmentOps implements SegmentKernels {
    private static float get(MemorySegment x, long at) {
        return x.get(ScalarWeights.FLOAT, at);
    }

    private static void put(MemorySegment x, long at, float value) {
        x.set(ScalarWeights.FLOAT, at, value);
    }

    @Override
    public float dot(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += get(x, xOffset + 4L * i) * get(y, yOffset + 4L * i);
            s1 += get(x, xOffset + 4L * (i + 1)) * get(y, yOffset + 4L * (i + 1));
            s2 += get(x, xOffset + 4L * (i + 2)) * get(y, yOffset + 4L * (i + 2));
            s3 += get(x, xOffset + 4L * (i + 3)) * get(y, yOffset + 4L * (i + 3));
        }
        for (; i < n; i++) {
            s0 += get(x, xOffset + 4L * i) * get(y, yOffset + 4L * i);
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void axpy(float alpha, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        for (int i = 0; i < n; i++) {
            put(y, yOffset + 4L * i, get(y, yOffset + 4L * i) + alpha * get(x, xOffset + 4L * i));
        }
    }

    @Override
    public void scale(float alpha, MemorySegment x, long offset, int n) {
        for (int i = 0; i < n; i++) {
            put(x, offset + 4L * i, get(x, offset + 4L * i) * alpha);
        }
    }

    @Override
    public float sum(MemorySegment x, long offset, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += get(x, offset + 4L * i);
            s1 += get(x, offset + 4L * (i + 1));
            s2 += get(x, offset + 4L * (i + 2));
            s3 += get(x, offset + 4L * (i + 3));
        }
        for (; i < n; i++) {
            s0 += get(x, offset + 4L * i);
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public float max(MemorySegment x, long offset, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, get(x, offset + 4L * i));
        }
        return max;
    }

    @Override
    public void exp(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        for (int i = 0; i < n; i++) {
            put(y, yOffset + 4L * i, ScalarMath.exp(get(x, xOffset + 4L * i)));
        }
    }

    @Override
    public void softmax(MemorySegment x, long offset, int n) {
        float max = max(x, offset, n);
        float sum = 0;
        for (int i = 0; i < n; i++) {
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
        float sum = 0;
        for (int i = 0; i < n; i++) {
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
        for (int i = 0; i < n; i++) {
            put(y, yOffset + 4L * i, get(x, xOffset + 4L * i) * factor * get(w, wOffset + 4L * i));
        }
    }

    @Override
    public void silu(MemorySegment x, long offset, int n) {
        for (int i = 0; i < n; i++) {
            put(x, offset + 4L * i, ScalarMath.silu(get(x, offset + 4L * i)));
        }
    }

    @Override
    public void siluTimes(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
        for (int i = 0; i < n; i++) {
            put(x, xOffset + 4L * i, ScalarMath.silu(get(x, xOffset + 4L * i)) * get(y, yOffset + 4L * i));
        }
    }

    @Override
    public void rotateHalves(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        for (int c = 0; c < half; c++) {
            float u = get(x, offset + 4L * c);
            float v = get(x, offset + 4L * (half + c));
            put(x, offset + 4L * c, u * cos[tableOffset + c] - v * sin[tableOffset + c]);
            put(x, offset + 4L * (half + c), u * sin[tableOffset + c] + v * cos[tableOffset + c]);
        }
    }

    @Override
    public void rotateAdjacent(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset) {
        for (int c = 0; c < d / 2; c++) {
            float u = get(x, offset + 8L * c);
            float v = get(x, offset + 8L * c + 4);
            put(x, offset + 8L * c, u * cos[tableOffset + c] - v * sin[tableOffset + c]);
            put(x, offset + 8L * c + 4, u * sin[tableOffset + c] + v * cos[tableOffset + c]);
        }
    }
}
