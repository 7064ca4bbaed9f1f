package dev.lemma.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// What the kernels in lanes share, apart from [GemmJob] so that that loads without the Vector API.
final class LaneGemm {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private LaneGemm() {}

    /// The choice by the number of vector registers.
    static GemmKernel fastest() {
        boolean manyRegisters = S.vectorShape() == VectorShape.S_512_BIT
                || System.getProperty("os.arch").equals("aarch64");
        return manyRegisters ? new LaneGemm8() : new LaneGemm4();
    }

    /// [GemmKernel#write] of tiles two vectors wide.
    static void write(int rows, float[] sums, float alpha, float beta, float[] c, int cAt, int stride) {
        FloatVector factor = FloatVector.broadcast(S, alpha);
        if (beta == 0) {
            for (int r = 0; r < rows; r++) {
                int at = cAt + r * stride;
                FloatVector.fromArray(S, sums, 2 * r * L).mul(factor).intoArray(c, at);
                FloatVector.fromArray(S, sums, 2 * r * L + L).mul(factor).intoArray(c, at + L);
            }
            return;
        }
        FloatVector kept = FloatVector.broadcast(S, beta);
        for (int r = 0; r < rows; r++) {
            int at = cAt + r * stride;
            FloatVector low = FloatVector.fromArray(S, c, at).mul(kept);
            FloatVector high = FloatVector.fromArray(S, c, at + L).mul(kept);
            LaneOps.mulAdd(FloatVector.fromArray(S, sums, 2 * r * L), factor, low)
                    .intoArray(c, at);
            LaneOps.mulAdd(FloatVector.fromArray(S, sums, 2 * r * L + L), factor, high)
                    .intoArray(c, at + L);
        }
    }
}
