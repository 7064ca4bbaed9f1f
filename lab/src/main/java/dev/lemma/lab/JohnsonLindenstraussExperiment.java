package dev.lemma.lab;

import dev.lemma.lab.Figure.Axis;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import dev.lemma.linalg.DistortionCurve;
import dev.lemma.linalg.RandomProjection;
import dev.lemma.linalg.RandomProjection.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// `jl`: how many dimensions a random projection needs to keep the squared distances of n points within `1
/// +- eps`.
///
/// Half of the points have independent N(0, 1) entries, half have two entries that are not 0, which a
/// sparse matrix could do badly with. For each n, kind and repetition one pass over all pairs gives the
/// largest distortion at every number of dimensions ([DistortionCurve]); the dimension that is needed is
/// the one from which on it stays at most eps.
final class JohnsonLindenstraussExperiment implements Experiment {
    private static final int STEP = 4;
    private static final String TOO_FEW = "the points have too few dimensions for that; -P inputs= gives them more";
    /// Coordinates of all points, 128 MiB, of which up to four copies are held.
    private static final long MOST_VALUES = 1L << 25;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final Map<Kind, String> NAMES =
            Map.of(Kind.GAUSSIAN, "Gaussian", Kind.SPARSE_SIGNS, "sparse signs", Kind.FAST, "fast (Walsh-Hadamard)");

    @Override
    public String name() {
        return "jl";
    }

    @Override
    public String title() {
        return "Random projections and the Johnson-Lindenstrauss lemma";
    }

    @Override
    public String claim() {
        return "n points keep their distances in O(ln n) dimensions, about 8 ln n / eps² of them.";
    }

    @Override
    public List<Source> sources() {
        return List.of(
                Source.of("Johnson & Lindenstrauss 1984, Extensions of Lipschitz mappings into a Hilbert space"),
                Source.of("Dasgupta & Gupta 2003, An elementary proof of a theorem of Johnson and Lindenstrauss"),
                Source.of("Achlioptas 2003, Database-friendly random projections"),
                Source.of("Ailon & Chazelle 2009, The fast Johnson-Lindenstrauss transform"),
                Source.of("J. Su 2023, Scientific Spaces 9588", "https://kexue.fm/archives/9588"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.real(
                        "eps", "largest relative distortion of squared distances that is allowed", 0.5, 0.05, 0.95),
                Parameter.whole("inputs", "dimensions of the points", 1_024, 16, 16_384),
                Parameter.whole("nmin", "fewest points", 64, 8, 65_536),
                Parameter.whole("nmax", "most points", 8_192, 8, 65_536),
                Parameter.whole("repeats", "projections of each kind, each with a seed of its own", 5, 2, 16));
    }

    /// What was measured for one number of points.
    ///
    /// @param n points
    /// @param scanned dimensions that were looked at
    /// @param reached whether they were enough for every projection
    /// @param needed dimensions by kind and repetition
    /// @param atGuaranteed largest distortion at Dasgupta and Gupta's dimension, over kinds and repetitions
    /// @param atExpected largest distortion at `8 ln n / eps^2`, by kind and repetition
    private record Measured(
            int n,
            int scanned,
            boolean reached,
            Map<Kind, List<Double>> needed,
            List<Double> atGuaranteed,
            Map<Kind, List<Double>> atExpected) {}

    @Override
    public Outcome run(ExperimentContext context) throws InterruptedException {
        Parameters values = context.parameters();
        double eps = values.real("eps");
        int inputs = values.whole("inputs");
        int least = values.whole("nmin");
        int most = Math.max(least, values.whole("nmax"));
        if ((long) most * inputs > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "nmax * inputs = " + (long) most * inputs + ", not at most " + MOST_VALUES);
        }
        List<String> notes = new ArrayList<>();
        List<Measured> measured = new ArrayList<>();
        List<Series> curves = new ArrayList<>();
        // Work grows with n^2: shares of the whole for the progress.
        double all = work(least, most);
        Duration last = Duration.ZERO;
        for (int n = least; n <= most; n *= 2) {
            if (!context.hasTimeFor(last.multipliedBy(9).dividedBy(2)) && !measured.isEmpty()) {
                notes.add("The budget of " + context.budget().toSeconds() + " s allowed for n up to "
                        + measured.getLast().n() + " only.");
                break;
            }
            Duration before = context.elapsed();
            boolean plotted = n * 2L > most;
            measured.add(
                    measure(context, n, inputs, eps, curves, plotted, work(least, n / 2) / all, work(least, n) / all));
            last = context.elapsed().minus(before);
        }
        notes.add(
                "Distortion is |ratio - 1| of squared distances, the largest of all pairs; a distance itself changes by"
                        + " about half of it. All kinds see the same points.");
        return outcome(measured, curves, eps, inputs, notes);
    }

    private static double work(int from, int to) {
        double sum = 0;
        for (double n = from; n <= to; n *= 2) {
            sum += n * n;
        }
        return sum;
    }

    private static Measured measure(
            ExperimentContext context,
            int n,
            int inputs,
            double eps,
            List<Series> curves,
            boolean plotted,
            double shareBefore,
            double shareAfter)
            throws InterruptedException {
        int repeats = context.parameters().whole("repeats");
        long guaranteed = RandomProjection.dimension(n, eps);
        int scanned = (int) Math.min(inputs, guaranteed + guaranteed / 4);
        int expected = (int) Math.ceil(8 * Math.log(n) / (eps * eps));
        float[] points = points(context, n, inputs);
        Map<Kind, List<Double>> needed = new EnumMap<>(Kind.class);
        Map<Kind, List<Double>> atExpected = new EnumMap<>(Kind.class);
        List<Double> atGuaranteed = new ArrayList<>();
        boolean reached = true;
        for (int repeat = 0; repeat < repeats; repeat++) {
            List<float[]> projected = new ArrayList<>();
            for (int p = 0; p < KINDS.size(); p++) {
                RandomProjection projection =
                        RandomProjection.of(KINDS.get(p), inputs, scanned, context.seed(n, repeat, p));
                float[] after = new float[n * scanned];
                projection.project(n, points, after, context.pool());
                projected.add(after);
            }
            DistortionCurve curve = DistortionCurve.of(n, inputs, points, scanned, projected, STEP, context.pool());
            for (int p = 0; p < KINDS.size(); p++) {
                Kind kind = KINDS.get(p);
                OptionalInt dimension = curve.holdsFrom(p, eps);
                reached &= dimension.isPresent();
                needed.computeIfAbsent(kind, key -> new ArrayList<>()).add((double) dimension.orElse(scanned));
                atExpected
                        .computeIfAbsent(kind, key -> new ArrayList<>())
                        .add(curve.largest(p, place(curve, expected)));
                if (guaranteed <= scanned) {
                    atGuaranteed.add(curve.largest(p, place(curve, guaranteed)));
                }
                if (plotted && repeat == 0) {
                    curves.add(new Series(NAMES.getOrDefault(kind, ""), Style.LINE, curvePoints(curve, p)));
                }
            }
            context.step(shareBefore + (shareAfter - shareBefore) * (repeat + 1) / repeats);
        }
        return new Measured(n, scanned, reached, needed, atGuaranteed, atExpected);
    }

    private static int place(DistortionCurve curve, long dimensions) {
        return (int) Math.min(curve.places(), (dimensions + STEP - 1) / STEP) - 1;
    }

    private static List<Point> curvePoints(DistortionCurve curve, int projection) {
        List<Point> points = new ArrayList<>();
        double shown = 0;
        for (int place = 3; place < curve.places(); place++) {
            int dimensions = curve.dimensions(place);
            if (dimensions >= shown * 1.12) {
                shown = dimensions;
                points.add(Point.of(dimensions, curve.largest(projection, place)));
            }
        }
        return points;
    }

    /// The first n of all points that the seed stands for.
    private static float[] points(ExperimentContext context, int n, int inputs) {
        float[] points = new float[n * inputs];
        Samples.normal(context, n, inputs, points, 1);
        context.pool().run(n / 2, (half, worker) -> {
            int i = 2 * half + 1;
            RandomGenerator random = context.random(2, i);
            Arrays.fill(points, i * inputs, (i + 1) * inputs, 0);
            for (int entry = 0; entry < 2; entry++) {
                points[i * inputs + random.nextInt(inputs)] = (float) (random.nextGaussian() * Math.sqrt(inputs / 2.0));
            }
        });
        return points;
    }

    private static Outcome outcome(
            List<Measured> measured, List<Series> curves, double eps, int inputs, List<String> notes) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Series> lines = new ArrayList<>();
        List<List<String>> fits = new ArrayList<>();
        Verdict grows = null;
        for (Kind kind : KINDS) {
            lines.add(neededSeries(kind, measured));
        }
        lines.add(predicted("4 ln n / (eps²/2 − eps³/3)", measured, n -> RandomProjection.dimension(n, eps)));
        lines.add(predicted("8 ln n / eps²", measured, n -> 8 * Math.log(n) / (eps * eps)));
        boolean reached = measured.stream().allMatch(Measured::reached);
        if (!reached) {
            notes.addFirst("Some projections do not keep the distances with all of the "
                    + measured.getLast().scanned()
                    + " dimensions that were looked at; these stand in the table in place of those that are needed.");
        }
        String growth = "The dimension that is needed grows linearly in ln n (R² at least 0.95) for all three kinds,"
                + " for the fast one as rows drawn with replacement.";
        for (Kind kind : KINDS) {
            if (measured.size() < 3 || !reached) {
                grows = Verdict.undecided(
                        growth, reached ? "fewer than three numbers of points were measured" : TOO_FEW);
                break;
            }
            LinearFit fit = fit(kind, measured, inputs);
            fits.add(List.of(
                    NAMES.getOrDefault(kind, "") + (kind == Kind.FAST ? ", as rows with replacement" : ""),
                    fit.slope().text(),
                    Numbers.readable(fit.intercept()),
                    String.format(Locale.ROOT, "%.4f", fit.r2())));
            Verdict one = Verdict.atLeast(
                    growth, "R² (" + NAMES.getOrDefault(kind, "") + ")", Interval.exact(fit.r2()), 0.95);
            grows = grows == null ? one : grows.and(one);
        }
        if (grows != null) {
            verdicts.add(grows);
        }
        verdicts.add(guaranteed(measured, eps));
        verdicts.add(expected(measured, eps));
        verdicts.add(likeGaussian(measured, Kind.SPARSE_SIGNS));
        verdicts.add(likeGaussian(measured, Kind.FAST));
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "dimension",
                "Dimensions that keep all squared distances within 1 ± " + Numbers.readable(eps),
                "Means over the repetitions with 95 % intervals, and what two formulas say.",
                new Axis("points n", "", Scale.LOG2),
                new Axis("dimensions d", "", Scale.LINEAR),
                lines));
        if (!curves.isEmpty()) {
            figures.add(distortionFigure(measured.getLast(), curves));
        }
        List<Table> tables = new ArrayList<>();
        tables.add(neededTable(measured, eps));
        if (!fits.isEmpty()) {
            tables.add(new Table("Line through d against ln n", List.of("kind", "slope", "intercept", "R²"), fits));
        }
        return new Outcome(verdicts, figures, tables, notes);
    }

    private static Figure distortionFigure(Measured largest, List<Series> curves) {
        int n = largest.n();
        List<Series> all = new ArrayList<>(curves);
        List<Point> bound = curves.getFirst().points().stream()
                .map(point -> Point.of(point.x(), RandomProjection.expectedDistortion(n, (int) point.x())))
                .toList();
        all.add(new Series("sqrt(8 ln n / d)", Style.DASHED, bound));
        return new Figure(
                "distortion",
                "Largest distortion of " + Numbers.readable(n) + " points",
                "One projection of each kind, all pairs.",
                new Axis("dimensions d", "", Scale.LOG),
                new Axis("largest |ratio − 1|", "", Scale.LOG),
                all);
    }

    private static Series neededSeries(Kind kind, List<Measured> measured) {
        return new Series(
                NAMES.getOrDefault(kind, ""),
                Style.LINE,
                measured.stream()
                        .map(one -> Point.of(one.n(), mean(one.needed().getOrDefault(kind, List.of()))))
                        .toList());
    }

    /// A formula of n.
    private interface Formula {
        double at(int n);
    }

    private static Series predicted(String name, List<Measured> measured, Formula formula) {
        return new Series(
                name,
                Style.DASHED,
                measured.stream()
                        .map(one -> Point.of(one.n(), formula.at(one.n())))
                        .toList());
    }

    private static LinearFit fit(Kind kind, List<Measured> measured, int inputs) {
        double[] x = measured.stream().mapToDouble(one -> Math.log(one.n())).toArray();
        double[] y = measured.stream()
                .mapToDouble(one -> mean(one.needed().getOrDefault(kind, List.of()).stream()
                                .map(dimensions -> kind == Kind.FAST ? independent(dimensions, inputs) : dimensions)
                                .toList())
                        .value())
                .toArray();
        return LinearFit.of(x, y);
    }

    /// How many rows with replacement are worth m of D without: `m (D - 1) / (D - m)`, from the variance of
    /// a mean of a sample without replacement (Cochran 1977, theorem 2.2).
    private static double independent(double rows, int inputs) {
        int all = Integer.highestOneBit(2 * inputs - 1);
        return rows * (all - 1.0) / Math.max(1, all - rows);
    }

    private static Interval mean(List<Double> samples) {
        return Interval.ofMean(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// The theorem: some projection keeps all distances, and each does with a probability of at least 1/n.
    private static Verdict guaranteed(List<Measured> measured, double eps) {
        String claim = "At 4 ln n / (eps²/2 − eps³/3) dimensions some projection keeps all distances, for every n; each"
                + " does with a probability of at least 1/n.";
        double worst = 0;
        int kept = 0;
        int all = 0;
        for (Measured one : measured) {
            if (one.atGuaranteed().isEmpty()) {
                return Verdict.undecided(claim, TOO_FEW);
            }
            worst = Math.max(
                    worst, one.atGuaranteed().stream().min(Double::compare).orElseThrow());
            all += one.atGuaranteed().size();
            kept += (int) one.atGuaranteed().stream()
                    .filter(distortion -> distortion <= eps)
                    .count();
        }
        return Verdict.atMost(claim, "largest distortion by the best projection, worst n", Interval.exact(worst), eps)
                .and(Verdict.atLeast(
                        claim,
                        "share of all " + all + " projections that keep all distances",
                        Interval.ofShare(kept, all),
                        1.0 / measured.getFirst().n()));
    }

    private static Verdict expected(List<Measured> measured, double eps) {
        Measured last = measured.getLast();
        String claim = "At 8 ln n / eps² dimensions (n = " + Numbers.readable(last.n())
                + ") the largest distortion is at most eps on average, for Gaussian projections.";
        if (8 * Math.log(last.n()) / (eps * eps) > last.scanned()) {
            return Verdict.undecided(claim, TOO_FEW);
        }
        Interval found = mean(last.atExpected().getOrDefault(Kind.GAUSSIAN, List.of()));
        return Verdict.atMost(claim, "largest distortion", found, eps);
    }

    private static Verdict likeGaussian(List<Measured> measured, Kind kind) {
        double[] ratios = measured.stream()
                .mapToDouble(
                        one -> mean(one.needed().getOrDefault(kind, List.of())).value()
                                / mean(one.needed().getOrDefault(Kind.GAUSSIAN, List.of()))
                                        .value())
                .toArray();
        String claim =
                "The kind “" + NAMES.getOrDefault(kind, "") + "” needs at most 10 % more dimensions than Gaussian.";
        boolean reached = measured.stream().allMatch(Measured::reached);
        return ratios.length < 2 || !reached
                ? Verdict.undecided(claim, reached ? "only one number of points was measured" : TOO_FEW)
                : Verdict.atMost(claim, "dimensions relative to Gaussian, mean over n", Interval.ofMean(ratios), 1.1);
    }

    private static Table neededTable(List<Measured> measured, double eps) {
        List<List<String>> rows = new ArrayList<>();
        for (Measured one : measured) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(one.n()));
            for (Kind kind : KINDS) {
                row.add(mean(one.needed().getOrDefault(kind, List.of())).text());
            }
            row.add(Long.toString((long) Math.ceil(8 * Math.log(one.n()) / (eps * eps))));
            row.add(Long.toString(RandomProjection.dimension(one.n(), eps)));
            rows.add(row);
        }
        return new Table(
                "Dimensions needed for eps = " + Numbers.readable(eps),
                List.of("n", "Gaussian", "sparse signs", "fast", "8 ln n / eps²", "4 ln n / (eps²/2 − eps³/3)"),
                rows);
    }
}
