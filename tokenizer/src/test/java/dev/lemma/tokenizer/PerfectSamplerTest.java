package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfectSamplerTest {
    private static final long SEED = 20_261_124;

    private final UnigramModel model = Models.even(Models.random(SEED), 30, "ab", 5);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 1, 5})
    void aMillionSamplesHaveTheExactDistribution(double alpha) {
        byte[] text = Models.utf8("abbabaab");
        PerfectSampler sampler = model.sampler(alpha);
        RandomGenerator random = Models.random(SEED);
        UnigramWorkspace workspace = model.workspace();
        double p = fit(model, text, alpha, 1_000_000, () -> sampler.sample(text, 0, text.length, random, workspace));
        assertThat(p).as("p-value at alpha %s", alpha).isGreaterThan(0.001);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 2})
    void charactersHaveTheExactDistribution(double alpha) {
        // "é" and "中" are in no piece of their own: unknown pieces take part.
        UnigramModel characters = UnigramModel.builder(UnigramRules.CHARACTERS)
                .add(Models.utf8("<unk>"), 0, PieceKind.UNKNOWN)
                .add(Models.utf8("a"), -2)
                .add(Models.utf8("aé"), -5)
                .add(Models.utf8("éa"), -9)
                .add(Models.utf8("中é"), -6)
                .add(Models.utf8("a中"), -4, PieceKind.USER_DEFINED)
                .build();
        byte[] text = Models.utf8("aéa中éaéa");
        for (PerfectSampler sampler : List.of(characters.sampler(alpha))) {
            RandomGenerator random = Models.random(SEED);
            UnigramWorkspace workspace = characters.workspace();
            double p = fit(
                    characters, text, alpha, 200_000, () -> sampler.sample(text, 0, text.length, random, workspace));
            assertThat(p).as("p-value at alpha %s", alpha).isGreaterThan(0.001);
        }
    }

    @Test
    void logarithmsHaveTheExactDistribution() {
        // At this alpha only close segmentations remain; scores are near each other so that there are some.
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, -10 - b * 1e-4);
        }
        UnigramModel close = builder.add(Models.utf8("ab"), -20.02)
                .add(Models.utf8("aba"), -30.03)
                .add(Models.utf8("bab"), -30.025)
                .build();
        PerfectSampler sampler = close.sampler(100);
        assertThat(sampler.logarithms).isTrue();
        byte[] text = Models.utf8("ababba");
        RandomGenerator random = Models.random(SEED);
        UnigramWorkspace workspace = close.workspace();
        assertThat(fit(close, text, 100, 200_000, () -> sampler.sample(text, 0, text.length, random, workspace)))
                .isGreaterThan(0.001);
    }

    @Test
    void theReservoirOfTheReferenceHasTheExactDistribution() {
        byte[] text = Models.utf8("abbaba");
        RandomGenerator random = Models.random(SEED);
        UnigramReference reference = new UnigramReference(model);
        assertThat(fit(model, text, 0.3, 100_000, () -> reference.sample(text, 0.3, random)))
                .isGreaterThan(0.001);
    }

    @Test
    void theBiasedSamplerFailsTheSameTest() {
        byte[] text = Models.utf8("abbaba");
        RandomGenerator random = Models.random(SEED);
        BiasedSampler biased = new BiasedSampler(model);
        assertThat(fit(model, text, 0.3, 100_000, () -> biased.sample(text, 0.3, random)))
                .isLessThan(1e-9);
    }

    @Test
    void theBiasedSamplerGivesTheLastOfThreeEqualCandidatesOneHalf() {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, -1);
        }
        // "abc" is abc, a+bc, ab+c or a+b+c; at alpha 0 all are equal, and "c" comes last.
        UnigramModel abc =
                builder.add(Models.utf8("abc"), -1).add(Models.utf8("bc"), -1).build();
        BiasedSampler biased = new BiasedSampler(abc);
        RandomGenerator random = Models.random(SEED);
        int[] lengths = new int[4];
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            int[] ids = biased.sample(Models.utf8("abc"), 0, random);
            lengths[abc.piece(ids[ids.length - 1]).length]++;
        }
        // Four standard deviations.
        assertThat(lengths[1] / (double) draws).isBetween(0.494, 0.506);
        assertThat(lengths[2] / (double) draws).isBetween(0.2445, 0.2555);
        assertThat(lengths[3] / (double) draws).isBetween(0.2445, 0.2555);
    }

    @Test
    void largeAlphaIsViterbi() {
        RandomGenerator random = Models.random(SEED);
        UnigramReference reference = new UnigramReference(model);
        int unique = 0;
        for (int round = 0; round < 200; round++) {
            byte[] text = Models.utf8(Models.word(random, "abc", random.nextInt(1, 12)));
            double[] scores = reference.segmentations(text).stream()
                    .mapToDouble(Segmentation::score)
                    .sorted()
                    .toArray();
            // Swapped pieces tie (aa + a, a + aa); of those any may be drawn.
            boolean tie = scores.length > 1 && scores[scores.length - 1] - scores[scores.length - 2] < 1e-6;
            unique += tie ? 0 : 1;
            for (double alpha : new double[] {1e9, Double.MAX_VALUE}) {
                int[] drawn = model.sampler(alpha).sample(text, random);
                assertThat(model.score(drawn)).isCloseTo(model.score(model.viterbi(text)), within(1e-9));
                if (!tie) {
                    assertThat(drawn).isEqualTo(model.viterbi(text));
                }
            }
        }
        assertThat(unique).isGreaterThan(100);
        byte[] text = Models.utf8(Models.word(random, "abc", 100_000));
        double best = model.score(model.viterbi(text));
        assertThat(model.score(model.sampler(1e9).sample(text, random))).isCloseTo(best, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 1, 1e6})
    void tenMegabytesWithoutASpaceDoNotOverflow(double alpha) {
        RandomGenerator random = Models.random(SEED);
        byte[] text = Models.utf8(Models.word(random, "ab", 10_000_000));
        UnigramWorkspace workspace = model.workspace();
        int[] ids = model.sampler(alpha).sample(text, 0, text.length, random, workspace);
        long length = Arrays.stream(ids).mapToLong(id -> model.piece(id).length).sum();
        assertThat(length).isEqualTo(text.length);
        double perByte = ids.length / (double) text.length;
        double best = model.viterbi(text).length / (double) text.length;
        // Sampled pieces are shorter than the best; at 1e6 they are the best ones but for ties in the last
        // digits.
        assertThat(perByte).isBetween(best - 0.001, alpha == 1e6 ? best + 0.001 : 1);
        double logZ = model.sampler(alpha).logPartition(text, 0, text.length, workspace);
        double score = model.score(model.viterbi(text));
        assertThat(logZ).isFinite().isGreaterThanOrEqualTo(alpha * score - 1e-6 * Math.abs(alpha * score));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void otherAlphasAreRefused(double alpha) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.sampler(alpha))
                .withMessageContaining("alpha is " + alpha);
    }

    @Test
    void aWorkspaceOfAnotherModelIsRefused() {
        UnigramWorkspace other = Models.bytes(Models.random(1), 3, "ab", 3).workspace();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.viterbi(new byte[3], 0, 3, other))
                .withMessageContaining("another model");
    }

    /// The p-value of Pearson's chi-square of draws against the enumerated distribution; segmentations that
    /// are expected fewer than ten times are one class.
    private static double fit(UnigramModel model, byte[] text, double alpha, int draws, Supplier<int[]> sampler) {
        List<Segmentation> all = new UnigramReference(model).segmentations(text);
        double best = all.stream().mapToDouble(Segmentation::score).max().orElseThrow();
        double z = all.stream()
                .mapToDouble(s -> Math.exp(alpha * (s.score() - best)))
                .sum();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            seen.merge(Arrays.toString(sampler.get()), 1, Integer::sum);
        }
        double chiSquare = 0;
        double restExpected = 0;
        int restSeen = 0;
        int classes = 0;
        int total = 0;
        for (Segmentation segmentation : all) {
            double expected = draws * Math.exp(alpha * (segmentation.score() - best)) / z;
            int count = seen.getOrDefault(Arrays.toString(segmentation.ids()), 0);
            total += count;
            if (expected < 10) {
                restExpected += expected;
                restSeen += count;
            } else {
                chiSquare += (count - expected) * (count - expected) / expected;
                classes++;
            }
        }
        assertThat(total).as("draws that are segmentations").isEqualTo(draws);
        if (restExpected >= 10) {
            chiSquare += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
            classes++;
        }
        assertThat(classes).as("classes").isGreaterThan(1);
        return upperTail(chiSquare, classes - 1);
    }

    /// The probability that chi-square is larger, after Wilson and Hilferty 1931: good to two digits, which
    /// is enough to tell 0.001.
    private static double upperTail(double chiSquare, int degrees) {
        double spread = 2.0 / (9 * degrees);
        double z = (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
        return normalTail(z);
    }

    /// Abramowitz and Stegun 26.2.17, error below 1e-7.
    private static double normalTail(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
        return z > 0 ? tail : 1 - tail;
    }
}
