package dev.lemma.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of 4 rows and two vectors: 8 sums, for processors with 16 vector registers (SSE, AVX2).
final class LaneGemm4 implements GemmKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int ROWS = 4;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * L;
    }

    // One method with local variables only, and nothing but the sums: past some number of nodes the compiler
    // inlines no more, and vectors that are passed to methods are then allocated.
    @Override
    public void tile(int k, float[] a, int aAt, float[] b, int bAt, float[] sums) {
        FloatVector c00 = FloatVector.zero(S);
        FloatVector c01 = FloatVector.zero(S);
        FloatVector c10 = FloatVector.zero(S);
        FloatVector c11 = FloatVector.zero(S);
        FloatVector c20 = FloatVector.zero(S);
        FloatVector c21 = FloatVector.zero(S);
        FloatVector c30 = FloatVector.zero(S);
        FloatVector c31 = FloatVector.zero(S);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + p * 2 * L);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + p * 2 * L + L);
            int ai = aAt + p * ROWS;
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = LaneOps.mulAdd(a0, b0, c00);
            c01 = LaneOps.mulAdd(a0, b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + 1]);
            c10 = LaneOps.mulAdd(a1, b0, c10);
            c11 = LaneOps.mulAdd(a1, b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2]);
            c20 = LaneOps.mulAdd(a2, b0, c20);
            c21 = LaneOps.mulAdd(a2, b1, c21);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3]);
            c30 = LaneOps.mulAdd(a3, b0, c30);
            c31 = LaneOps.mulAdd(a3, b1, c31);
        }
        c00.intoArray(sums, 0);
        c01.intoArray(sums, L);
        c10.intoArray(sums, 2 * L);
        c11.intoArray(sums, 3 * L);
        c20.intoArray(sums, 4 * L);
        c21.intoArray(sums, 5 * L);
        c30.intoArray(sums, 6 * L);
        c31.intoArray(sums, 7 * L);
    }

    @Override
    public void write(float[] sums, float alpha, float beta, float[] c, int cAt, int stride) {
        LaneGemm.write(ROWS, sums, alpha, beta, c, cAt, stride);
    }
}
