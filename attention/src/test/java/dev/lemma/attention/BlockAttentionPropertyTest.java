package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.linalg.WorkerPool;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast operator against the reference. Seeds are fixed; a failure prints the configuration.
class BlockAttentionPropertyTest {
    private static final int[] SIZES = {8, 24, 64, 72, 80, 96, 128};

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Every scheme x scale x mask x head size, for an odd length; grouped queries.
    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 257, 1025})
    void everyCombination(int n) {
        RandomGenerator random = random(n);
        try (WorkerPool pool = new WorkerPool(2)) {
            for (PositionScheme scheme : Families.schemes(n)) {
                for (LogitScale scale : Families.scales(n, 2)) {
                    for (Mask mask : Families.masks(n)) {
                        for (int d : SIZES) {
                            combination(new AttentionSpec(2, 1, d, Rotary.of(d), scheme, scale, mask), n, random, pool);
                        }
                    }
                }
            }
        }
    }

    private static void combination(AttentionSpec spec, int n, RandomGenerator random, WorkerPool pool) {
        Trial trial = new Trial(spec, n, random);
        BlockAttention attention = new BlockAttention(spec, n);
        KeyForm form = random.nextBoolean() ? KeyForm.ROTATED : KeyForm.UNROTATED;
        // The last row is a decode.
        float[] out = trial.fast(attention, form, false, pool, Math.max(1, n - 1), 1);
        // The reference takes a microsecond for a key: one row of long ones, in turn a prefilled and the
        // decoded one.
        trial.check(out, form.toString(), n > 100 && random.nextBoolean() ? n - 1 : random.nextInt(n));
    }

    @Test
    void randomConfigurations() {
        for (int seed = 0; seed < 2_000; seed++) {
            RandomGenerator random = random(seed);
            int n = 1 + (int) Math.exp(random.nextDouble(Math.log(300)));
            int kvHeads = 1 + random.nextInt(3);
            int heads = kvHeads * (1 + random.nextInt(9));
            int d = 8 * (1 + random.nextInt(17));
            int dims = 2 + 2 * random.nextInt(d / 2);
            Rotary rotary = new Rotary(
                    Math.exp(random.nextDouble(1, 14)),
                    dims,
                    random.nextBoolean() ? Rotary.Pairing.HALVES : Rotary.Pairing.ADJACENT);
            AttentionSpec spec = new AttentionSpec(
                    heads,
                    kvHeads,
                    d,
                    rotary,
                    one(Families.schemes(1 + random.nextInt(n)), random),
                    one(Families.scales(n, heads), random),
                    one(Families.masks(1 + random.nextInt(n)), random));
            Trial trial = new Trial(spec, n, random);
            KeyForm form = random.nextBoolean() ? KeyForm.ROTATED : KeyForm.UNROTATED;
            int[] pieces = {1 + random.nextInt(n), 1 + random.nextInt(n), 1, 1 + random.nextInt(n)};
            try (WorkerPool pool = new WorkerPool(1 + random.nextInt(3))) {
                BlockAttention attention = new BlockAttention(spec, n + random.nextInt(3));
                float[] out = trial.fast(attention, form, random.nextBoolean(), pool, pieces);
                trial.check(out, "seed " + seed + ", " + form, random.nextInt(n), random.nextInt(n), n - 1);
            }
        }
    }

    private static <T> T one(List<T> members, RandomGenerator random) {
        return members.get(random.nextInt(members.size()));
    }

    @Test
    void plainJavaAgreesToo() {
        for (int seed = 0; seed < 200; seed++) {
            RandomGenerator random = random(seed);
            int n = 1 + random.nextInt(150);
            int d = 8 * (1 + random.nextInt(9));
            AttentionSpec spec = new AttentionSpec(
                    6,
                    2,
                    d,
                    Rotary.of(d),
                    one(Families.schemes(n), random),
                    one(Families.scales(n, 6), random),
                    one(Families.masks(n), random));
            Trial trial = new Trial(spec, n, random);
            try (WorkerPool pool = new WorkerPool(2)) {
                BlockAttention attention = new BlockAttention(spec, n, new ScalarKernels());
                KeyForm form = random.nextBoolean() ? KeyForm.ROTATED : KeyForm.UNROTATED;
                float[] out = trial.fast(attention, form, false, pool, Math.max(1, n - 1), 1);
                trial.check(out, "seed " + seed + ", plain Java, " + form, random.nextInt(n), n - 1);
            }
        }
    }

    /// Not one bit depends on the number of threads.
    @Test
    void threadsDoNotMatter() {
        RandomGenerator random = random(5);
        for (Mask mask : Families.masks(300)) {
            AttentionSpec spec =
                    AttentionSpec.causal(4, 2, 64).withMask(mask).withPositions(new PositionScheme.LeakyReRope(100, 4));
            Trial trial = new Trial(spec, 300, random);
            BlockAttention attention = new BlockAttention(spec, 300);
            float[] expected;
            try (WorkerPool pool = new WorkerPool(1)) {
                expected = trial.fast(attention, KeyForm.UNROTATED, false, pool, 299, 1);
            }
            for (int threads = 2; threads < 6; threads++) {
                try (WorkerPool pool = new WorkerPool(threads)) {
                    assertThat(trial.fast(attention, KeyForm.UNROTATED, false, pool, 299, 1))
                            .containsExactly(expected);
                }
            }
        }
    }

    /// Later keys and values do not leak into a row, however large they are.
    @Test
    void theFutureDoesNotMatter() {
        RandomGenerator random = random(6);
        AttentionSpec spec = AttentionSpec.causal(2, 1, 64);
        Trial trial = new Trial(spec, 100, random);
        BlockAttention attention = new BlockAttention(spec, 100);
        try (WorkerPool pool = new WorkerPool(2)) {
            float[] before = trial.fast(attention, KeyForm.ROTATED, false, pool, 100);
            for (int c = 0; c < 64; c++) {
                trial.k[60 * 64 + c] = 1e10f;
                trial.v[60 * 64 + c] = 1e35f;
            }
            float[] after = trial.fast(attention, KeyForm.ROTATED, false, pool, 100);
            for (int head = 0; head < 2; head++) {
                for (int c = 0; c < 60 * 64; c++) {
                    assertThat(after[head * 100 * 64 + c]).isEqualTo(before[head * 100 * 64 + c]);
                }
            }
        }
    }
}
