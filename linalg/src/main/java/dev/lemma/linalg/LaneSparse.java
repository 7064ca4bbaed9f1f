package dev.lemma.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SparseKernels] in lanes: the sums of a row stay in registers over all its elements.
final class LaneSparse implements SparseKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    @Override
    public void row(int from, int to, int[] columns, float[] values, float[] x, int k, float[] y, int yAt) {
        int j = 0;
        for (; j <= k - 4 * L; j += 4 * L) {
            four(from, to, columns, values, x, k, j, y, yAt + j);
        }
        for (; j <= k - L; j += L) {
            FloatVector sum = FloatVector.zero(S);
            for (int p = from; p < to; p++) {
                FloatVector row = FloatVector.fromArray(S, x, columns[p] * k + j);
                sum = LaneOps.mulAdd(FloatVector.broadcast(S, values[p]), row, sum);
            }
            sum.intoArray(y, yAt + j);
        }
        for (; j < k; j++) {
            float sum = 0;
            for (int p = from; p < to; p++) {
                sum += values[p] * x[columns[p] * k + j];
            }
            y[yAt + j] = sum;
        }
    }

    private static void four(
            int from, int to, int[] columns, float[] values, float[] x, int k, int j, float[] y, int yAt) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int p = from; p < to; p++) {
            FloatVector value = FloatVector.broadcast(S, values[p]);
            int row = columns[p] * k + j;
            s0 = LaneOps.mulAdd(value, FloatVector.fromArray(S, x, row), s0);
            s1 = LaneOps.mulAdd(value, FloatVector.fromArray(S, x, row + L), s1);
            s2 = LaneOps.mulAdd(value, FloatVector.fromArray(S, x, row + 2 * L), s2);
            s3 = LaneOps.mulAdd(value, FloatVector.fromArray(S, x, row + 3 * L), s3);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + L);
        s2.intoArray(y, yAt + 2 * L);
        s3.intoArray(y, yAt + 3 * L);
    }
}
