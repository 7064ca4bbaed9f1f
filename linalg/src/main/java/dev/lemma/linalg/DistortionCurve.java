package dev.lemma.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The largest distortion of the squared distances of n points, for every number of dimensions at once.
///
/// The first m of d coordinates of a [RandomProjection], times `sqrt(d / m)`, are a projection to m
/// dimensions. So one pass over all pairs that adds the squared differences coordinate by coordinate sees
/// the distortion at every m, for what one measurement at d costs; a search over d by bisection would make
/// one such pass for each guess. Immutable.
public final class DistortionCurve {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /// Points of a tile: the lanes of four vectors, so that sums of two rows take eight registers.
    private static final int TILE = 4 * LANES;

    private final int step;
    private final int outputs;
    private final List<float[]> largest;

    private DistortionCurve(int step, int outputs, List<float[]> largest) {
        this.step = step;
        this.outputs = outputs;
        this.largest = largest;
    }

    /// Measures all pairs. Takes `n^2 (D + a d) / 2` subtractions and multiplications for `a` projections,
    /// and `4 n` floats times four vectors for each thread.
    ///
    /// @param n points, at least 2
    /// @param inputs D, at least 1
    /// @param before the points, [n, D], finite
    /// @param outputs d, at least 1
    /// @param after their projections, each [n, d], finite
    /// @param step dimensions between two places of the curve, at least 1
    /// @throws IllegalArgumentException if a size is out of range, an array too short, or a distance not
    ///     finite
    public static DistortionCurve of(
            int n, int inputs, float[] before, int outputs, List<float[]> after, int step, WorkerPool pool) {
        checkAtLeast("n", n, 2);
        checkAtLeast("inputs", inputs, 1);
        checkAtLeast("outputs", outputs, 1);
        checkAtLeast("step", step, 1);
        checkAtLeast("length of before", before.length, (long) n * inputs);
        for (float[] points : after) {
            checkAtLeast("length of after", points.length, (long) n * outputs);
        }
        int places = (outputs + step - 1) / step;
        int tiles = (n + TILE - 1) / TILE;
        Worker[] workers = new Worker[pool.threads()];
        Arrays.setAll(workers, i -> new Worker(n, Math.max(inputs, outputs), places, after.size()));
        // The last tile has the most pairs: longest tasks first.
        pool.run(
                tiles,
                (task, worker) -> workers[worker].tile(tiles - 1 - task, n, inputs, before, outputs, after, step));
        List<float[]> largest = new ArrayList<>();
        for (int p = 0; p < after.size(); p++) {
            float[] curve = new float[places];
            for (Worker worker : workers) {
                worker.mergeInto(curve, p, places);
            }
            for (float value : curve) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "projection " + p + " has a distance that is not finite: NaN or too large values");
                }
            }
            largest.add(curve);
        }
        return new DistortionCurve(step, outputs, largest);
    }

    /// Number of places of the curve.
    public int places() {
        return (outputs + step - 1) / step;
    }

    /// Dimensions at a place.
    ///
    /// @param place in `[0, places)`
    public int dimensions(int place) {
        return Math.min(outputs, (place + 1) * step);
    }

    /// Largest `|ratio - 1|` of squared distances.
    ///
    /// @param projection which of the projections
    /// @param place in `[0, places)`
    public double largest(int projection, int place) {
        return largest.get(projection)[place];
    }

    /// The number of dimensions from which on the largest distortion is at most `eps`, there and at all
    /// later places; empty if it is not so at the last one.
    ///
    /// @param projection which of the projections
    public OptionalInt holdsFrom(int projection, double eps) {
        int place = places();
        while (place > 0 && largest(projection, place - 1) <= eps) {
            place--;
        }
        return place == places() ? OptionalInt.empty() : OptionalInt.of(dimensions(place));
    }

    private static void checkAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", not at least " + least);
        }
    }

    /// The memory of one thread.
    private static final class Worker {
        /// Coordinates of the tile's points, [width, TILE].
        private final float[] tile;
        /// One over the squared distance before, 0 for what is no pair, [n, TILE].
        private final float[] inverse;
        /// Sums of two rows, [2, TILE].
        private final float[] sums = new float[2 * TILE];
        /// Smallest and largest ratio, [projections, places, LANES] each.
        private final float[] least;
        private final float[] greatest;

        Worker(int n, int width, int places, int projections) {
            tile = new float[width * TILE];
            inverse = new float[(n + 1) * TILE];
            least = new float[projections * places * LANES];
            greatest = new float[projections * places * LANES];
            Arrays.fill(least, 1);
            Arrays.fill(greatest, 1);
        }

        void tile(int number, int n, int inputs, float[] before, int outputs, List<float[]> after, int step) {
            int first = number * TILE;
            int end = Math.min(n, first + TILE);
            transpose(before, inputs, first, end);
            for (int i = 0; i < end; i += 2) {
                Arrays.fill(sums, 0);
                int second = Math.min(i + 1, end - 1);
                accumulate(before, i * inputs, second * inputs, 0, inputs);
                for (int row = 0; row < 2; row++) {
                    for (int j = 0; j < TILE; j++) {
                        boolean pair = i + row < first + j && first + j < end;
                        float distance = sums[row * TILE + j];
                        if (pair && !(distance < Float.POSITIVE_INFINITY)) {
                            throw new IllegalArgumentException("squared distance of points " + (i + row) + " and "
                                    + (first + j) + " = " + distance + ", not finite");
                        }
                        inverse[(i + row) * TILE + j] = pair && distance > 0 ? 1 / distance : 0;
                    }
                }
            }
            int places = (outputs + step - 1) / step;
            for (int p = 0; p < after.size(); p++) {
                float[] points = after.get(p);
                transpose(points, outputs, first, end);
                for (int i = 0; i < end; i += 2) {
                    int second = Math.min(i + 1, end - 1);
                    Arrays.fill(sums, 0);
                    for (int place = 0; place < places; place++) {
                        int to = Math.min(outputs, (place + 1) * step);
                        accumulate(points, i * outputs, second * outputs, place * step, to);
                        compare(i, (float) outputs / to, (p * places + place) * LANES);
                    }
                }
            }
        }

        private void transpose(float[] points, int width, int first, int end) {
            for (int c = 0; c < width; c++) {
                for (int j = 0; j < TILE; j++) {
                    tile[c * TILE + j] = first + j < end ? points[(first + j) * width + c] : 0;
                }
            }
        }

        /// `sums[row, j] += sum_c (x[row, c] - tile[c, j])^2` for two rows.
        private void accumulate(float[] x, int at0, int at1, int from, int to) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
            FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
            FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
            FloatVector a3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
            FloatVector b0 = FloatVector.fromArray(SPECIES, sums, 4 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, sums, 5 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, sums, 6 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, sums, 7 * LANES);
            for (int c = from; c < to; c++) {
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[at0 + c]);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[at1 + c]);
                FloatVector t = FloatVector.fromArray(SPECIES, tile, c * TILE);
                FloatVector d = x0.sub(t);
                FloatVector e = x1.sub(t);
                a0 = d.fma(d, a0);
                b0 = e.fma(e, b0);
                t = FloatVector.fromArray(SPECIES, tile, c * TILE + LANES);
                d = x0.sub(t);
                e = x1.sub(t);
                a1 = d.fma(d, a1);
                b1 = e.fma(e, b1);
                t = FloatVector.fromArray(SPECIES, tile, c * TILE + 2 * LANES);
                d = x0.sub(t);
                e = x1.sub(t);
                a2 = d.fma(d, a2);
                b2 = e.fma(e, b2);
                t = FloatVector.fromArray(SPECIES, tile, c * TILE + 3 * LANES);
                d = x0.sub(t);
                e = x1.sub(t);
                a3 = d.fma(d, a3);
                b3 = e.fma(e, b3);
            }
            a0.intoArray(sums, 0);
            a1.intoArray(sums, LANES);
            a2.intoArray(sums, 2 * LANES);
            a3.intoArray(sums, 3 * LANES);
            b0.intoArray(sums, 4 * LANES);
            b1.intoArray(sums, 5 * LANES);
            b2.intoArray(sums, 6 * LANES);
            b3.intoArray(sums, 7 * LANES);
        }

        /// Takes the ratios of two rows into account. What is no pair has ratio 1, which changes nothing.
        private void compare(int row, float scale, int at) {
            FloatVector low = FloatVector.fromArray(SPECIES, least, at);
            FloatVector high = FloatVector.fromArray(SPECIES, greatest, at);
            for (int j = 0; j < 2 * TILE; j += LANES) {
                FloatVector factor = FloatVector.fromArray(SPECIES, inverse, row * TILE + j);
                FloatVector ratio = FloatVector.fromArray(SPECIES, sums, j)
                        .mul(scale)
                        .mul(factor)
                        .blend(1, factor.compare(VectorOperators.EQ, 0));
                low = low.min(ratio);
                high = high.max(ratio);
            }
            low.intoArray(least, at);
            high.intoArray(greatest, at);
        }

        void mergeInto(float[] curve, int projection, int places) {
            for (int place = 0; place < places; place++) {
                for (int lane = 0; lane < LANES; lane++) {
                    int at = (projection * places + place) * LANES + lane;
                    curve[place] = Math.max(curve[place], Math.max(greatest[at] - 1, 1 - least[at]));
                }
            }
        }
    }
}
