package dev.lemma.linalg;

/// The kernels behind [VectorOps], whose Javadoc says what each computes. They trust their arguments.
interface VectorKernels {
    float dot(float[] x, int xOffset, float[] y, int yOffset, int n);

    void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n);

    void scale(float alpha, float[] x, int offset, int n);

    float sum(float[] x, int offset, int n);

    float max(float[] x, int offset, int n);

    void exp(float[] x, int xOffset, float[] y, int yOffset, int n);

    void softmax(float[] x, int offset, int n);

    float logSumExp(float[] x, int offset, int n);

    void rmsNorm(float[] x, int xOffset, float[] w, int wOffset, float epsilon, float[] y, int yOffset, int n);

    void silu(float[] x, int offset, int n);

    void siluTimes(float[] x, int xOffset, float[] y, int yOffset, int n);

    void rotateHalves(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset);

    void rotateAdjacent(float[] x, int offset, int d, float[] cos, float[] sin, int tableOffset);
}
