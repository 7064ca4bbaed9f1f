package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.lemma.linalg.WorkerPool;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockAttentionTest {
    private final WorkerPool pool = new WorkerPool(2);
    private final AttentionWorkspace workspace = new AttentionWorkspace();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void oneKeyGivesItsValue() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, 8);
        BlockAttention attention = new BlockAttention(spec, 1);
        KvCache cache = attention.cache(1);
        float[] v = {1, 2, 3, 4, 5, 6, 7, 8};
        attention.append(ones(1, 8), Heads.headMajor(v, 1, 1, 8), cache, workspace, pool);
        float[] out = new float[8];
        attention.decode(ones(1, 8), cache, Heads.headMajor(out, 1, 1, 8), workspace, pool);
        assertThat(out).containsExactly(v);
    }

    /// With all queries zero every seen key weighs the same: row i is the mean of the values up to i.
    @Test
    void equalScoresGiveTheMean() {
        int n = 70;
        AttentionSpec spec = AttentionSpec.causal(1, 1, 8);
        BlockAttention attention = new BlockAttention(spec, n);
        KvCache cache = attention.cache(n);
        float[] v = new float[n * 8];
        for (int j = 0; j < n; j++) {
            Arrays.fill(v, j * 8, (j + 1) * 8, j);
        }
        attention.append(ones(n, 8), Heads.headMajor(v, 1, n, 8), cache, workspace, pool);
        float[] out = new float[n * 8];
        attention.prefill(
                Heads.headMajor(new float[n * 8], 1, n, 8), cache, Heads.headMajor(out, 1, n, 8), workspace, pool);
        for (int i = 0; i < n; i++) {
            assertThat(out[i * 8]).isCloseTo(i / 2f, within(1e-5f));
        }
    }

    @Test
    void theOutputMayBeTheQueryItself() {
        int n = 100;
        AttentionSpec spec = AttentionSpec.causal(4, 2, 16).withPositions(new PositionScheme.ReRope(20));
        Trial trial = new Trial(spec, n, new SplittableRandom(1));
        BlockAttention attention = new BlockAttention(spec, n);
        float[] expected = trial.fast(attention, KeyForm.UNROTATED, false, pool, n);
        KvCache cache = attention.cache(n);
        attention.append(
                Heads.headMajor(trial.k, 2, n, 16), Heads.headMajor(trial.v, 2, n, 16), cache, workspace, pool);
        Heads q = Heads.headMajor(trial.q, 4, n, 16);
        attention.prefill(q, cache, q, workspace, pool);
        assertThat(trial.q).containsExactly(expected);
    }

    @Test
    void aTruncatedCacheForgets() {
        int n = 40;
        AttentionSpec spec = AttentionSpec.causal(2, 1, 8);
        Trial trial = new Trial(spec, n, new SplittableRandom(2));
        BlockAttention attention = new BlockAttention(spec, n);
        KvCache cache = attention.cache(n);
        attention.append(
                Trial.rows(trial.k, 1, n, 8, 0, n, false),
                Trial.rows(trial.v, 1, n, 8, 0, n, false),
                cache,
                workspace,
                pool);
        cache.truncate(25);
        float[] out = new float[2 * 8];
        attention.decode(
                Trial.rows(trial.q, 2, n, 8, 24, 25, false), cache, Heads.headMajor(out, 2, 1, 8), workspace, pool);
        float[] all = trial.fast(attention, KeyForm.ROTATED, false, pool, 24, 1);
        for (int c = 0; c < 8; c++) {
            assertThat(out[c]).isEqualTo(all[24 * 8 + c]);
        }
        assertThatThrownBy(() -> cache.truncate(26)).hasMessage("length = 26, not in [0, 25]");
    }

    /// Scores of a hundred thousand: the largest takes all.
    @Test
    void largeScoresDoNotOverflow() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, 8).withPositions(new PositionScheme.Nope());
        BlockAttention attention = new BlockAttention(spec, 3);
        KvCache cache = attention.cache(3);
        float[] k = new float[24];
        float[] v = new float[24];
        for (int j = 0; j < 3; j++) {
            k[j * 8] = j == 1 ? 1e4f : -1e4f;
            v[j * 8] = j;
        }
        attention.append(Heads.headMajor(k, 1, 3, 8), Heads.headMajor(v, 1, 3, 8), cache, workspace, pool);
        float[] q = new float[8];
        q[0] = 100;
        float[] out = new float[8];
        attention.decode(Heads.headMajor(q, 1, 1, 8), cache, Heads.headMajor(out, 1, 1, 8), workspace, pool);
        assertThat(out[0]).isEqualTo(1);
    }

    @Test
    void callsAllocateNothing() {
        int n = 300;
        List<AttentionSpec> specs = List.of(
                AttentionSpec.causal(4, 2, 64),
                AttentionSpec.causal(4, 2, 64).withPositions(new PositionScheme.ReRope(50)),
                AttentionSpec.causal(4, 2, 64)
                        .withMask(new Mask.LambdaStreaming(4, 64))
                        .withScale(new LogitScale.LogN(64))
                        .withPositions(new PositionScheme.SelfExtend(50, 4)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (AttentionSpec spec : specs) {
            Trial trial = new Trial(spec, n, new SplittableRandom(3));
            BlockAttention attention = new BlockAttention(spec, n);
            KvCache cache = attention.cache(n, KeyForm.UNROTATED);
            Heads q = Heads.headMajor(trial.q, 4, n, 64);
            Heads last = Trial.rows(trial.q, 4, n, 64, n - 1, n, false);
            Heads k = Heads.headMajor(trial.k, 2, n, 64);
            Heads v = Heads.headMajor(trial.v, 2, n, 64);
            Heads out = Heads.headMajor(new float[4 * n * 64], 4, n, 64);
            Heads lastOut = Heads.headMajor(new float[4 * 64], 4, 1, 64);
            // Interpreted code makes objects of vectors: all threads must have been compiled first.
            try (WorkerPool alone = new WorkerPool(1)) {
                long allocated = Long.MAX_VALUE;
                for (int attempt = 0; attempt < 50 && allocated > 0; attempt++) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int call = 0; call < 20; call++) {
                        cache.truncate(0);
                        attention.append(k, v, cache, workspace, alone);
                        attention.prefill(q, cache, out, workspace, alone);
                        attention.decode(last, cache, lastOut, workspace, alone);
                    }
                    allocated = threads.getCurrentThreadAllocatedBytes() - before;
                }
                assertThat(allocated).as("bytes in 20 calls of " + spec).isZero();
            }
        }
    }

    @Test
    void longInputsRunInMemoryThatGrowsWithTheLength() {
        int n = 131_072;
        AttentionSpec spec = AttentionSpec.causal(1, 1, 8)
                .withPositions(new PositionScheme.ReRope(512))
                .withMask(new Mask.Window(700));
        Trial trial = new Trial(spec, n, new SplittableRandom(4));
        BlockAttention attention = new BlockAttention(spec, n);
        float[] out = trial.fast(attention, KeyForm.UNROTATED, false, pool, n - 1, 1);
        trial.check(out, "long", 0, 1_000, n - 2, n - 1);
    }

    @Test
    void whatIsNotFiniteIsNamed() {
        AttentionSpec spec = AttentionSpec.causal(2, 1, 8);
        BlockAttention attention = new BlockAttention(spec, 40);
        KvCache cache = attention.cache(40);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] x = new float[40 * 8];
            x[37 * 8 + 5] = bad;
            Heads wrong = Heads.headMajor(x, 1, 40, 8);
            assertThatThrownBy(() -> attention.append(wrong, ones(40, 8), cache, workspace, pool))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("k[0, 37, 5] = " + bad + ", not finite");
            assertThatThrownBy(() -> attention.append(ones(40, 8), wrong, cache, workspace, pool))
                    .hasMessage("v[0, 37, 5] = " + bad + ", not finite");
            assertThat(cache.length()).isZero();
        }
        attention.append(ones(40, 8), ones(40, 8), cache, workspace, pool);
        float[] q = new float[2 * 40 * 8];
        q[(40 + 3) * 8 + 1] = Float.NaN;
        Heads out = Heads.headMajor(new float[2 * 40 * 8], 2, 40, 8);
        assertThatThrownBy(() -> attention.prefill(Heads.headMajor(q, 2, 40, 8), cache, out, workspace, pool))
                .hasMessage("q[1, 3, 1] = NaN, not finite");
        float[] one = new float[16];
        one[9] = Float.NEGATIVE_INFINITY;
        Heads oneOut = Heads.headMajor(new float[16], 2, 1, 8);
        assertThatThrownBy(() -> attention.decode(Heads.headMajor(one, 2, 1, 8), cache, oneOut, workspace, pool))
                .hasMessage("q[1, 0, 1] = -Infinity, not finite");
    }

    @Test
    void whatCanOverflowIsRefused() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, 8);
        BlockAttention attention = new BlockAttention(spec, 8);
        KvCache cache = attention.cache(8);
        attention.append(filled(1, 1e20f), filled(1, 1), cache, workspace, pool);
        Heads out = filled(1, 0);
        assertThatThrownBy(() -> attention.decode(filled(1, 1e20f), cache, out, workspace, pool))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("q[0, 0] has coordinates up to 1.0E20 and keys up to 1.0E20")
                .hasMessageContaining("scores can pass the largest float");
        attention.append(filled(1, 1), filled(1, 3e38f), cache, workspace, pool);
        assertThatThrownBy(() -> attention.decode(filled(1, 1), cache, out, workspace, pool))
                .hasMessageStartingWith("v has numbers up to 3.0E38, not below")
                .hasMessageEndingWith("for 2 keys");
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        AttentionSpec spec = AttentionSpec.causal(2, 1, 8);
        BlockAttention attention = new BlockAttention(spec, 16);
        KvCache cache = attention.cache(10);
        Heads fine = ones(4, 8);
        assertThatThrownBy(() -> attention.append(ones(4, 16), fine, cache, workspace, pool))
                .hasMessage("k is [1, 4, 16], not [1, n, 8]");
        assertThatThrownBy(() -> attention.append(fine, ones(3, 8), cache, workspace, pool))
                .hasMessage("v has n = 3, not n = 4 as k");
        assertThatThrownBy(() -> attention.append(ones(11, 8), ones(11, 8), cache, workspace, pool))
                .hasMessage("k has n = 11, not in [1, 10]: the cache holds 0 of 10");
        attention.append(fine, fine, cache, workspace, pool);
        Heads q = Heads.headMajor(new float[2 * 5 * 8], 2, 5, 8);
        assertThatThrownBy(() -> attention.prefill(q, cache, q, workspace, pool))
                .hasMessage("q has n = 5, not in [1, 4], the length of the cache");
        assertThatThrownBy(() -> attention.prefill(fine, cache, q, workspace, pool))
                .hasMessage("q is [1, 4, 8], not [2, n, 8]");
        Heads two = Heads.headMajor(new float[2 * 2 * 8], 2, 2, 8);
        assertThatThrownBy(() -> attention.prefill(two, cache, q, workspace, pool))
                .hasMessage("out has n = 5, not n = 2 as q");
        assertThatThrownBy(() -> attention.decode(two, cache, two, workspace, pool))
                .hasMessage("q has n = 2, not 1");
        assertThatThrownBy(() -> attention.cache(17)).hasMessage("capacity = 17, not in [1, maxLength = 16]");
        assertThatThrownBy(() -> new BlockAttention(spec, 0)).hasMessage("maxLength = 0, not at least 1");
    }

    @Test
    void aCacheOfOtherKeysIsRefused() {
        AttentionSpec spec = AttentionSpec.causal(2, 1, 8);
        KvCache rotated = new BlockAttention(spec, 16).cache(10, KeyForm.ROTATED);
        BlockAttention rerope = new BlockAttention(spec.withPositions(new PositionScheme.ReRope(4)), 16);
        assertThatThrownBy(() -> rerope.append(ones(1, 8), ones(1, 8), rotated, workspace, pool))
                .hasMessageStartingWith("cache has keys rotated by Rope[]");
        KvCache raw = new BlockAttention(spec, 16).cache(10, KeyForm.UNROTATED);
        rerope.append(ones(1, 8), ones(1, 8), raw, workspace, pool);
        BlockAttention unit = new BlockAttention(spec.withScale(new LogitScale.KeyNorm()), 16);
        assertThatThrownBy(() -> unit.append(ones(1, 8), ones(1, 8), raw, workspace, pool))
                .hasMessage("cache has keys as given, not as scale = KeyNorm[] needs");
    }

    private static Heads ones(int n, int d) {
        float[] x = new float[n * d];
        Arrays.fill(x, 1);
        return Heads.headMajor(x, 1, n, d);
    }

    private static Heads filled(int n, float value) {
        float[] x = new float[n * 8];
        Arrays.fill(x, value);
        return Heads.headMajor(x, 1, n, 8);
    }
}
