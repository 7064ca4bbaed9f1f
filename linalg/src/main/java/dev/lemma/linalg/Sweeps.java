package dev.lemma.linalg;

/// A batch of sweeps of rotations of neighbouring rows, one for the left vectors and one for the right ones
/// each.
///
/// Fixed memory: a batch is full when the next sweep might not fit.
final class Sweeps {
    private static final int MAX_SWEEPS = 64;

    private final double[] left;
    private final double[] right;
    private final int[] first = new int[MAX_SWEEPS];
    private final int[] steps = new int[MAX_SWEEPS];
    private final int[] starts = new int[MAX_SWEEPS + 1];
    private int sweeps;
    private int count;

    /// For `n` rows.
    Sweeps(int n) {
        int capacity = Math.max(1, n) * 32;
        left = new double[2 * capacity];
        right = new double[2 * capacity];
    }

    void clear() {
        sweeps = 0;
        count = 0;
    }

    boolean isEmpty() {
        return sweeps == 0;
    }

    boolean hasRoom(int rotations) {
        return sweeps < MAX_SWEEPS && 2 * (count + rotations) <= left.length;
    }

    /// Begins a sweep over rows `[lo, hi]`.
    void begin(int lo, int hi, boolean down) {
        first[sweeps] = down ? lo : hi - 1;
        steps[sweeps] = down ? 1 : -1;
        starts[sweeps] = count;
    }

    /// The next rotation of the sweep on either side.
    void add(double leftC, double leftS, double rightC, double rightS) {
        int at = 2 * count++;
        left[at] = leftC;
        left[at + 1] = leftS;
        right[at] = rightC;
        right[at + 1] = rightS;
    }

    void end() {
        sweeps++;
        starts[sweeps] = count;
    }

    /// Rows in slabs of [#SLAB] columns, `[slabs, n, SLAB]`: one slab is a piece of work that stays in the
    /// cache through a batch.
    static final int SLAB = 32;

    /// The identity, of `n` rows, in slabs.
    static double[][] identity(int n) {
        double[][] slabs = new double[(n + SLAB - 1) / SLAB][];
        for (int t = 0; t < slabs.length; t++) {
            slabs[t] = new double[n * SLAB];
            int from = t * SLAB;
            for (int i = from; i < Math.min(n, from + SLAB); i++) {
                slabs[t][i * SLAB + i - from] = 1;
            }
        }
        return slabs;
    }

    void apply(DoubleKernels kernels, boolean leftSide, double[] slab) {
        double[] turns = leftSide ? left : right;
        for (int i = 0; i < sweeps; i++) {
            kernels.rotate(slab, 0, SLAB, SLAB, first[i], steps[i], starts[i + 1] - starts[i], turns, 2 * starts[i]);
        }
    }

    /// Rows `order[0], order[1], ...` of the slabs, as `[order.length, n]` in the first `n` of `stride`
    /// columns.
    static double[] rows(double[][] slabs, int n, int[] order, int count, int stride) {
        double[] rows = new double[Checks.size("vectors", count, stride)];
        for (int i = 0; i < count; i++) {
            for (int t = 0; t < slabs.length; t++) {
                int from = t * SLAB;
                System.arraycopy(slabs[t], order[i] * SLAB, rows, i * stride + from, Math.min(SLAB, n - from));
            }
        }
        return rows;
    }
}
