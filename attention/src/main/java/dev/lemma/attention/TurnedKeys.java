package dev.lemma.attention;

import dev.lemma.linalg.WorkerPool;
import org.jspecify.annotations.Nullable;

/// The keys of a range of positions as a branch needs them: those of the cache where they are so already,
/// else copies.
final class TurnedKeys implements WorkerPool.Task {
    private static final float[] NONE = new float[0];

    /// Keys that one task turns.
    private static final int CHUNK = 256;

    private final KeyBranch branch;
    private float[] copies = NONE;
    // Of the present call.
    private float[] data = NONE;
    private int headStride;
    private int origin;
    private int d;
    private int blocks;
    private @Nullable Operator operator;
    private @Nullable KvCache cache;

    TurnedKeys(KeyBranch branch) {
        this.branch = branch;
    }

    /// Prepares keys `[from, end)` of all heads.
    void prepare(Operator operator, KvCache cache, int from, int end, WorkerPool pool) {
        this.operator = operator;
        this.cache = cache;
        d = operator.spec().headSize();
        if (operator.stored(cache, branch)) {
            data = cache.keys();
            origin = 0;
            headStride = operator.spec().kvHeads() == 1 ? 0 : cache.keyBlock(1, 0);
            return;
        }
        int lanes = Kernels.KEY_BLOCK;
        int first = from / lanes;
        blocks = Math.max(0, (end + lanes - 1) / lanes - first);
        headStride = blocks * lanes * d;
        origin = first * lanes * d;
        int heads = operator.spec().kvHeads();
        if (copies.length < heads * headStride) {
            copies = new float[heads * headStride];
        }
        data = copies;
        if (blocks > 0) {
            pool.run(heads * chunks(), this);
        }
    }

    private int chunks() {
        return (blocks * Kernels.KEY_BLOCK + CHUNK - 1) / CHUNK;
    }

    @Override
    public void run(int index, int worker) {
        Operator operator = this.operator;
        KvCache cache = this.cache;
        if (operator == null || cache == null) {
            throw new IllegalStateException("no call is under way");
        }
        int lanes = Kernels.KEY_BLOCK;
        int head = index / chunks();
        int from = index % chunks() * (CHUNK / lanes);
        int end = Math.min(blocks, from + CHUNK / lanes);
        int first = origin / d;
        for (int block = from; block < end; block++) {
            int j = first + block * lanes;
            operator.convert(cache, head, j, branch, copies, at(head, j));
        }
    }

    float[] data() {
        return data;
    }

    /// Place of coordinate 0 of key `j`.
    int at(int kvHead, int j) {
        return kvHead * headStride + j / Kernels.KEY_BLOCK * Kernels.KEY_BLOCK * d - origin + j % Kernels.KEY_BLOCK;
    }
}
