package dev.lemma.attention;

import dev.lemma.linalg.WorkerPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes rows into a cache: checked, normalised where the scale wants it, turned where the cache wants it.
final class AppendRun implements WorkerPool.Task {
    /// Rows of one task, a multiple of the key layout's 16.
    private static final int ROWS = 64;

    private @Nullable Operator operator;
    private @Nullable KvCache cache;
    private @Nullable Heads k;
    private @Nullable Heads v;

    // By worker: a block [d, 16] each, and the largest coordinates.
    private float[][] blocks = new float[0][];
    private int[] keyBits = new int[0];
    private int[] valueBits = new int[0];

    void run(Operator operator, Heads k, Heads v, KvCache cache, WorkerPool pool) {
        this.operator = operator;
        this.cache = cache;
        this.k = k;
        this.v = v;
        reserve(pool.threads(), operator.spec().headSize());
        pool.run(operator.spec().kvHeads() * chunks(cache.length(), k.rows()), this);
        int end = cache.length() + k.rows();
        cache.grow(end, largest(keyBits), largest(valueBits));
    }

    private void reserve(int threads, int d) {
        if (keyBits.length < threads) {
            keyBits = new int[threads];
            valueBits = new int[threads];
            blocks = new float[threads][0];
        }
        if (blocks[0].length < d * Kernels.KEY_BLOCK) {
            for (int worker = 0; worker < blocks.length; worker++) {
                blocks[worker] = new float[d * Kernels.KEY_BLOCK];
            }
        }
        Arrays.fill(keyBits, 0);
        Arrays.fill(valueBits, 0);
    }

    private static int largest(int[] bits) {
        int largest = 0;
        for (int x : bits) {
            largest = Math.max(largest, x);
        }
        return largest;
    }

    /// Number of stretches of [#ROWS] positions that the rows touch.
    private static int chunks(int start, int rows) {
        return (start + rows - 1) / ROWS - start / ROWS + 1;
    }

    @Override
    public void run(int index, int worker) {
        Operator operator = this.operator;
        KvCache cache = this.cache;
        Heads k = this.k;
        Heads v = this.v;
        if (operator == null || cache == null || k == null || v == null) {
            throw new IllegalStateException("no call is under way");
        }
        int start = cache.length();
        int chunks = chunks(start, k.rows());
        int head = index / chunks;
        int from = (start / ROWS + index % chunks) * ROWS;
        int end = Math.min(start + k.rows(), from + ROWS);
        for (int block = from; block < end; block += Kernels.KEY_BLOCK) {
            int first = Math.max(start, block);
            int last = Math.min(end, block + Kernels.KEY_BLOCK);
            if (first < last) {
                int bits = keys(operator, cache, k, head, first, last, blocks[worker]);
                keyBits[worker] = Math.max(keyBits[worker], bits);
            }
        }
        for (int j = Math.max(start, from); j < end; j++) {
            int bits = value(operator, cache, v, head, j, start);
            valueBits[worker] = Math.max(valueBits[worker], bits);
        }
    }

    /// Keys `[first, last)` of one block.
    private static int keys(Operator operator, KvCache cache, Heads k, int head, int first, int last, float[] scratch) {
        int d = operator.spec().headSize();
        int lanes = Kernels.KEY_BLOCK;
        int place = cache.keyBlock(head, first);
        boolean whole = last - first == lanes;
        float[] to = whole ? cache.keys() : scratch;
        int at = whole ? place : 0;
        int bits = 0;
        for (int j = first; j < last; j++) {
            bits = Math.max(bits, key(operator, k, head, j - cache.length(), to, at + j % lanes));
        }
        if (cache.form() == KeyForm.ROTATED && !operator.near().isIdentity()) {
            operator.kernels()
                    .rotate(
                            to,
                            at,
                            to,
                            at,
                            d,
                            lanes,
                            operator.spec().rotary(),
                            operator.near(),
                            first / lanes * lanes,
                            1);
        }
        if (!whole) {
            for (int c = 0; c < d; c++) {
                System.arraycopy(
                        scratch,
                        c * lanes + first % lanes,
                        cache.keys(),
                        place + c * lanes + first % lanes,
                        last - first);
            }
        }
        return bits;
    }

    private static int key(Operator operator, Heads k, int head, int row, float[] to, int at) {
        int d = operator.spec().headSize();
        float[] x = k.data();
        int from = k.at(head, row);
        int bits = operator.kernels().maxBits(x, from, d);
        if (bits >= 0x7f800000) {
            Operator.refuse("k", k, head, row);
        }
        if (operator.spec().scale().unitKeys()) {
            float factor = (float) Operator.inverseNorm(x, from, d);
            for (int c = 0; c < d; c++) {
                to[at + c * Kernels.KEY_BLOCK] = x[from + c] * factor;
            }
            return Float.floatToRawIntBits(1);
        }
        for (int c = 0; c < d; c++) {
            to[at + c * Kernels.KEY_BLOCK] = x[from + c];
        }
        return bits;
    }

    private static int value(Operator operator, KvCache cache, Heads v, int head, int j, int start) {
        int d = operator.spec().headSize();
        int bits = operator.kernels().maxBits(v.data(), v.at(head, j - start), d);
        if (bits >= 0x7f800000) {
            Operator.refuse("v", v, head, j - start);
        }
        System.arraycopy(v.data(), v.at(head, j - start), cache.values(), cache.valueRow(head, j), d);
        return bits;
    }
}
