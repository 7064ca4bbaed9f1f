package dev.lemma.lab;

import dev.lemma.lab.Figure.Axis;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import dev.lemma.lab.Figure.Series;
import dev.lemma.lab.Figure.Style;
import dev.lemma.lab.SegmentationSamples.Sampler;
import dev.lemma.tokenizer.UnigramModel;
import dev.lemma.tokenizer.UnigramRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// `perfect-sampling`: which ways to draw a segmentation have the distribution that they should.
///
/// The texts are short, so that all segmentations can be listed with their exact probabilities. All their
/// substrings of two to six letters are pieces; scores fall by 1 nat a letter, which is about what trained
/// vocabularies have, with some noise. Total variation counts what sampling noise leaves as well, so that of
/// as many draws from the exact distribution stands beside it.
final class PerfectSamplingExperiment implements Experiment {
    private static final List<String> TEXTS = List.of("attention", "unbelievable", "low rank");
    private static final String EXAMPLE = "watching";
    /// Cuts of the example: wa|tching, wat|ching, watch|ing, in the order in which candidates come.
    private static final List<Integer> EXAMPLE_CUTS = List.of(2, 3, 5);
    private static final int LONGEST = 6;
    /// Level of the tests of exactness, over all of them together.
    private static final double LEVEL = 0.01;
    /// Around the shares of the example.
    private static final double MARGIN = 0.02;
    /// A sampler that is off has at some alpha so many times the total variation of exact draws.
    private static final double OFF = 3;

    @Override
    public String name() {
        return "perfect-sampling";
    }

    @Override
    public String title() {
        return "Random segmentation: perfect, Viterbi and n-best sampling";
    }

    @Override
    public String claim() {
        return "One pass draws segmentations with probability exactly proportional to exp(alpha * score); sampling along"
                + " Viterbi or among the n best does not.";
    }

    @Override
    public List<Source> sources() {
        return List.of(
                Source.of("J. Su 2023, Scientific Spaces 9768 (Viterbi sampling)", "https://kexue.fm/archives/9768"),
                Source.of("J. Su 2023, Scientific Spaces 9811 (perfect sampling)", "https://kexue.fm/archives/9811"),
                Source.of("Kudo 2018, Subword regularization, section 3.3 (n-best sampling)"),
                Source.of("Cochran 1954, Some methods for strengthening the common chi-square tests"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whole("draws", "draws of each sampler, text and alpha", 100_000, 1_000, 10_000_000),
                new Parameter("alpha", "exponents, rising", List.of(0.0, 0.1, 0.5, 1.0, 5.0), 0, 100, false, 8),
                Parameter.wholes("k", "how many best segmentations n-best sampling keeps", List.of(8, 64), 1, 4_096));
    }

    /// How a sampler did.
    ///
    /// @param text number of the text
    /// @param sampler which one
    /// @param variation total variation from the exact distribution
    /// @param noise that of as many exact draws
    /// @param test of the counts
    private record Measured(
            int text,
            int segmentations,
            Sampler sampler,
            double alpha,
            double variation,
            double noise,
            ChiSquare test) {
        /// Total variation relative to that of exact draws; 1 where all draws are the same one.
        double ratio() {
            return noise == 0 ? 1 : variation / noise;
        }
    }

    @Override
    public Outcome run(ExperimentContext context) throws InterruptedException {
        int draws = context.parameters().whole("draws");
        List<Double> alphas = context.parameters().reals("alpha");
        List<Sampler> samplers = samplers(context.parameters().wholes("k"));
        List<String> notes = new ArrayList<>();
        List<SegmentationSamples> texts = new ArrayList<>();
        UnigramModel model = model(context.random(1));
        TEXTS.forEach(text -> texts.add(new SegmentationSamples(model, utf8(text))));
        List<double[]> shares = example(context, draws);
        context.step(0.1);
        List<Measured> measured = new ArrayList<>();
        Duration last = Duration.ZERO;
        int done = 0;
        for (int a = 0; a < alphas.size(); a++) {
            if (a > 0 && !context.hasTimeFor(last)) {
                notes.add("The budget of " + context.budget().toSeconds() + " s allowed for alpha up to "
                        + Numbers.readable(alphas.get(a - 1)) + " only.");
                break;
            }
            Duration before = context.elapsed();
            for (int t = 0; t < texts.size(); t++) {
                measured.addAll(measure(context, texts.get(t), t, a, alphas.get(a), samplers, draws));
                context.step(0.1 + 0.9 * ++done / (texts.size() * alphas.size()));
            }
            last = context.elapsed().minus(before);
        }
        notes.add("Texts (segmentations): "
                + texts.stream()
                        .map(text -> TEXTS.get(texts.indexOf(text)) + " (" + Numbers.readable(text.size()) + ")")
                        .collect(Collectors.joining(", "))
                + "; " + Numbers.readable(draws) + " draws each. Cells with fewer than 5 expected draws are pooled. The"
                + " noise is the total variation of as many draws from the list of exact probabilities.");
        return new Outcome(
                verdicts(measured, shares, draws),
                figures(measured, samplers, shares),
                tables(measured, samplers, shares, draws),
                notes);
    }

    private static List<Sampler> samplers(List<Integer> ks) {
        List<Sampler> samplers =
                new ArrayList<>(List.of(new Sampler.Perfect(), new Sampler.Reservoir(), new Sampler.Biased()));
        ks.stream().distinct().forEach(k -> samplers.add(new Sampler.Best(k)));
        return samplers;
    }

    private static String label(Sampler sampler) {
        return switch (sampler) {
            case Sampler.Enumeration _ -> "exact draws (noise)";
            case Sampler.Perfect _ -> "perfect";
            case Sampler.Reservoir _ -> "one-pass reservoir";
            case Sampler.Biased _ -> "Viterbi sampling";
            case Sampler.Best(int k) -> k + " best";
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// All substrings of the texts that are short enough, and all bytes.
    private static UnigramModel model(RandomGenerator random) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, -5.5 - random.nextDouble());
        }
        Set<String> pieces = new LinkedHashSet<>();
        for (String text : TEXTS) {
            for (int from = 0; from < text.length(); from++) {
                for (int to = from + 2; to <= Math.min(text.length(), from + LONGEST); to++) {
                    pieces.add(text.substring(from, to));
                }
            }
        }
        for (String piece : pieces) {
            builder.add(utf8(piece), -4.0 - piece.length() - 3 * random.nextDouble());
        }
        return builder.build();
    }

    /// Shares of the three equal segmentations of the example, by perfect, reservoir and Viterbi sampling.
    private static List<double[]> example(ExperimentContext context, int draws) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            // So low that no segmentation with a single byte is ever drawn.
            builder.add(new byte[] {(byte) b}, -100);
        }
        for (int cut : EXAMPLE_CUTS) {
            builder.add(utf8(EXAMPLE.substring(0, cut)), -1);
            builder.add(utf8(EXAMPLE.substring(cut)), -1);
        }
        UnigramModel model = builder.build();
        SegmentationSamples samples = new SegmentationSamples(model, utf8(EXAMPLE));
        List<double[]> shares = new ArrayList<>();
        List<Sampler> samplers = List.of(new Sampler.Perfect(), new Sampler.Reservoir(), new Sampler.Biased());
        for (int s = 0; s < samplers.size(); s++) {
            long[] counts = samples.draw(context, samplers.get(s), 1, draws, 2, s);
            shares.add(EXAMPLE_CUTS.stream()
                    .mapToDouble(cut -> counts[samples.index(exampleIds(model, cut))] / (double) draws)
                    .toArray());
        }
        return shares;
    }

    private static int[] exampleIds(UnigramModel model, int cut) {
        return new int[] {
            model.id(utf8(EXAMPLE.substring(0, cut))).orElseThrow(),
            model.id(utf8(EXAMPLE.substring(cut))).orElseThrow()
        };
    }

    private static List<Measured> measure(
            ExperimentContext context,
            SegmentationSamples samples,
            int text,
            int alphaIndex,
            double alpha,
            List<Sampler> samplers,
            int draws) {
        double[] exact = samples.probabilities(alpha);
        double noise = SegmentationSamples.totalVariation(
                samples.draw(context, new Sampler.Enumeration(), alpha, draws, 3, text, alphaIndex), exact);
        List<Measured> measured = new ArrayList<>();
        for (int s = 0; s < samplers.size(); s++) {
            long[] counts = samples.draw(context, samplers.get(s), alpha, draws, 4, text, alphaIndex, s);
            measured.add(new Measured(
                    text,
                    samples.size(),
                    samplers.get(s),
                    alpha,
                    SegmentationSamples.totalVariation(counts, exact),
                    noise,
                    ChiSquare.of(counts, exact)));
        }
        return measured;
    }

    private static List<Measured> of(List<Measured> measured, Sampler sampler) {
        return measured.stream().filter(one -> one.sampler().equals(sampler)).toList();
    }

    private static List<Verdict> verdicts(List<Measured> measured, List<double[]> shares, int draws) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(exact("Perfect sampling draws from the exact distribution.", of(measured, new Sampler.Perfect())));
        verdicts.add(exact(
                "The one-pass reservoir of the source draws from the exact distribution.",
                of(measured, new Sampler.Reservoir())));
        verdicts.add(shares(
                "Of three equal candidates perfect sampling takes each with 1/3.",
                shares.getFirst(),
                List.of(1 / 3.0, 1 / 3.0, 1 / 3.0),
                draws));
        verdicts.add(shares(
                "Of three equal candidates Viterbi sampling takes them with 1/4, 1/4 and 1/2.",
                shares.getLast(),
                List.of(0.25, 0.25, 0.5),
                draws));
        verdicts.add(off("Viterbi sampling draws from another distribution.", of(measured, new Sampler.Biased())));
        measured.stream()
                .map(Measured::sampler)
                .filter(Sampler.Best.class::isInstance)
                .distinct()
                .forEach(best -> verdicts.add(off(
                        "Sampling among the " + label(best)
                                + " draws from another distribution, where there are more segmentations.",
                        of(measured, best).stream()
                                .filter(one -> best instanceof Sampler.Best(int k) && one.segmentations() > k)
                                .toList())));
        return verdicts;
    }

    private static Verdict exact(String claim, List<Measured> measured) {
        return Verdict.atLeast(claim, smallestOf(measured), smallest(measured), LEVEL);
    }

    private static String smallestOf(List<Measured> measured) {
        return "smallest p-value of " + measured.size() + " chi-square tests, times their number";
    }

    /// Bonferroni's bound on the probability that one of the tests has so small a p-value by chance.
    private static Interval smallest(List<Measured> measured) {
        double smallest =
                measured.stream().mapToDouble(one -> one.test().p()).min().orElseThrow();
        return Interval.exact(Math.min(1, smallest * measured.size()));
    }

    private static Verdict shares(String claim, double[] shares, List<Double> claimed, int draws) {
        Verdict all = null;
        for (int i = 0; i < shares.length; i++) {
            double half = 1.96 * Math.sqrt(shares[i] * (1 - shares[i]) / draws);
            Verdict one = Verdict.between(
                    claim,
                    "share " + (i + 1),
                    new Interval(shares[i], shares[i] - half, shares[i] + half),
                    claimed.get(i) - MARGIN,
                    claimed.get(i) + MARGIN);
            all = all == null ? one : all.and(one);
        }
        return java.util.Objects.requireNonNull(all);
    }

    private static Verdict off(String claim, List<Measured> measured) {
        if (measured.isEmpty()) {
            return Verdict.undecided(claim, "no text has more segmentations than that");
        }
        double largest = measured.stream().mapToDouble(Measured::ratio).max().orElseThrow();
        return Verdict.atMost(claim, smallestOf(measured), smallest(measured), LEVEL)
                .and(Verdict.atLeast(
                        claim,
                        "largest total variation relative to that of exact draws",
                        Interval.exact(largest),
                        OFF));
    }

    private static List<Figure> figures(List<Measured> measured, List<Sampler> samplers, List<double[]> shares) {
        List<Figure> figures = new ArrayList<>();
        List<Series> lines = new ArrayList<>();
        for (Sampler sampler : samplers) {
            lines.add(new Series(label(sampler), Style.LINE, means(of(measured, sampler), Measured::variation)));
        }
        lines.add(new Series(
                label(new Sampler.Enumeration()),
                Style.DASHED,
                means(of(measured, samplers.getFirst()), Measured::noise)));
        if (!lines.getFirst().points().isEmpty()) {
            figures.add(new Figure(
                    "variation",
                    "How far samples are from the exact distribution",
                    "Means over the texts. A sampler on the dashed line is exact as far as so many draws can tell; alpha ="
                            + " 0 is in the table.",
                    new Axis("alpha", "", Scale.LOG),
                    new Axis("total variation", "", Scale.LOG),
                    lines));
        }
        figures.add(new Figure(
                "watching",
                "Three equal segmentations of “" + EXAMPLE + "”",
                "1: wa tching, 2: wat ching, 3: watch ing, in the order in which their last pieces are met.",
                new Axis("segmentation", "", Scale.LINEAR),
                new Axis("share of draws", "", Scale.LINEAR),
                List.of(
                        new Series("perfect", Style.POINTS, points(shares.get(0))),
                        new Series("one-pass reservoir", Style.POINTS, points(shares.get(1))),
                        new Series("Viterbi sampling", Style.POINTS, points(shares.get(2))),
                        new Series("1/3", Style.DASHED, List.of(Point.of(1, 1 / 3.0), Point.of(3, 1 / 3.0))))));
        return figures;
    }

    private static List<Point> points(double[] shares) {
        return List.of(Point.of(1, shares[0]), Point.of(2, shares[1]), Point.of(3, shares[2]));
    }

    /// Means over the texts by alpha, where a logarithmic axis can show them.
    private static List<Point> means(List<Measured> measured, ToDoubleFunction<Measured> value) {
        List<Point> points = new ArrayList<>();
        for (double alpha : measured.stream().map(Measured::alpha).distinct().toList()) {
            double mean = measured.stream()
                    .filter(one -> one.alpha() == alpha)
                    .mapToDouble(value)
                    .average()
                    .orElseThrow();
            if (alpha > 0 && mean > 0) {
                points.add(Point.of(alpha, mean));
            }
        }
        return points;
    }

    private static List<Table> tables(
            List<Measured> measured, List<Sampler> samplers, List<double[]> shares, int draws) {
        List<List<String>> three = new ArrayList<>();
        List<String> names = List.of("perfect", "one-pass reservoir", "Viterbi sampling");
        for (int s = 0; s < names.size(); s++) {
            three.add(List.of(names.get(s), share(shares.get(s)[0]), share(shares.get(s)[1]), share(shares.get(s)[2])));
        }
        List<String> columns = new ArrayList<>(List.of("text", "alpha"));
        samplers.forEach(sampler -> columns.add(label(sampler)));
        List<String> withNoise = new ArrayList<>(columns);
        withNoise.add("noise");
        List<List<String>> variations = new ArrayList<>();
        List<List<String>> tests = new ArrayList<>();
        for (Measured first : of(measured, samplers.getFirst())) {
            List<String> variation = new ArrayList<>(List.of(TEXTS.get(first.text()), Numbers.plain(first.alpha())));
            List<String> test = new ArrayList<>(variation);
            measured.stream()
                    .filter(one -> one.text() == first.text() && one.alpha() == first.alpha())
                    .forEach(one -> {
                        variation.add(String.format(Locale.ROOT, "%.4f", one.variation()));
                        test.add(p(one.test()));
                    });
            variation.add(String.format(Locale.ROOT, "%.4f", first.noise()));
            test.add(Integer.toString(first.test().degrees()));
            variations.add(variation);
            tests.add(test);
        }
        columns.add("degrees of freedom");
        return List.of(
                new Table(
                        "“" + EXAMPLE + "”: shares of three equal segmentations, " + Numbers.readable(draws) + " draws",
                        List.of("sampler", "wa tching", "wat ching", "watch ing"),
                        three),
                new Table("Total variation from the exact distribution", withNoise, variations),
                new Table("p-values of chi-square tests", columns, tests));
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String p(ChiSquare test) {
        return test.p() < 1e-12 ? "< 1e-12" : Numbers.readable(test.p());
    }
}
