package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// The kernels behind [Weights]. They trust their arguments: whole blocks, inside the segment.
interface WeightKernels {
    /// Floats of scratch memory that [#dot] may need.
    int SCRATCH = 1024;

    /// Inner product of `n` stored weights from byte `at` on with floats.
    float dot(WeightType type, MemorySegment w, long at, int n, float[] x, int xAt, float[] scratch);

    /// Writes `n` stored weights from byte `at` on as floats.
    void decode(WeightType type, MemorySegment w, long at, int n, float[] out, int outAt);
}
