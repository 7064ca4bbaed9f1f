package dev.lemma.linalg;

import java.util.Arrays;

/// The first singular values and vectors of a large matrix from products with random blocks of vectors.
///
/// Either method makes an orthonormal basis Q of a space that holds the first left singular vectors nearly,
/// and decomposes `Q Q^T A`:
///
/// | method | space | take it |
/// | --- | --- | --- |
/// | [Method#POWER] | `(A A^T)^q A W`, W of rank + 10 columns | for few passes and rough results |
/// | [Method#KRYLOV] | all of `A W, (A A^T) A W, ...`, W of few columns | else: far more accurate for the same products
/// |
///
/// Each block is orthogonalised against all before it, twice. The basis is on the shorter side of A. Values
/// below 2^-20 of the largest cannot be told from zero in floats and are left out, so the rank of the result
/// can be below that asked for.
///
/// Thread-safe for different workspaces. With basis size `l` and short and long side `m` and `n`: `2 l`
/// products of A or its transpose with a vector, `O((m + n) l^2)` operations, `4 (m + n) l + 32 l^2` bytes.
/// The result depends on matrix, options and lane width, not on the number of threads; its last bits can change
/// between calls, as compiled code adds the lanes of a sum in another order than interpreted code.
///
/// Source: Halko, Martinsson & Tropp 2011, algorithms 4.3, 4.4 and 5.1; Musco & Musco 2015, algorithm 2.
public final class RandomizedSvd {
    /// Which space is searched.
    public enum Method {
        /// Subspace iteration.
        POWER,
        /// Block Krylov space.
        KRYLOV
    }

    /// Is told of each step.
    @FunctionalInterface
    public interface Progress {
        /// A block is in the basis.
        ///
        /// @param step from 1
        /// @param steps at most so many
        /// @param error estimate of `|A - Q Q^T A|_F` so far
        void step(int step, int steps, double error);
    }

    /// Singular values below this share of the largest are rounding.
    private static final double LEAST = 0x1p-20;
    /// Vectors of the error estimate; it misses the spectral bound once in 10^10.
    private static final int PROBES = 10;
    /// Added to the rank by [Method#POWER], as Halko, Martinsson & Tropp 2011 advise in section 4.2.
    private static final int OVERSAMPLING = 10;

    /// What to compute and how.
    ///
    /// @param rank how many values at most, at least 1
    /// @param tolerance stop when `|A - U S V^T|_F <= tolerance |A|_F` by the estimate, and then cut to the
    ///     least rank that meets it; 0 for the rank alone; in `[0, 1)`
    /// @param method which space
    /// @param block vectors of a block of [Method#KRYLOV], at least 1
    /// @param steps blocks of the Krylov space, or power iterations, at least 0; a Krylov space has one block
    ///     at least
    /// @param seed of the random vectors
    public record Options(int rank, double tolerance, Method method, int block, int steps, long seed) {
        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException with name, value and range
        public Options {
            Checks.atLeast("rank", rank, 1);
            Checks.atLeast("block", block, 1);
            Checks.atLeast("steps", steps, 0);
            if (!(tolerance >= 0 && tolerance < 1)) {
                throw new IllegalArgumentException("tolerance = " + tolerance + ", not in [0, 1)");
            }
        }

        /// A Krylov space of two and a half times the rank, in four blocks at least, of 16 to 64.
        public static Options ofRank(int rank) {
            int block = Math.clamp(rank / 64 * 16L, 16, 64);
            long steps = Math.max(4, (5L * rank / 2 + block - 1) / block);
            return new Options(rank, 0, Method.KRYLOV, block, Math.toIntExact(steps), 0);
        }

        /// The least rank that keeps the relative Frobenius error below a bound.
        ///
        /// @param tolerance in `(0, 1)`
        /// @param most the rank at most
        public static Options ofTolerance(double tolerance, int most) {
            if (!(tolerance > 0)) {
                throw new IllegalArgumentException("tolerance = " + tolerance + ", not in (0, 1)");
            }
            return ofRank(most).withTolerance(tolerance);
        }

        /// With another tolerance.
        public Options withTolerance(double tolerance) {
            return new Options(rank, tolerance, method, block, steps, seed);
        }

        /// With subspace iteration of so many iterations.
        public Options withPowerIterations(int iterations) {
            return new Options(rank, tolerance, Method.POWER, block, iterations, seed);
        }

        /// With a Krylov space of `steps` blocks of `block` vectors.
        public Options withKrylov(int block, int steps) {
            return new Options(rank, tolerance, Method.KRYLOV, block, steps, seed);
        }

        /// With another seed.
        public Options withSeed(long seed) {
            return new Options(rank, tolerance, method, block, steps, seed);
        }
    }

    private final Workspace workspace;
    private final LinearOperator a;
    private final Options options;
    private final Progress progress;
    // Sizes of the short and the long side, A [m, n].
    private final int m;
    private final int n;
    /// `A W` for the random vectors of the estimate, less what the basis holds of it.
    private final float[] probes;

    private RandomizedSvd(Workspace workspace, LinearOperator a, Options options, Progress progress) {
        this.workspace = workspace;
        this.a = a;
        this.options = options;
        this.progress = progress;
        this.m = a.rows();
        this.n = a.columns();
        this.probes = new float[Checks.size("probes", m, PROBES)];
    }

    /// Decomposes a matrix.
    ///
    /// @throws IllegalArgumentException if a basis of the asked size does not fit in an array
    public static TruncatedSvd of(Workspace workspace, LinearOperator a, Options options) {
        return of(workspace, a, options, (step, steps, error) -> {});
    }

    /// Decomposes a matrix and tells of each step.
    ///
    /// @throws IllegalArgumentException if a basis of the asked size does not fit in an array
    public static TruncatedSvd of(Workspace workspace, LinearOperator a, Options options, Progress progress) {
        boolean turned = a.rows() > a.columns();
        LinearOperator oriented = turned ? a.transposed() : a;
        RandomizedSvd run = new RandomizedSvd(workspace, oriented, options, progress);
        return run.decompose(turned);
    }

    private TruncatedSvd decompose(boolean turned) {
        int rank = Math.min(options.rank, m);
        if (rank == 0) {
            return result(turned, new double[0], new float[0], new float[0], new double[0]);
        }
        float[] probe = FloatBlocks.gaussian(workspace, n, PROBES, ~options.seed);
        a.apply(workspace, PROBES, probe, probes);
        double whole = square(probes);
        FloatBasis basis =
                options.method == Method.POWER ? power(rank) : new FloatBasis(workspace, m, krylovSize(rank));
        float[] w = new float[Checks.size("basis", n, basis.capacity)];
        switch (options.method) {
            case POWER -> multiplyTransposed(basis, 0, basis.capacity, basis.q, w);
            case KRYLOV -> krylov(basis, w, whole);
        }
        return finish(turned, basis, w, rank, whole, probe);
    }

    private int krylovSize(int rank) {
        return Math.max(rank, (int) Math.min(m, (long) options.block * Math.max(1, options.steps)));
    }

    private void multiplyTransposed(FloatBasis basis, int at, int k, float[] block, float[] w) {
        if (k == basis.capacity) {
            a.applyTransposed(workspace, k, block, w);
            return;
        }
        float[] z = new float[n * k];
        a.applyTransposed(workspace, k, block, z);
        FloatBlocks.store(z, n, k, w, at, basis.capacity);
    }

    private static double square(float[] x) {
        double sum = 0;
        for (float element : x) {
            sum += (double) element * element;
        }
        return sum;
    }

    private FloatBasis power(int rank) {
        int k = Math.min(m, rank + OVERSAMPLING);
        float[] z = FloatBlocks.gaussian(workspace, n, k, options.seed);
        float[] y = new float[Checks.size("block", m, k)];
        for (int i = 0; ; i++) {
            a.apply(workspace, k, z, y);
            FloatBasis basis = new FloatBasis(workspace, m, k);
            basis.append(k, y);
            float[] rest = probes.clone();
            basis.project(PROBES, rest);
            progress.step(i + 1, options.steps + 1, Math.sqrt(square(rest) / PROBES));
            if (i == options.steps) {
                return basis;
            }
            a.applyTransposed(workspace, k, y, z);
            FloatBlocks.orthonormalize(workspace, n, k, z);
        }
    }

    private void krylov(FloatBasis basis, float[] w, double whole) {
        int block = Math.min(options.block, basis.capacity);
        int steps = (basis.capacity + block - 1) / block;
        float[] z = FloatBlocks.gaussian(workspace, n, block, options.seed);
        float[] y = new float[m * block];
        for (int step = 1; ; step++) {
            a.apply(workspace, block, z, y);
            int k = Math.min(block, basis.capacity - basis.count());
            if (k < block) {
                y = firstColumns(y, block, k);
            }
            int at = basis.count();
            int kept = basis.append(k, y);
            basis.project(PROBES, probes, at);
            double error = square(probes);
            progress.step(step, steps, Math.sqrt(error / PROBES));
            if (k < block) {
                multiplyTransposed(basis, at, k, y, w);
                return;
            }
            a.applyTransposed(workspace, k, y, z);
            FloatBlocks.store(z, n, k, w, at, basis.capacity);
            // Nothing new: the space is invariant. Within half the tolerance, as the cut to the rank costs
            // too.
            if (step == steps || kept == 0 || error <= 0.25 * options.tolerance * options.tolerance * whole) {
                return;
            }
            // Y = A Z with the span of Z in a basis of condition 1: the condition of Y is that of A, not its
            // square.
            FloatBlocks.orthonormalize(workspace, n, k, z);
        }
    }

    private float[] firstColumns(float[] y, int stride, int k) {
        float[] first = new float[m * k];
        for (int i = 0; i < m; i++) {
            System.arraycopy(y, i * stride, first, i * k, k);
        }
        return first;
    }

    /// The decomposition of `Q W^T`, with `W = A^T Q`, from the eigenvectors of `W^T W` in doubles: they are
    /// as good as the floats of W down to [#LEAST].
    private TruncatedSvd finish(boolean turned, FloatBasis basis, float[] w, int rank, double whole, float[] probe) {
        int l = basis.count();
        double[] gram = FloatBlocks.gram(workspace, n, l, w, basis.capacity);
        double trace = 0;
        for (int i = 0; i < l; i++) {
            trace += gram[i * l + i];
        }
        int wanted = Math.min(rank, l);
        SmallSvd eigen = SmallSvd.of(workspace, l, l, gram, 0, wanted);
        int kept = 0;
        while (kept < wanted && eigen.values[kept] > LEAST * LEAST * eigen.values[0]) {
            kept++;
        }
        double[] s = new double[kept];
        double missing = whole / PROBES * options.tolerance * options.tolerance;
        double outside = options.tolerance > 0 ? square(probes) / PROBES + trace : 0;
        for (int i = 0; i < kept; i++) {
            if (options.tolerance > 0 && outside <= missing) {
                kept = i;
                s = Arrays.copyOf(s, kept);
                break;
            }
            s[i] = Math.sqrt(eigen.values[i]);
            outside -= eigen.values[i];
        }
        // [l, kept], and the same over s.
        float[] toShort = new float[l * kept];
        float[] toLong = new float[l * kept];
        for (int i = 0; i < kept; i++) {
            for (int j = 0; j < l; j++) {
                toShort[j * kept + i] = (float) eigen.right[i * l + j];
                toLong[j * kept + i] = (float) (eigen.right[i * l + j] / s[i]);
            }
        }
        float[] u = times(m, kept, l, basis.q, basis.capacity, toShort);
        float[] v = times(n, kept, l, w, basis.capacity, toLong);
        if (kept > 0 && s[kept - 1] < 0x1p-6 * s[0]) {
            // The rounding of W is large against its small directions.
            FloatBlocks.orthonormalize(workspace, n, kept, v);
            FloatBlocks.orthonormalize(workspace, n, kept, v);
        }
        return result(turned, s, u, v, errorSquares(s, u, v, probe));
    }

    private float[] times(int rows, int columns, int k, float[] x, int stride, float[] y) {
        float[] z = new float[Checks.size("vectors", rows, columns)];
        Gemm.multiply(
                workspace,
                Gemm.Op.PLAIN,
                Gemm.Op.PLAIN,
                rows,
                columns,
                k,
                1,
                x,
                0,
                stride,
                y,
                0,
                columns,
                0,
                z,
                0,
                columns);
        return z;
    }

    private double[] errorSquares(double[] s, float[] u, float[] v, float[] probe) {
        int rank = s.length;
        float[] e = new float[m * PROBES];
        a.apply(workspace, PROBES, probe, e);
        float[] c = new float[rank * PROBES];
        Gemm.multiply(
                workspace,
                Gemm.Op.TRANSPOSED,
                Gemm.Op.PLAIN,
                rank,
                PROBES,
                n,
                1,
                v,
                0,
                rank,
                probe,
                0,
                PROBES,
                0,
                c,
                0,
                PROBES);
        for (int i = 0; i < c.length; i++) {
            c[i] *= (float) s[i / PROBES];
        }
        Gemm.multiply(
                workspace,
                Gemm.Op.PLAIN,
                Gemm.Op.PLAIN,
                m,
                PROBES,
                rank,
                -1,
                u,
                0,
                rank,
                c,
                0,
                PROBES,
                1,
                e,
                0,
                PROBES);
        double[] squares = new double[PROBES];
        for (int i = 0; i < e.length; i++) {
            squares[i % PROBES] += (double) e[i] * e[i];
        }
        return squares;
    }

    private TruncatedSvd result(boolean turned, double[] s, float[] u, float[] v, double[] squares) {
        ErrorEstimate error = ErrorEstimate.ofSquares(squares);
        return turned ? new TruncatedSvd(n, m, s, v, u, error) : new TruncatedSvd(m, n, s, u, v, error);
    }
}
