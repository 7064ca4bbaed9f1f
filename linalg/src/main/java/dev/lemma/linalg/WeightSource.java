package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// Stored weights as the right factor: B is their transpose, decoded while it is packed.
final class WeightSource implements PanelSource {
    /// Rows that are decoded and then packed together.
    static final int ROWS = 4;

    private static final Weights NONE = Weights.of(WeightType.F32, 0, 0, MemorySegment.NULL);

    private Weights weights = NONE;

    WeightSource of(Weights weights) {
        this.weights = weights;
        return this;
    }

    void clear() {
        weights = NONE;
    }

    @Override
    public void pack(int k0, int kCount, int j0, int jCount, float[] panel, int at, int width, float[] scratch) {
        for (int j = 0; j < jCount; j += ROWS) {
            int rows = Math.min(ROWS, jCount - j);
            for (int r = 0; r < rows; r++) {
                weights.decode(j0 + j + r, k0, kCount, scratch, r * kCount);
            }
            int filled = j + rows < jCount ? rows : width - j;
            Packing.across(scratch, 0, kCount, rows, filled, kCount, panel, at + j, width);
        }
    }
}
