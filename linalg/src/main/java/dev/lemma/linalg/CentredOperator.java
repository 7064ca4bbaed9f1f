package dev.lemma.linalg;

import java.util.Arrays;

/// `A - 1 mu^T`.
final class CentredOperator implements LinearOperator {
    private final LinearOperator a;
    private final float[] means;

    private CentredOperator(LinearOperator a, float[] means) {
        this.a = a;
        this.means = means;
    }

    static CentredOperator of(Workspace workspace, LinearOperator a) {
        Checks.atLeast("rows", a.rows(), 1);
        float[] ones = new float[a.rows()];
        Arrays.fill(ones, 1f / a.rows());
        float[] means = new float[a.columns()];
        a.applyTransposed(workspace, 1, ones, means);
        return new CentredOperator(a, means);
    }

    @Override
    public int rows() {
        return a.rows();
    }

    @Override
    public int columns() {
        return a.columns();
    }

    @Override
    public void apply(Workspace workspace, int k, float[] x, float[] y) {
        a.apply(workspace, k, x, y);
        // Every row of 1 (mu^T X) is the same.
        double[] shift = new double[k];
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < k; j++) {
                shift[j] += (double) means[i] * x[i * k + j];
            }
        }
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < k; j++) {
                y[i * k + j] -= (float) shift[j];
            }
        }
    }

    @Override
    public void applyTransposed(Workspace workspace, int k, float[] x, float[] y) {
        a.applyTransposed(workspace, k, x, y);
        double[] sums = new double[k];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < k; j++) {
                sums[j] += x[i * k + j];
            }
        }
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < k; j++) {
                y[i * k + j] -= (float) (means[i] * sums[j]);
            }
        }
    }
}
