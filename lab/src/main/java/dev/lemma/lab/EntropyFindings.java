package dev.lemma.lab;

import dev.lemma.attention.AttentionEntropy;
import dev.lemma.lab.EntropyExperiment.Curve;
import dev.lemma.lab.EntropyExperiment.Heads;
import dev.lemma.lab.Figure.Axis;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// Verdicts, figures and tables of `entropy` from its curves. Immutable.
final class EntropyFindings {
    /// The drift that counts as flat: of the claim as the project states it.
    private static final double FLAT = 0.05;
    private static final double SOURCE_COEFFICIENT = 0.24;
    private static final int FEWEST_LENGTHS = 5;

    private final List<Curve> curves;
    private final List<String> notes;

    EntropyFindings(List<Curve> curves, List<String> notes) {
        this.curves = curves;
        this.notes = notes;
    }

    Outcome outcome() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(growth());
        verdicts.add(normalFormula());
        verdicts.add(flat(
                "log-n (512) keeps the entropy of N(0, 1) heads flat: drift at most 5 %.",
                named(EntropyExperiment.LOG_N).getFirst()));
        verdicts.add(flat(
                "log-n (512) keeps the entropy of normal scores flat if they are as sharp as ln n − σ²/2 asks for"
                        + " (deviation "
                        + Numbers.readable(named(EntropyExperiment.SHARP)
                                        .getFirst()
                                        .heads()
                                        .queryLength()
                                / Math.sqrt(EntropyExperiment.HEAD))
                        + " at n = 512): drift at most 5 %.",
                named(EntropyExperiment.SHARP).getFirst()));
        Heads sphere = named(EntropyExperiment.SPHERE).getFirst().heads();
        verdicts.add(flat(
                "log-n (512) keeps the entropy flat for directions on a sphere in d = " + sphere.d()
                        + " dimensions with scores "
                        + Numbers.readable(sphere.queryLength() / Math.log(EntropyExperiment.BASE))
                        + " ln n cos(q, k), of deviation "
                        + Numbers.readable(sphere.queryLength() / Math.sqrt(sphere.d()))
                        + " at n = 512: drift at most 5 %.",
                named(EntropyExperiment.SPHERE).getFirst()));
        verdicts.add(coefficient(
                named(EntropyExperiment.UNIT_LAMBDA).getFirst(), "λ = 1.3 (d = " + EntropyExperiment.SMALL + ")", 1.3));
        verdicts.add(coefficient(
                named(EntropyExperiment.USUAL_LAMBDA).getFirst(),
                "the usual λ = 1/√d (d = " + EntropyExperiment.HEAD + ")",
                1 / Math.sqrt(EntropyExperiment.HEAD)));
        return new Outcome(verdicts, figures(), tables(), notes);
    }

    private List<Curve> named(String name) {
        return curves.stream()
                .filter(curve -> curve.heads().name().equals(name))
                .toList();
    }

    private Verdict growth() {
        String claim = "At the standard scale the entropy of N(0, 1) heads grows like ln n: slope 0.95 to 1.05, R² at"
                + " least 0.999.";
        if (curves.getFirst().last() < 2) {
            return Verdict.undecided(claim, "fewer than three lengths were measured");
        }
        Verdict all = null;
        for (Curve curve : named(EntropyExperiment.STANDARD)) {
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
        String claim = "Far below the freezing transition H = ln n − σ²/2 for scores from N(0, σ²): within 0.1 nats at"
                + " the standard scale.";
        double worst = 0;
        for (Curve curve : named(EntropyExperiment.STANDARD)) {
            for (int place = 0; place <= curve.last(); place++) {
                double expected =
                        curve.heads().expected().applyAsDouble(curve.lengths().get(place));
                Interval found = curve.at(place);
                worst = Math.max(worst, Math.max(found.high() - expected, expected - found.low()));
            }
        }
        return Verdict.atMost(
                claim, "largest difference (nats), ends of the intervals included", Interval.exact(worst), 0.1);
    }

    private static Verdict flat(String claim, Curve curve) {
        if (curve.lengths().size() < FEWEST_LENGTHS) {
            return Verdict.undecided(
                    claim,
                    "only " + curve.lengths().size() + " lengths were measured; at least " + FEWEST_LENGTHS
                            + " say whether something is flat");
        }
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
            samples[r] = (Math.log(n) - samples[r]) / (lambda * curve.heads().d());
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
        int d = named(EntropyExperiment.LOG_N).getFirst().heads().d();
        List<Series> scales = new ArrayList<>();
        for (Curve curve : curves) {
            if (curve.heads().queryLength() == 0 && curve.heads().d() == d) {
                scales.add(measured(curve.heads().name(), curve));
            }
        }
        scales.add(predicted("ln n", named(EntropyExperiment.STANDARD).getFirst(), Math::log));
        List<Series> regimes = new ArrayList<>();
        for (String name : List.of(EntropyExperiment.LOG_N, EntropyExperiment.SHARP, EntropyExperiment.SPHERE)) {
            Curve curve = named(name).getFirst();
            String label = name.equals(EntropyExperiment.LOG_N) ? "N(0, 1), log-n" : name;
            regimes.add(measured(label, curve));
        }
        for (String name : List.of(EntropyExperiment.LOG_N, EntropyExperiment.SHARP)) {
            Curve curve = named(name).getFirst();
            String label = name.equals(EntropyExperiment.LOG_N) ? "N(0, 1), log-n" : name;
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
                        "The same factor ln n / ln 512 on three kinds of heads; dashed: ln n − σ²/2, which"
                                + " needs many keys to share the weight.",
                        keys,
                        entropy,
                        regimes),
                coefficientFigure());
    }

    private static Figure coefficientFigure() {
        List<Series> lines = new ArrayList<>();
        for (int d : List.of(16, 64, 256)) {
            List<Point> points = new ArrayList<>();
            for (double lambda = 0.05; lambda < 10.1; lambda *= 1.3) {
                points.add(Point.of(lambda, AttentionEntropy.sphereLoss(d, lambda * d) / (lambda * d)));
            }
            lines.add(new Series("d = " + d, Style.LINE, points));
        }
        lines.add(new Series(
                "0.24", Style.DASHED, List.of(Point.of(0.05, SOURCE_COEFFICIENT), Point.of(10, SOURCE_COEFFICIENT))));
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
