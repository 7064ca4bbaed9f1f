package dev.lemma.lab;

import dev.lemma.attention.AttentionEntropy;
import dev.lemma.attention.LogitScale;
import dev.lemma.lab.Figure.Axis;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// `entropy`: the entropy of attention rows by the number n of keys, for random heads and each logit scale.
///
/// What to expect, with `L = ln n`, `b = ln 512` and scores of deviation `sigma` at factor 1:
///
/// - Normal scores, `log-n`: `H = L - (sigma L / b)^2 / 2`, a parabola in L with its top at
///   `L = (b / sigma)^2`. For N(0, 1) heads (sigma = 1) that is L = 39: within any real n the entropy still
///   grows. With the top in the middle of the range it is as flat as normal scores can have it, and changes
///   by 14 % from n = 128 to 32,768.
/// - Directions on a sphere, scores `kappa L cos theta`: `H = L - g(kappa L)`, where for large d
///   `g(lambda d) = -(d / 2) ln(1 - c^2)`, `lambda = c / (1 - c^2)`. The slope of g in lambda d is
///   `c (1 - c^2) / (1 + c^2)`, largest at `c^2 = sqrt(5) - 2`: 0.3003 at lambda = 0.636. There g bends in
///   neither direction, and with `kappa = 1 / 0.3003 = 3.33` H is flat to third order around `L = 0.191 d`.
///   For the middle of the range, d = 40. So it takes both: scores that are bounded, and heads 3.3 times as
///   sharp as N(0, 1).
final class EntropyExperiment implements Experiment {
    private static final double BASE = 512;
    /// Coordinates of all keys, 256 MiB.
    private static final long MOST_VALUES = 1L << 26;
    /// The drift that counts as flat: of the source's claim as the project states it.
    private static final double FLAT = 0.05;
    private static final double SOURCE_COEFFICIENT = 0.24;
    /// `kappa` of the class comment.
    private static final double FLATTEST_KAPPA = 3.33;

    private static final String STANDARD = "standard";
    private static final String LOG_N = "log-n (512)";
    private static final String SHARP = "normal, sharp, log-n";
    private static final String SPHERE = "sphere, log-n";
    private static final String USUAL_LAMBDA = "sphere, λ = 1/√d";
    private static final String UNIT_LAMBDA = "sphere, λ = 1.3";

    /// The heads for which the claims about one head size are checked.
    private static final int HEAD = 64;
    /// Few enough dimensions that lambda = 1.3 does not freeze at the n of the experiment.
    private static final int SMALL = 16;

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public String title() {
        return "Entropy of attention and the log n scale";
    }

    @Override
    public String claim() {
        return "The entropy of attention grows like ln n; multiplying the scores by ln n / ln 512 keeps it flat.";
    }

    @Override
    public List<Source> sources() {
        return List.of(
                Source.of("J. Su 2021, Scientific Spaces 8823", "https://kexue.fm/archives/8823"),
                Source.of("J. Su 2022, Scientific Spaces 9034", "https://kexue.fm/archives/9034"),
                Source.of("Derrida 1981, Random-energy model: an exactly solvable model of disordered systems"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.wholes("d", "head sizes of the N(0, 1) heads", List.of(16, 64, 128), 2, 512),
                Parameter.whole("nmin", "fewest keys", 128, 16, 1 << 20),
                Parameter.whole("nmax", "most keys", 32_768, 16, 1 << 20),
                Parameter.whole("repeats", "sets of keys", 12, 2, 256),
                Parameter.whole("rows", "queries for each set of keys", 32, 1, 1_024),
                Parameter.whole("sphered", "head size of the heads on a sphere", 40, 2, 512),
                Parameter.real("kappa", "their scores are kappa ln n cos(q, k)", FLATTEST_KAPPA, 0.1, 20));
    }

    /// Heads of one kind.
    ///
    /// @param name for legends
    /// @param d head size
    /// @param scale the logit scale
    /// @param queryLength length that queries are given; 0: as they are drawn, entries from N(0, 1)
    /// @param unitSphere whether keys get the length sqrt(d)
    /// @param expected entropy by n
    private record Heads(
            String name,
            int d,
            LogitScale scale,
            double queryLength,
            boolean unitSphere,
            DoubleUnaryOperator expected) {}

    /// Mean entropies by n and repetition.
    private record Curve(Heads heads, List<Integer> lengths, List<double[]> samples) {
        Interval at(int place) {
            return Interval.ofMean(samples.get(place));
        }

        int last() {
            return lengths.size() - 1;
        }
    }

    @Override
    public Outcome run(ExperimentContext context) throws InterruptedException {
        Parameters values = context.parameters();
        int most = Math.max(values.whole("nmin"), values.whole("nmax"));
        List<Heads> heads = heads(values);
        for (Heads one : heads) {
            if ((long) most * one.d() > MOST_VALUES) {
                throw new IllegalArgumentException(
                        "nmax * d = " + (long) most * one.d() + ", not at most " + MOST_VALUES);
            }
        }
        List<Curve> curves = heads.stream()
                .map(one -> new Curve(one, new ArrayList<>(), new ArrayList<>()))
                .toList();
        List<String> notes = new ArrayList<>();
        double all = 0;
        for (double n = values.whole("nmin"); n <= most; n *= 2) {
            all += n;
        }
        double done = 0;
        Duration last = Duration.ZERO;
        for (int n = values.whole("nmin"); n <= most; n *= 2) {
            if (!context.hasTimeFor(last.multipliedBy(9).dividedBy(4)) && n > values.whole("nmin")) {
                notes.add(
                        "The budget of " + context.budget().toSeconds() + " s allowed for n up to " + n / 2 + " only.");
                break;
            }
            Duration before = context.elapsed();
            measure(context, n, curves, done / all, n / all);
            last = context.elapsed().minus(before);
            done += n;
        }
        notes.add("Each entropy is that of a last row that sees n keys, the mean over " + values.whole("rows")
                + " queries; intervals come from " + values.whole("repeats")
                + " independent sets of keys. The keys of a smaller n are the first of a larger one.");
        notes.add("Drift is the largest mean entropy minus the smallest over all n, relative to their mean.");
        return new Findings(curves, notes).outcome();
    }

    private static List<Heads> heads(Parameters values) {
        double b = Math.log(BASE);
        double middle = (Math.log(values.whole("nmin")) + Math.log(values.whole("nmax"))) / 2;
        int sphere = values.whole("sphered");
        double kappa = values.real("kappa");
        List<Integer> sizes = values.wholes("d");
        int main = sizes.contains(HEAD) ? HEAD : sizes.getLast();
        List<Heads> all = new ArrayList<>();
        for (int d : sizes) {
            all.add(normal(STANDARD, d, LogitScale.standard(), 1));
            if (d == main) {
                all.add(normal(LOG_N, d, new LogitScale.LogN(BASE), 1));
                all.add(normal("log-n clipped (512)", d, new LogitScale.LogNClipped((int) BASE), 1));
                all.add(normal("yarn (s = 64)", d, new LogitScale.YarnScale(64), 1));
                all.add(normal("ssmax (a = 0.43)", d, new LogitScale.SsMax(0.43), 1));
                all.add(normal("temperature (8192, 0.1)", d, new LogitScale.Temperature(8_192, 0.1), 1));
                all.add(normal("key-norm", d, new LogitScale.KeyNorm(), 1));
                all.add(normal("cosine (4 ln n)", d, new LogitScale.Cosine(0), 1));
                all.add(normal("cosine (4 ln 256)", d, new LogitScale.Cosine(256), 1));
            }
        }
        // Queries of one length: the scores of a row are then exactly normal.
        double sigma = b / Math.sqrt(middle);
        all.add(new Heads(
                SHARP,
                HEAD,
                new LogitScale.LogN(BASE),
                sigma * Math.sqrt(HEAD),
                false,
                n -> AttentionEntropy.ofNormalScores(n, sigma * Math.log(n) / b)));
        // The score is (ln n / b) |q| sqrt(d) cos / sqrt(d).
        all.add(new Heads(
                SPHERE,
                sphere,
                new LogitScale.LogN(BASE),
                kappa * b,
                true,
                n -> AttentionEntropy.ofSphere(n, sphere, kappa * Math.log(n))));
        all.add(onSphere(USUAL_LAMBDA, HEAD, 1 / Math.sqrt(HEAD)));
        all.add(onSphere(UNIT_LAMBDA, SMALL, 1.3));
        return all;
    }

    private static Heads normal(String name, int d, LogitScale scale, double sigma) {
        // The expectation holds for scores whose deviation does not depend on the query: for the standard
        // scale its square is |q|^2 / d, of mean 1, and the loss is linear in it.
        return new Heads(
                name,
                d,
                scale,
                0,
                false,
                n -> AttentionEntropy.ofNormalScores(n, sigma * scale.factor(0, (int) n - 1, (int) n)));
    }

    /// Vectors of length sqrt(d), scores `lambda q . k = lambda d cos`.
    private static Heads onSphere(String name, int d, double lambda) {
        return new Heads(
                name, d, LogitScale.standard(), lambda * d, true, n -> AttentionEntropy.ofSphere(n, d, lambda * d));
    }

    private static void measure(ExperimentContext context, int n, List<Curve> curves, double done, double share)
            throws InterruptedException {
        int repeats = context.parameters().whole("repeats");
        int rows = context.parameters().whole("rows");
        curves.forEach(curve -> {
            curve.lengths().add(n);
            curve.samples().add(new double[repeats]);
        });
        Map<List<Object>, List<Curve>> bySamples = new LinkedHashMap<>();
        for (Curve curve : curves) {
            bySamples
                    .computeIfAbsent(List.of(curve.heads().d(), curve.heads().unitSphere()), key -> new ArrayList<>())
                    .add(curve);
        }
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (List<Curve> same : bySamples.values()) {
                int d = same.getFirst().heads().d();
                boolean sphere = same.getFirst().heads().unitSphere();
                float[] keys = new float[n * d];
                Samples.normal(context, n, d, keys, 1, d, repeat, sphere ? 1 : 0);
                if (sphere) {
                    Samples.setLengths(n, d, keys, Math.sqrt(d));
                }
                for (Curve curve : same) {
                    float[] queries = new float[rows * d];
                    Samples.normal(context, rows, d, queries, 2, d, repeat, sphere ? 1 : 0);
                    if (curve.heads().queryLength() > 0) {
                        Samples.setLengths(rows, d, queries, curve.heads().queryLength());
                    }
                    double[] entropies = AttentionEntropy.ofLastRows(
                            d, queries, keys, curve.heads().scale(), 0, context.pool());
                    curve.samples().getLast()[repeat] = Arrays.stream(entropies).sum() / rows;
                }
            }
            context.step(done + share * (repeat + 1) / repeats);
        }
    }

    /// Verdicts, figures and tables from the curves.
    private static final class Findings {
        private final List<Curve> curves;
        private final List<String> notes;

        Findings(List<Curve> curves, List<String> notes) {
            this.curves = curves;
            this.notes = notes;
        }

        Outcome outcome() {
            List<Verdict> verdicts = new ArrayList<>();
            verdicts.add(growth());
            verdicts.add(normalFormula());
            verdicts.add(flat(
                    "log-n (512) keeps the entropy of N(0, 1) heads flat: drift at most 5 %.",
                    named(LOG_N).getFirst()));
            verdicts.add(flat(
                    "log-n (512) keeps the entropy of normal scores flat if they are as sharp as suits it best"
                            + " (deviation "
                            + Numbers.readable(named(SHARP).getFirst().heads().queryLength() / Math.sqrt(HEAD))
                            + " at n = 512): drift at most 5 %.",
                    named(SHARP).getFirst()));
            Heads sphere = named(SPHERE).getFirst().heads();
            verdicts.add(flat(
                    "log-n (512) keeps the entropy flat for directions on a sphere in d = " + sphere.d()
                            + " dimensions with scores " + Numbers.readable(sphere.queryLength() / Math.log(BASE))
                            + " ln n cos(q, k), of deviation "
                            + Numbers.readable(sphere.queryLength() / Math.sqrt(sphere.d()))
                            + " at n = 512: drift at most 5 %.",
                    named(SPHERE).getFirst()));
            verdicts.add(coefficient(named(UNIT_LAMBDA).getFirst(), "λ = 1.3 (d = " + SMALL + ")", 1.3));
            verdicts.add(coefficient(
                    named(USUAL_LAMBDA).getFirst(), "the usual λ = 1/√d (d = " + HEAD + ")", 1 / Math.sqrt(HEAD)));
            return new Outcome(verdicts, figures(), tables(), notes);
        }

        private List<Curve> named(String name) {
            return curves.stream()
                    .filter(curve -> curve.heads().name().equals(name))
                    .toList();
        }

        private Verdict growth() {
            String claim =
                    "At the standard scale the entropy of N(0, 1) heads grows like ln n: slope 0.95 to 1.05, R² at"
                            + " least 0.999.";
            if (curves.getFirst().last() < 2) {
                return Verdict.undecided(claim, "fewer than three lengths were measured");
            }
            Verdict all = null;
            for (Curve curve : named(STANDARD)) {
                LinearFit fit = fit(curve);
                String which = " (d = " + curve.heads().d() + ")";
                Verdict one = Verdict.between(claim, "slope" + which, fit.slope(), 0.95, 1.05)
                        .and(Verdict.atLeast(claim, "R²" + which, Interval.exact(fit.r2()), 0.999));
                all = all == null ? one : all.and(one);
            }
            return all == null ? Verdict.undecided(claim, "no head size was measured") : all;
        }

        private static LinearFit fit(Curve curve) {
            double[] x = curve.lengths().stream().mapToDouble(Math::log).toArray();
            double[] y = new double[x.length];
            Arrays.setAll(y, place -> curve.at(place).value());
            return LinearFit.of(x, y);
        }

        private Verdict normalFormula() {
            String claim =
                    "Far below the freezing transition H = ln n − σ²/2 for scores from N(0, σ²): within 0.1 nats at"
                            + " the standard scale.";
            double worst = 0;
            for (Curve curve : named(STANDARD)) {
                for (int place = 0; place <= curve.last(); place++) {
                    double expected = curve.heads()
                            .expected()
                            .applyAsDouble(curve.lengths().get(place));
                    Interval found = curve.at(place);
                    worst = Math.max(worst, Math.max(found.high() - expected, expected - found.low()));
                }
            }
            return Verdict.atMost(
                    claim, "largest difference (nats), ends of the intervals included", Interval.exact(worst), 0.1);
        }

        private static Verdict flat(String claim, Curve curve) {
            return Verdict.atMost(
                    claim,
                    "drift from n = " + curve.lengths().getFirst() + " to "
                            + curve.lengths().getLast(),
                    drift(curve),
                    FLAT);
        }

        /// The drift of the mean curve; its interval from leaving out one repetition at a time (jackknife,
        /// Efron & Tibshirani 1993, section 11.2), as largest and smallest of noisy values are biased in each
        /// repetition.
        private static Interval drift(Curve curve) {
            int repeats = curve.samples().getFirst().length;
            double whole = drift(curve, -1);
            double mean = 0;
            double[] left = new double[repeats];
            for (int r = 0; r < repeats; r++) {
                left[r] = drift(curve, r);
                mean += left[r] / repeats;
            }
            double squares = 0;
            for (double one : left) {
                squares += (one - mean) * (one - mean);
            }
            double half = Interval.quantile(repeats - 1) * Math.sqrt(squares * (repeats - 1) / repeats);
            return new Interval(whole, Math.max(0, whole - half), whole + half);
        }

        private static double drift(Curve curve, int without) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = 0;
            double sum = 0;
            for (double[] samples : curve.samples()) {
                double mean = 0;
                int count = 0;
                for (int r = 0; r < samples.length; r++) {
                    if (r != without) {
                        mean += samples[r];
                        count++;
                    }
                }
                mean /= count;
                least = Math.min(least, mean);
                greatest = Math.max(greatest, mean);
                sum += mean;
            }
            return (greatest - least) / (sum / curve.samples().size());
        }

        private static Verdict coefficient(Curve curve, String where, double lambda) {
            double n = curve.lengths().getLast();
            double[] samples = curve.samples().getLast().clone();
            for (int r = 0; r < samples.length; r++) {
                samples[r] =
                        (Math.log(n) - samples[r]) / (lambda * curve.heads().d());
            }
            return Verdict.between(
                    "The entropy is ln n − 0.24 λ d at " + where + ": coefficient 0.22 to 0.26.",
                    "(ln n − H) / (λ d) at n = " + Numbers.readable(n),
                    Interval.ofMean(samples),
                    SOURCE_COEFFICIENT - 0.02,
                    SOURCE_COEFFICIENT + 0.02);
        }

        private List<Figure> figures() {
            Axis keys = new Axis("keys n", "", Scale.LOG2);
            Axis entropy = new Axis("entropy", "nats", Scale.LINEAR);
            int d = named(LOG_N).getFirst().heads().d();
            List<Series> scales = new ArrayList<>();
            for (Curve curve : curves) {
                if (curve.heads().queryLength() == 0 && curve.heads().d() == d) {
                    scales.add(measured(curve.heads().name(), curve));
                }
            }
            scales.add(predicted("ln n", named(STANDARD).getFirst(), Math::log));
            List<Series> regimes = new ArrayList<>();
            for (String name : List.of(LOG_N, SHARP, SPHERE)) {
                Curve curve = named(name).getFirst();
                String label = name.equals(LOG_N) ? "N(0, 1), log-n" : name;
                regimes.add(measured(label, curve));
            }
            for (String name : List.of(LOG_N, SHARP, SPHERE)) {
                Curve curve = named(name).getFirst();
                String label = name.equals(LOG_N) ? "N(0, 1), log-n" : name;
                regimes.add(predicted(label + ": expected", curve, curve.heads().expected()));
            }
            return List.of(
                    new Figure(
                            "scales",
                            "N(0, 1) heads of size " + d + " with each logit scale",
                            "Mean entropy of a row that sees n keys, with 95 % intervals.",
                            keys,
                            entropy,
                            scales),
                    new Figure(
                            "regimes",
                            "Where log-n keeps the entropy flat",
                            "The same factor ln n / ln 512 on three kinds of heads; dashed: the closed forms, to leading"
                                    + " order in ln n.",
                            keys,
                            entropy,
                            regimes),
                    coefficientFigure());
        }

        private static Figure coefficientFigure() {
            List<Series> lines = new ArrayList<>();
            for (int d : List.of(16, 64, 256)) {
                List<Point> points = new ArrayList<>();
                for (double lambda = 0.05; lambda < 10.1; lambda *= 1.15) {
                    points.add(Point.of(lambda, AttentionEntropy.sphereLoss(d, lambda * d) / (lambda * d)));
                }
                lines.add(new Series("d = " + d, Style.LINE, points));
            }
            lines.add(new Series(
                    "0.24",
                    Style.DASHED,
                    List.of(Point.of(0.05, SOURCE_COEFFICIENT), Point.of(10, SOURCE_COEFFICIENT))));
            return new Figure(
                    "coefficient",
                    "What the source puts at 0.24",
                    "The exact (ln n − H) / (λ d) for many directions on a sphere. It is near 0.24 where λ is near 1.3; the"
                            + " usual λ = 1/√d is 0.25 for d = 16, 0.125 for d = 64 and 0.0625 for d = 256.",
                    new Axis("λ", "", Scale.LOG),
                    new Axis("(ln n − H) / (λ d)", "", Scale.LINEAR),
                    lines);
        }

        private static Series measured(String name, Curve curve) {
            List<Point> points = new ArrayList<>();
            for (int place = 0; place <= curve.last(); place++) {
                points.add(Point.of(curve.lengths().get(place), curve.at(place)));
            }
            return new Series(name, Style.LINE, points);
        }

        private static Series predicted(String name, Curve curve, DoubleUnaryOperator formula) {
            return new Series(
                    name,
                    Style.DASHED,
                    curve.lengths().stream()
                            .map(n -> Point.of(n, formula.applyAsDouble(n)))
                            .toList());
        }

        private List<Table> tables() {
            List<List<String>> rows = new ArrayList<>();
            for (Curve curve : curves) {
                boolean fits = curve.last() >= 2;
                LinearFit fit = fits ? fit(curve) : new LinearFit(Interval.exact(0), 0, 0);
                rows.add(List.of(
                        curve.heads().name(),
                        Integer.toString(curve.heads().d()),
                        curve.at(0).text(),
                        curve.at(curve.last()).text(),
                        fits ? fit.slope().text() : "",
                        fits ? String.format(Locale.ROOT, "%.4f", fit.r2()) : "",
                        String.format(Locale.ROOT, "%.1f %%", 100 * drift(curve).value())));
            }
            return List.of(new Table(
                    "Entropy in nats at the fewest and the most keys, and the line through it against ln n",
                    List.of(
                            "heads",
                            "d",
                            "n = " + curves.getFirst().lengths().getFirst(),
                            "n = " + curves.getFirst().lengths().getLast(),
                            "slope",
                            "R²",
                            "drift"),
                    rows));
        }
    }
}
