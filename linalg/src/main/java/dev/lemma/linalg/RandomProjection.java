package dev.lemma.linalg;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A random linear map from D to d dimensions that keeps lengths and distances, each up to a small factor,
/// with high probability: `y = P x`, `E[|y|^2] = |x|^2` for every x.
///
/// | kind | matrix P [d, D] | one vector takes |
/// | --- | --- | --- |
/// | [Kind#GAUSSIAN] | independent `N(0, 1/d)` | `d D` multiplications |
/// | [Kind#SPARSE_SIGNS] | independent `+-sqrt(3/d)` with 1/6 each, else 0 | `d D / 3` additions |
/// | [Kind#FAST] | `sqrt(1/d) S H E` | `D log2 D` additions |
///
/// In the last one E has random signs on its diagonal, H is the Walsh-Hadamard matrix of the next power of
/// two, and S takes d of its rows at random without replacement.
///
/// For n points, [#dimension] says which d is certain to have a projection that keeps all distances, and
/// [#expectedDistortion] what the worst of them comes to. The first m coordinates of `y`, times `sqrt(d /
/// m)`, are a projection of the same kind to m dimensions.
///
/// The result depends on kind, D, d and seed only: each input coordinate (FAST: each 64) has a random
/// stream of its own. Immutable and thread-safe. Memory: `4 d D` bytes (Gaussian), about `2 d D / 3`
/// (sparse signs), `4 d + D / 8` (fast).
///
/// Source: Johnson & Lindenstrauss 1984; Dasgupta & Gupta 2003, theorem 2.1; Achlioptas 2003, theorem 1.1;
/// Ailon & Chazelle 2009 (the fast transform; here its last step is a plain sample of coordinates instead
/// of a sparse Gaussian matrix, as in Tropp 2011, section 1.2).
public final class RandomProjection {
    /// How the matrix is made.
    public enum Kind {
        /// Independent normal entries.
        GAUSSIAN,
        /// Two thirds zeros, the rest equal up to the sign.
        SPARSE_SIGNS,
        /// Signs, Walsh-Hadamard transform, sample.
        FAST
    }

    /// Largest D. The memory of the other kinds is bounded by [#MAX_ENTRIES].
    public static final int MAX_INPUT = 1 << 24;
    /// Largest d.
    public static final int MAX_OUTPUT = 1 << 16;
    /// Largest product of D and d for the kinds that keep a matrix.
    public static final long MAX_ENTRIES = 1L << 28;

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");
    /// 2^64 over the golden ratio, so that the seeds of neighbouring streams differ in many bits.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /// Points of a batch that are projected as one task.
    private static final int BLOCK = 16;

    private final Kind kind;
    private final int inputs;
    private final int outputs;
    private final long seed;
    /// Inputs, padded to a power of two; FAST only.
    private final int padded;

    // GAUSSIAN. [D, d]: the column of P for input c is at c * d, so that sparse and dense vectors both add
    // whole rows of it. Not yet divided by sqrt(d).
    private final float[] columns;

    // SPARSE_SIGNS. Outputs that input c is added to are at [ends[2c - 1], ends[2c]), subtracted from at
    // [ends[2c], ends[2c + 1]).
    private final char[] touched;
    private final int[] ends;

    // FAST. Sign bits of the inputs, and the d sampled rows of the transform.
    private final long[] signs;
    private final int[] sample;

    private RandomProjection(
            Kind kind,
            int inputs,
            int outputs,
            long seed,
            float[] columns,
            char[] touched,
            int[] ends,
            long[] signs,
            int[] sample) {
        this.kind = kind;
        this.inputs = inputs;
        this.outputs = outputs;
        this.seed = seed;
        this.padded = paddedTo(inputs);
        this.columns = columns;
        this.touched = touched;
        this.ends = ends;
        this.signs = signs;
        this.sample = sample;
    }

    /// Makes a projection.
    ///
    /// @param inputs D, in `[1, 2^24]`
    /// @param outputs d, in `[1, min(D, 2^16)]`: more dimensions than there were keep nothing better
    /// @param seed any
    /// @throws IllegalArgumentException if a size is out of range, or `d D` is above 2^28 for a kind that
    ///     keeps a matrix
    public static RandomProjection of(Kind kind, int inputs, int outputs, long seed) {
        checkRange("inputs", inputs, 1, MAX_INPUT);
        checkRange("outputs", outputs, 1, Math.min(inputs, MAX_OUTPUT));
        if (kind != Kind.FAST && (long) inputs * outputs > MAX_ENTRIES) {
            throw new IllegalArgumentException("inputs * outputs = " + (long) inputs * outputs + ", not at most "
                    + MAX_ENTRIES + " for " + kind + "; FAST has no such limit");
        }
        return switch (kind) {
            case GAUSSIAN -> gaussian(inputs, outputs, seed);
            case SPARSE_SIGNS -> sparseSigns(inputs, outputs, seed);
            case FAST -> fast(inputs, outputs, seed);
        };
    }

    private static RandomProjection gaussian(int inputs, int outputs, long seed) {
        float[] columns = new float[inputs * outputs];
        for (int c = 0; c < inputs; c++) {
            RandomGenerator random = stream(seed, c);
            for (int r = 0; r < outputs; r++) {
                columns[c * outputs + r] = (float) random.nextGaussian();
            }
        }
        return new RandomProjection(
                Kind.GAUSSIAN, inputs, outputs, seed, columns, new char[0], new int[0], new long[0], new int[0]);
    }

    private static RandomProjection sparseSigns(int inputs, int outputs, long seed) {
        int[] ends = new int[2 * inputs];
        char[] touched = new char[Math.max(64, (int) ((long) inputs * outputs / 3))];
        char[] minus = new char[outputs];
        int end = 0;
        for (int c = 0; c < inputs; c++) {
            RandomGenerator random = stream(seed, c);
            if (end + outputs > touched.length) {
                touched = Arrays.copyOf(touched, Math.max(end + outputs, touched.length + touched.length / 8));
            }
            int subtracted = 0;
            for (int r = 0; r < outputs; r++) {
                switch (random.nextInt(6)) {
                    case 0 -> touched[end++] = (char) r;
                    case 1 -> minus[subtracted++] = (char) r;
                    default -> {}
                }
            }
            ends[2 * c] = end;
            System.arraycopy(minus, 0, touched, end, subtracted);
            end += subtracted;
            ends[2 * c + 1] = end;
        }
        char[] exact = Arrays.copyOf(touched, end);
        return new RandomProjection(
                Kind.SPARSE_SIGNS, inputs, outputs, seed, new float[0], exact, ends, new long[0], new int[0]);
    }

    private static RandomProjection fast(int inputs, int outputs, long seed) {
        long[] signs = new long[(inputs + 63) / 64];
        for (int w = 0; w < signs.length; w++) {
            signs[w] = stream(seed, w + 1L).nextLong();
        }
        int padded = paddedTo(inputs);
        // The first d places of a random permutation (Fisher & Yates; Durstenfeld 1964).
        int[] places = new int[padded];
        Arrays.setAll(places, i -> i);
        RandomGenerator random = stream(seed, 0);
        for (int i = 0; i < outputs; i++) {
            int j = i + random.nextInt(padded - i);
            int kept = places[i];
            places[i] = places[j];
            places[j] = kept;
        }
        return new RandomProjection(
                Kind.FAST,
                inputs,
                outputs,
                seed,
                new float[0],
                new char[0],
                new int[0],
                signs,
                Arrays.copyOf(places, outputs));
    }

    private static RandomGenerator stream(long seed, long number) {
        return GENERATORS.create(seed + GOLDEN * (number + 1));
    }

    private static int paddedTo(int inputs) {
        return inputs == 1 ? 1 : Integer.highestOneBit(inputs - 1) << 1;
    }

    /// `sqrt(8 ln n / d)`: what the largest relative distortion of the squared distances of n points comes
    /// to, for d large against ln n. Follows from the normal tail: the worst of `n^2 / 2` relative errors
    /// of standard deviation `sqrt(2 / d)` is near `2 sqrt(ln n)` deviations.
    ///
    /// @param points n, at least 2
    /// @param outputs d, at least 1
    /// @throws IllegalArgumentException if one is smaller
    public static double expectedDistortion(long points, int outputs) {
        checkRange("points", points, 2, Long.MAX_VALUE);
        checkRange("outputs", outputs, 1, Integer.MAX_VALUE);
        return Math.sqrt(8 * Math.log((double) points) / outputs);
    }

    /// `4 ln n / (eps^2 / 2 - eps^3 / 3)`: from this d on, some projection keeps all squared distances of n
    /// points within the factors `1 - eps` and `1 + eps` (Dasgupta & Gupta 2003, theorem 2.1); a random one
    /// does with a probability of at least 1/n.
    ///
    /// @param points n, at least 2
    /// @param eps in (0, 1)
    /// @return d, rounded up
    /// @throws IllegalArgumentException if an argument is out of range
    public static long dimension(long points, double eps) {
        checkRange("points", points, 2, Long.MAX_VALUE);
        if (!(eps > 0 && eps < 1)) {
            throw new IllegalArgumentException("eps = " + eps + ", not in (0, 1)");
        }
        return (long) Math.ceil(4 * Math.log((double) points) / (eps * eps / 2 - eps * eps * eps / 3));
    }

    /// How the matrix was made.
    public Kind kind() {
        return kind;
    }

    /// D.
    public int inputs() {
        return inputs;
    }

    /// d.
    public int outputs() {
        return outputs;
    }

    /// The seed.
    public long seed() {
        return seed;
    }

    /// One entry of P, for readers and tests; the projections do not use it.
    ///
    /// @param row in `[0, d)`
    /// @param column in `[0, D)`
    public double entry(int row, int column) {
        checkRange("row", row, 0, outputs - 1);
        checkRange("column", column, 0, inputs - 1);
        return switch (kind) {
            case GAUSSIAN -> columns[column * outputs + row] / Math.sqrt(outputs);
            case SPARSE_SIGNS -> {
                int from = column == 0 ? 0 : ends[2 * column - 1];
                int middle = ends[2 * column];
                int to = ends[2 * column + 1];
                int sign = Arrays.binarySearch(touched, from, middle, (char) row) >= 0
                        ? 1
                        : Arrays.binarySearch(touched, middle, to, (char) row) >= 0 ? -1 : 0;
                yield sign * Math.sqrt(3.0 / outputs);
            }
            case FAST -> {
                int sign = (Integer.bitCount(sample[row] & column) & 1) == 0 ? sign(column) : -sign(column);
                yield sign / Math.sqrt(outputs);
            }
        };
    }

    /// Projects a vector.
    ///
    /// @param x [D], finite
    /// @return y [d]
    /// @throws IllegalArgumentException if x has another length or holds a value that is not finite
    public float[] project(float[] x) {
        checkLength("x", x.length, inputs);
        checkFinite("x", x, 0, inputs);
        float[] y = new float[outputs];
        projectChecked(x, 0, y, 0, scratch());
        return y;
    }

    /// Projects a sparse vector: `x[indices[i]] = values[i]`, all else 0. Takes time for the values only,
    /// except for FAST, which takes as long as for a dense one.
    ///
    /// @param indices in `[0, D)`; an index that comes twice counts twice
    /// @param values as many, finite
    /// @return y [d]
    /// @throws IllegalArgumentException if the lengths differ, an index is out of range or a value is not
    ///     finite
    public float[] project(int[] indices, float[] values) {
        checkLength("values", values.length, indices.length);
        for (int index : indices) {
            checkRange("index", index, 0, inputs - 1);
        }
        checkFinite("values", values, 0, values.length);
        float[] y = new float[outputs];
        if (kind == Kind.FAST) {
            float[] scratch = scratch();
            for (int i = 0; i < indices.length; i++) {
                scratch[indices[i]] += values[i];
            }
            fastFrom(scratch, y, 0);
            return y;
        }
        for (int i = 0; i < indices.length; i++) {
            add(indices[i], values[i], y, 0);
        }
        scale(y, 0);
        return y;
    }

    /// Projects n vectors. Each is computed as by [#project(float[])], so the result does not depend on the
    /// number of threads.
    ///
    /// @param n how many
    /// @param x [n, D], finite
    /// @param y [n, d], overwritten
    /// @throws IllegalArgumentException if x or y is too short or x holds a value that is not finite; y is
    ///     then partly overwritten
    public void project(int n, float[] x, float[] y, WorkerPool pool) {
        checkRange("n", n, 0, Integer.MAX_VALUE);
        checkAtLeast("x", x.length, (long) n * inputs);
        checkAtLeast("y", y.length, (long) n * outputs);
        float[][] scratches = new float[pool.threads()][];
        Arrays.setAll(scratches, i -> scratch());
        pool.run((n + BLOCK - 1) / BLOCK, (block, worker) -> {
            int end = Math.min(n, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                checkFinite("x", x, i * inputs, inputs);
                Arrays.fill(y, i * outputs, (i + 1) * outputs, 0);
                projectChecked(x, i * inputs, y, i * outputs, scratches[worker]);
            }
        });
    }

    private float[] scratch() {
        return new float[kind == Kind.FAST ? padded : 0];
    }

    private void projectChecked(float[] x, int xAt, float[] y, int yAt, float[] scratch) {
        if (kind == Kind.FAST) {
            System.arraycopy(x, xAt, scratch, 0, inputs);
            Arrays.fill(scratch, inputs, padded, 0);
            fastFrom(scratch, y, yAt);
            return;
        }
        for (int c = 0; c < inputs; c++) {
            float value = x[xAt + c];
            if (value != 0) {
                add(c, value, y, yAt);
            }
        }
        scale(y, yAt);
    }

    /// `y += value P[:, c]`, before [#scale].
    private void add(int c, float value, float[] y, int yAt) {
        if (kind == Kind.GAUSSIAN) {
            int from = c * outputs;
            for (int r = 0; r < outputs; r++) {
                y[yAt + r] += value * columns[from + r];
            }
            return;
        }
        int middle = ends[2 * c];
        for (int i = c == 0 ? 0 : ends[2 * c - 1]; i < middle; i++) {
            y[yAt + touched[i]] += value;
        }
        int end = ends[2 * c + 1];
        for (int i = middle; i < end; i++) {
            y[yAt + touched[i]] -= value;
        }
    }

    private void scale(float[] y, int yAt) {
        float factor = (float) Math.sqrt((kind == Kind.GAUSSIAN ? 1.0 : 3.0) / outputs);
        for (int r = 0; r < outputs; r++) {
            y[yAt + r] *= factor;
        }
    }

    private void fastFrom(float[] scratch, float[] y, int yAt) {
        for (int c = 0; c < inputs; c++) {
            if (sign(c) < 0) {
                scratch[c] = -scratch[c];
            }
        }
        WalshHadamard.transform(scratch);
        float factor = (float) Math.sqrt(1.0 / outputs);
        for (int r = 0; r < outputs; r++) {
            y[yAt + r] = factor * scratch[sample[r]];
        }
    }

    private int sign(int c) {
        return (signs[c >>> 6] >>> c & 1) == 0 ? 1 : -1;
    }

    private static void checkRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " = " + value + ", not in [" + min + ", " + max + "]");
        }
    }

    private static void checkLength(String name, int length, int wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException("length of " + name + " = " + length + ", not " + wanted);
        }
    }

    private static void checkAtLeast(String name, int length, long wanted) {
        if (length < wanted) {
            throw new IllegalArgumentException("length of " + name + " = " + length + ", not at least " + wanted);
        }
    }

    private static void checkFinite(String name, float[] x, int from, int length) {
        // 0 times a finite value is 0, times any other NaN: one sum tells, without a branch for each value.
        float zero = 0;
        for (int i = from; i < from + length; i++) {
            zero += 0 * x[i];
        }
        if (zero == 0) {
            return;
        }
        for (int i = from; i < from + length; i++) {
            if (!Float.isFinite(x[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] = " + x[i] + ", not finite");
            }
        }
    }
}
