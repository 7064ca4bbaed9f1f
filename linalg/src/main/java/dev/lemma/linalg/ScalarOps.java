package dev.lemma.linalg;

/// Plain loops for a JVM without the Vector API; several sums at once, so that additions need not wait.
final class ScalarOps implements VectorKernels {
    @Override
    public float dot(float[] x, int xOffset, float[] y, int yOffset, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += x[xOffset + i] * y[yOffset + i];
            s1 += x[xOffset + i + 1] * y[yOffset + i + 1];
            s2 += x[xOffset + i + 2] * y[yOffset + i + 2];
            s3 += x[xOffset + i + 3] * y[yOffset + i + 3];
        }
        for (; i < n; i++) {
            s0 += x[xOffset + i] * y[yOffset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int offset, int n) {
        for (int i = 0; i < n; i++) {
            x[offset + i] *= alpha;
        }
    }

    @Override
    public float sum(float[] x, int offset, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += x[offset + i];
            s1 += x[offset + i + 1];
            s2 += x[offset + i + 2];
            s3 += x[offset + i + 3];
        }
        for (; i < n; i++) {
            s0 += x[offset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public float max(float[] x, int offset, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[offset + i]);
        }
        return max;
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = ScalarMath.exp(x[xOffset + i]);
        }
    }

    @Override
    public void softmax(float[] x, int offset, int n) {
        float max = max(x, offset, n);
        float sum = 0;
        for (int i = 0; i < n; i++) {
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
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += ScalarMath.exp(x[offset + i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void rmsNorm(float[] x, int xOffset, float[] w, int wOffset, float epsilon, float[] y, int yOffset, int n) {
        float factor = ScalarMath.inverseRoot(dot(x, xOffset, x, xOffset, n), n, epsilon);
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * factor * w[wOffset + i];
        }
    }

    @Override
    public void silu(float[] x, int offset, int n) {
        for (int i = 0; i < n; i++) {
            x[offset + i] = ScalarMath.silu(x[offset + i]);
        }
    }

    @Override
    public void siluTimes(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = ScalarMath.silu(x[xOffset + i]) * y[yOffset + i];
        }
    }

    @Override
    public void rotateHalves(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        int half = d / 2;
        for (int c = 0; c < half; c++) {
            float u = x[offset + c];
            float v = x[offset + half + c];
            x[offset + c] = u * cos[tableOffset + c] - v * sin[tableOffset + c];
            x[offset + half + c] = u * sin[tableOffset + c] + v * cos[tableOffset + c];
        }
    }

    @Override
    public void rotateAdjacent(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset) {
        for (int c = 0; c < d / 2; c++) {
            float u = x[offset + 2 * c];
            float v = x[offset + 2 * c + 1];
            x[offset + 2 * c] = u * cos[tableOffset + c] - v * sin[tableOffset + c];
            x[offset + 2 * c + 1] = u * sin[tableOffset + c] + v * cos[tableOffset + c];
        }
    }
}
