package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// The kernels behind [SegmentOps], whose Javadoc says what each computes. They trust their arguments.
interface SegmentKernels {
    float dot(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n);

    void axpy(float alpha, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n);

    void scale(float alpha, MemorySegment x, long offset, int n);

    float sum(MemorySegment x, long offset, int n);

    float max(MemorySegment x, long offset, int n);

    void exp(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n);

    void softmax(MemorySegment x, long offset, int n);

    float logSumExp(MemorySegment x, long offset, int n);

    void rmsNorm(
            MemorySegment x,
            long xOffset,
            MemorySegment w,
            long wOffset,
            float epsilon,
            MemorySegment y,
            long yOffset,
            int n);

    void silu(MemorySegment x, long offset, int n);

    void siluTimes(MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n);

    void rotateHalves(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset);

    void rotateAdjacent(MemorySegment x, long offset, int d, float[] cos, float[] sin, int tableOffset);
}
