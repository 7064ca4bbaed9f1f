package dev.lemma.attention;

import dev.lemma.linalg.WorkerPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Attention of one query a head, the last position of the cache: bound by reading keys and values once.
///
/// All query heads of a key and value head go together, so that what is read serves them all. Keys are cut
/// into chunks of a fixed size, whose results are put together in order: the sum does not depend on the
/// number of threads.
final class DecodeRun implements WorkerPool.Task {
    /// Keys of one task.
    private static final int CHUNK = 1_024;

    private static final int ROUND = Kernels.DECODE_KEYS;
    private static final float[] NONE = new float[0];

    private @Nullable Operator operator;
    private @Nullable KvCache cache;

    // Of the present call.
    private int position;
    private int farFrom;
    private int first;
    private int sinks;
    private int chunks;
    private int slots;
    private int stride;
    private float maxKey;

    // Queries as the branches need them: [kvHeads, slots, stride]
    private float[] raw = NONE;
    private float[] near = NONE;
    private float[] far = NONE;
    // Results of tasks: [kvHeads, chunks, slots, stride] and [kvHeads, chunks, slots]
    private float[] o = NONE;
    private float[] m = NONE;
    private float[] l = NONE;
    private Scratch[] scratches = new Scratch[0];

    /// What one worker needs for one round of keys.
    private static final class Scratch {
        final int d;
        final int slots;
        // [slots, ROUND]
        final float[] s;
        final float[] t;
        // [slots]
        final float[] rescale;
        // [ROUND / 16, d, 16]
        final float[] keys;

        Scratch(int d, int slots) {
            this.d = d;
            this.slots = slots;
            s = new float[slots * ROUND];
            t = new float[slots * ROUND];
            rescale = new float[slots];
            keys = new float[d * ROUND];
        }
    }

    void run(Operator operator, Heads q, KvCache cache, Heads out, WorkerPool pool) {
        this.operator = operator;
        this.cache = cache;
        AttentionSpec spec = operator.spec();
        int length = cache.length();
        position = length - 1;
        farFrom = operator.farFrom();
        sinks = Math.min(operator.sinks(), length);
        int window = operator.window();
        first = window == Integer.MAX_VALUE ? sinks : Math.max(sinks, position - window + 1);
        int begin = first / ROUND * ROUND;
        // One chunk more for the sinks.
        chunks = (length - begin + CHUNK - 1) / CHUNK + (sinks > 0 ? 1 : 0);
        int group = spec.groupSize();
        slots = group % 4 == 0 || group % 4 == 1 ? group : (group / 4 + 1) * 4;
        stride = cache.stride();
        maxKey = cache.maxKey();
        reserve(spec, pool.threads());
        load(operator, q);
        pool.run(spec.kvHeads() * chunks, this);
        merge(spec, out);
    }

    private void reserve(AttentionSpec spec, int threads) {
        int rows = spec.kvHeads() * slots;
        if (raw.length < rows * stride) {
            raw = new float[rows * stride];
            near = new float[rows * stride];
            far = new float[rows * stride];
        }
        if (o.length < rows * chunks * stride) {
            o = new float[rows * chunks * stride];
        }
        if (m.length < rows * chunks) {
            m = new float[rows * chunks];
            l = new float[rows * chunks];
        }
        if (scratches.length < threads || scratches[0].d != spec.headSize() || scratches[0].slots < slots) {
            scratches = new Scratch[threads];
            for (int worker = 0; worker < threads; worker++) {
                scratches[worker] = new Scratch(spec.headSize(), slots);
            }
        }
    }

    private void load(Operator operator, Heads q) {
        AttentionSpec spec = operator.spec();
        int d = spec.headSize();
        int group = spec.groupSize();
        Arrays.fill(raw, 0, spec.kvHeads() * slots * stride, 0);
        for (int head = 0; head < spec.heads(); head++) {
            int at = q.at(head, 0);
            int bits = operator.kernels().maxBits(q.data(), at, d);
            float factor = (float) operator.queryFactor(q, head, 0, position, position + 1);
            operator.checkQuery(q, head, 0, bits, factor, maxKey);
            int to = (head / group * slots + head % group) * stride;
            for (int c = 0; c < d; c++) {
                raw[to + c] = q.data()[at + c] * factor;
            }
        }
        int floats = spec.kvHeads() * slots * stride;
        System.arraycopy(raw, 0, near, 0, floats);
        for (int at = 0; at < floats; at += stride) {
            operator.near().turn(near, at, spec.rotary(), position);
        }
        if (farFrom != Integer.MAX_VALUE) {
            System.arraycopy(raw, 0, far, 0, floats);
            for (int at = 0; at < floats; at += stride) {
                operator.far().turn(far, at, spec.rotary(), position);
                operator.offset().turn(far, at, spec.rotary(), 0);
            }
        }
    }

    @Override
    public void run(int index, int worker) {
        Operator operator = this.operator;
        KvCache cache = this.cache;
        if (operator == null || cache == null) {
            throw new IllegalStateException("no call is under way");
        }
        int kvHead = index / chunks;
        int chunk = index % chunks;
        Arrays.fill(m, index * slots, (index + 1) * slots, Kernels.MASKED);
        Arrays.fill(l, index * slots, (index + 1) * slots, 0);
        Arrays.fill(o, index * slots * stride, (index + 1) * slots * stride, 0);
        Scratch scratch = scratches[worker];
        if (sinks > 0 && chunk == chunks - 1) {
            for (int j = 0; j < sinks; j += ROUND) {
                sinkScores(operator, cache, scratch, kvHead, j);
                weigh(operator.kernels(), cache, scratch, kvHead, index, j, 0, sinks);
            }
            return;
        }
        int begin = first / ROUND * ROUND + chunk * CHUNK;
        int end = Math.min(begin + CHUNK, position + 1);
        for (int j = begin; j < end; j += ROUND) {
            scores(operator, cache, scratch, kvHead, j);
            weigh(operator.kernels(), cache, scratch, kvHead, index, j, first, end);
        }
    }

    /// Scores of a round of keys from `j` on.
    private void scores(Operator operator, KvCache cache, Scratch scratch, int kvHead, int j) {
        int nearest = position - (j + ROUND - 1);
        int farthest = position - j;
        if (farthest < farFrom) {
            product(operator, cache, scratch, kvHead, j, KeyBranch.NEAR, near, scratch.s);
        } else if (nearest >= farFrom) {
            product(operator, cache, scratch, kvHead, j, KeyBranch.FAR, far, scratch.s);
        } else {
            product(operator, cache, scratch, kvHead, j, KeyBranch.NEAR, near, scratch.s);
            product(operator, cache, scratch, kvHead, j, KeyBranch.FAR, far, scratch.t);
            take(scratch, 0, position - farFrom + 1 - j);
        }
    }

    /// The same for keys at the beginning under a lambda mask.
    private void sinkScores(Operator operator, KvCache cache, Scratch scratch, int kvHead, int j) {
        product(operator, cache, scratch, kvHead, j, KeyBranch.NEAR, near, scratch.s);
        if (position - j >= farFrom) {
            product(operator, cache, scratch, kvHead, j, KeyBranch.FAR, far, scratch.t);
            take(scratch, 0, position - farFrom + 1 - j);
        }
        if (operator.spec().mask() instanceof Mask.Lambda lambda && position >= lambda.fixedFrom(j)) {
            product(operator, cache, scratch, kvHead, j, KeyBranch.FIXED, raw, scratch.t);
            int end = 0;
            while (end < ROUND && position >= lambda.fixedFrom(j + end)) {
                end++;
            }
            take(scratch, 0, end);
        }
    }

    /// `s = t` for keys `[from, end)` of the round.
    private void take(Scratch scratch, int from, int end) {
        int n = Math.min(end, ROUND) - from;
        for (int slot = 0; slot < slots && n > 0; slot++) {
            System.arraycopy(scratch.t, slot * ROUND + from, scratch.s, slot * ROUND + from, n);
        }
    }

    private void product(
            Operator operator,
            KvCache cache,
            Scratch scratch,
            int kvHead,
            int j,
            KeyBranch branch,
            float[] q,
            float[] s) {
        int d = scratch.d;
        float[] keys = cache.keys();
        int at = cache.keyBlock(kvHead, j);
        if (!operator.stored(cache, branch)) {
            int known = branch == KeyBranch.FIXED ? sinks : position + 1;
            for (int block = 0; block < ROUND && j + block < known; block += Kernels.KEY_BLOCK) {
                operator.convert(cache, kvHead, j + block, branch, scratch.keys, block * d);
            }
            keys = scratch.keys;
            at = 0;
        }
        int row = kvHead * slots;
        for (int slot = 0; slot < slots; ) {
            int queries = slots - slot >= 4 ? 4 : 1;
            operator.kernels().decodeScores(queries, q, (row + slot) * stride, stride, d, keys, at, s, slot * ROUND);
            slot += queries;
        }
    }

    /// Adds a round of keys, those in `[from, end)`, to the result of a task.
    private void weigh(
            Kernels kernels, KvCache cache, Scratch scratch, int kvHead, int task, int j, int from, int end) {
        float[] s = scratch.s;
        int low = Math.clamp((long) from - j, 0, ROUND);
        int high = Math.min(end - j, ROUND);
        for (int slot = 0; slot < slots; slot++) {
            int so = slot * ROUND;
            Arrays.fill(s, so, so + low, Kernels.MASKED);
            Arrays.fill(s, so + high, so + ROUND, Kernels.MASKED);
            int at = task * slots + slot;
            float largest = Math.max(m[at], kernels.largest(s, so));
            scratch.rescale[slot] = m[at] == largest ? 1 : ScalarKernels.exp2(m[at] - largest);
            m[at] = largest;
            l[at] = l[at] * scratch.rescale[slot] + kernels.exponentiate(s, so, largest);
        }
        for (int slot = 0; slot < slots; ) {
            int queries = slots - slot >= 4 ? 4 : 1;
            kernels.decodeValues(
                    queries,
                    s,
                    slot * ROUND,
                    high,
                    cache.values(),
                    cache.valueRow(kvHead, j),
                    stride,
                    o,
                    (task * slots + slot) * stride,
                    scratch.rescale,
                    slot);
            slot += queries;
        }
    }

    private void merge(AttentionSpec spec, Heads out) {
        int d = spec.headSize();
        int group = spec.groupSize();
        for (int head = 0; head < spec.heads(); head++) {
            int task = head / group * chunks;
            int slot = head % group;
            float largest = Kernels.MASKED;
            for (int chunk = 0; chunk < chunks; chunk++) {
                largest = Math.max(largest, m[(task + chunk) * slots + slot]);
            }
            int to = out.at(head, 0);
            Arrays.fill(out.data(), to, to + d, 0);
            float sum = 0;
            for (int chunk = 0; chunk < chunks; chunk++) {
                int at = (task + chunk) * slots + slot;
                float factor = ScalarKernels.exp2(m[at] - largest);
                sum += l[at] * factor;
                for (int c = 0; c < d; c++) {
                    out.data()[to + c] += o[at * stride + c] * factor;
                }
            }
            for (int c = 0; c < d; c++) {
                out.data()[to + c] /= sum;
            }
        }
    }
}
