package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The reference against explicit rotations, against itself where two descriptions mean the same, and by
/// hand.
class AttentionReferenceTest {
    private static final int N = 24;
    private static final int D = 8;

    /// The score with relative positions is the product of the two rotated vectors (Su et al. 2021, equation
    /// 16).
    @ParameterizedTest
    @EnumSource(Rotary.Pairing.class)
    void rotatingBothGivesTheSameScore(Rotary.Pairing pairing) {
        Rotary rotary = new Rotary(100, 6, pairing);
        AttentionSpec spec = AttentionSpec.causal(1, 1, D).withRotary(rotary);
        Trial trial = new Trial(spec, N, new SplittableRandom(1));
        double[][] s = AttentionReference.scores(spec, 0, heads(trial.q), heads(trial.k));
        for (int i = 0; i < N; i++) {
            for (int j = 0; j <= i; j++) {
                double[] q = rotated(trial.q, i, rotary);
                double[] k = rotated(trial.k, j, rotary);
                double dot = 0;
                for (int c = 0; c < D; c++) {
                    dot += q[c] * k[c];
                }
                assertThat(s[i][j]).isCloseTo(dot / Math.sqrt(D), within(1e-12));
            }
            for (int j = i + 1; j < N; j++) {
                assertThat(s[i][j]).isEqualTo(Double.NEGATIVE_INFINITY);
            }
        }
    }

    private static double[] rotated(float[] x, int position, Rotary rotary) {
        double[] y = new double[D];
        for (int c = 0; c < D; c++) {
            y[c] = x[position * D + c];
        }
        for (int c = 0; c < rotary.pairs(); c++) {
            double angle = position * Math.pow(rotary.base(), -2.0 * c / rotary.dims());
            double a = y[rotary.first(c)];
            double b = y[rotary.second(c)];
            y[rotary.first(c)] = a * Math.cos(angle) - b * Math.sin(angle);
            y[rotary.second(c)] = a * Math.sin(angle) + b * Math.cos(angle);
        }
        return y;
    }

    /// Two keys with scores 0 and ln 3 weigh 1/4 and 3/4.
    @Test
    void byHand() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, D).withPositions(new PositionScheme.Nope());
        float[] q = new float[2 * D];
        q[D] = (float) (Math.log(3) * Math.sqrt(D));
        float[] k = new float[2 * D];
        k[D] = 1;
        float[] v = new float[2 * D];
        v[0] = 8;
        v[D] = 4;
        double[] out = AttentionReference.attend(
                spec, Heads.headMajor(q, 1, 2, D), Heads.headMajor(k, 1, 2, D), Heads.headMajor(v, 1, 2, D));
        assertThat(out[0]).isEqualTo(8);
        assertThat(out[D]).isCloseTo(5, within(1e-6));
    }

    @Test
    void schemesThatMeanTheSameGiveTheSame() {
        AttentionSpec rope = AttentionSpec.causal(2, 1, D);
        List<PositionScheme> same = List.of(
                new PositionScheme.Pi(1),
                new PositionScheme.Ntk(1),
                new PositionScheme.DynamicNtk(N, N - 3),
                new PositionScheme.NtkByParts(1, 32, 5),
                new PositionScheme.Yarn(1, 32, 5),
                new PositionScheme.ReRope(N),
                new PositionScheme.LeakyReRope(5, 1),
                new PositionScheme.SelfExtend(5, 1));
        for (PositionScheme scheme : same) {
            assertSame(rope, rope.withPositions(scheme));
        }
        assertSame(rope.withMask(new Mask.Window(N)), rope);
        assertSame(rope.withMask(new Mask.LambdaCapped(4, N, N)), rope);
        assertSame(rope.withMask(new Mask.LambdaStreaming(4, N)), rope);
        assertSame(
                rope.withPositions(new PositionScheme.Yarn(4, 32, 5)),
                rope.withPositions(new PositionScheme.NtkByParts(4, 32, 5)).withScale(new LogitScale.YarnScale(4)));
        assertSame(
                rope.withPositions(new PositionScheme.DynamicNtk(6, N)), rope.withPositions(new PositionScheme.Ntk(4)));
        assertSame(
                rope.withScale(new LogitScale.SsMax(1 / Math.log(512), 1 / Math.log(512))),
                rope.withScale(new LogitScale.LogN(512)));
    }

    /// A cache that keeps the first keys and the last ones and counts positions from 0 in itself.
    @Test
    void streamingIsWhatACacheOfThatSizeGives() {
        int sinks = 3;
        int w = 7;
        AttentionSpec streaming = AttentionSpec.causal(1, 1, D).withMask(new Mask.LambdaStreaming(sinks, w));
        Trial trial = new Trial(streaming, N, new SplittableRandom(2));
        double[][] s = AttentionReference.scores(streaming, 0, heads(trial.q), heads(trial.k));
        int kept = sinks + w;
        for (int i = kept; i < N; i++) {
            float[] k = new float[kept * D];
            System.arraycopy(trial.k, 0, k, 0, sinks * D);
            System.arraycopy(trial.k, (i - w + 1) * D, k, sinks * D, w * D);
            double[] row = AttentionReference.scores(
                    AttentionSpec.causal(1, 1, D),
                    0,
                    0,
                    Heads.of(trial.q, i * D, 1, 1, D, 0, D),
                    Heads.headMajor(k, 1, kept, D));
            for (int j = 0; j < kept; j++) {
                int original = j < sinks ? j : i - w + 1 + j - sinks;
                assertThat(s[i][original]).isCloseTo(row[j], within(1e-12));
            }
        }
    }

    @Test
    void relativePositionsByHand() {
        AttentionSpec causal = AttentionSpec.causal(1, 1, D);
        assertThat(AttentionReference.relativePositions(causal.withPositions(new PositionScheme.ReRope(3)), 5, 1, 6)[0])
                .containsExactly(3, 3, 3, 2, 1, 0);
        assertThat(
                        AttentionReference.relativePositions(
                                causal.withPositions(new PositionScheme.LeakyReRope(2, 2)), 5, 1, 6)[0])
                .containsExactly(3.5, 3, 2.5, 2, 1, 0);
        // floor(6/2) - floor(j/2) + 3 - floor(3/2)
        assertThat(
                        AttentionReference.relativePositions(
                                causal.withPositions(new PositionScheme.SelfExtend(3, 2)), 6, 1, 7)[0])
                .containsExactly(5, 5, 4, 4, 2, 1, 0);
        assertThat(AttentionReference.relativePositions(causal.withMask(new Mask.LambdaCapped(2, 2, 4)), 9, 1, 10)[0])
                .startsWith(4, 4)
                .endsWith(1, 0);
        assertThat(AttentionReference.relativePositions(causal.withMask(new Mask.LambdaStreaming(2, 3)), 9, 1, 10)[0])
                .startsWith(4, 3)
                .endsWith(2, 1, 0);
    }

    private static void assertSame(AttentionSpec one, AttentionSpec other) {
        Trial trial = new Trial(one, N, new SplittableRandom(3));
        for (int head = 0; head < one.heads(); head++) {
            double[][] a = AttentionReference.scores(
                    one, head, Heads.headMajor(trial.q, 2, N, D), Heads.headMajor(trial.k, 1, N, D));
            double[][] b = AttentionReference.scores(
                    other, head, Heads.headMajor(trial.q, 2, N, D), Heads.headMajor(trial.k, 1, N, D));
            for (int i = 0; i < N; i++) {
                assertThat(b[i]).as(one + " and " + other).containsExactly(a[i], within(1e-12));
            }
        }
    }

    private static Heads heads(float[] x) {
        return Heads.headMajor(x, 1, N, D);
    }
}
