package dev.lemma.attention;

import dev.lemma.linalg.WorkerPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Attention of a block of queries, tile by tile: `B` queries of one head against all keys that they see.
///
/// Keys come in blocks of [#BLOCK]. Scores of a block stay in the first-level cache, transposed
/// (`[key, query]`), so that the softmax is lane by lane; a running maximum and sum make it one pass (Milakov
/// & Gimelshein 2018; Dao et al. 2022). A piecewise scheme has two products for a score, near and far; a
/// group of 8 keys needs both only where the window's edge crosses it.
final class PrefillRun implements WorkerPool.Task {
    /// Keys whose scores are held at once; measured best in 64 to 512 (bench/RESULTS.md).
    private static final int BLOCK = 256;

    private @Nullable Operator operator;
    private @Nullable KvCache cache;
    private @Nullable Heads q;
    private @Nullable Heads out;

    private final TurnedKeys near = new TurnedKeys(KeyBranch.NEAR);
    private final TurnedKeys far = new TurnedKeys(KeyBranch.FAR);
    private final TurnedKeys sinkNear = new TurnedKeys(KeyBranch.NEAR);
    private final TurnedKeys sinkFar = new TurnedKeys(KeyBranch.FAR);
    private final TurnedKeys sinkFixed = new TurnedKeys(KeyBranch.FIXED);
    private Tile[] tiles = new Tile[0];

    // Of the present call.
    private int start;
    private int length;
    private int tilesOfHead;
    private int farFrom;
    private int window;
    private int sinks;
    private boolean full;

    /// What one worker needs for one tile.
    private static final class Tile {
        final int d;
        // Queries as the branches need them: [d, B]
        final float[] raw;
        final float[] near;
        final float[] far;
        // [BLOCK, B], and one group of keys more for the second product
        final float[] s;
        final float[] t;
        // [d, B]
        final float[] o;
        // [B]
        final float[] m;
        final float[] l;
        final float[] max;
        final float[] rescale;
        final float[] unused;

        Tile(int d, int b) {
            this.d = d;
            raw = new float[d * b];
            near = new float[d * b];
            far = new float[d * b];
            s = new float[BLOCK * b];
            t = new float[Kernels.KEYS * b];
            o = new float[d * b];
            m = new float[b];
            l = new float[b];
            max = new float[b];
            rescale = new float[b];
            unused = new float[b];
        }
    }

    void run(Operator operator, Heads q, KvCache cache, Heads out, WorkerPool pool) {
        this.operator = operator;
        this.cache = cache;
        this.q = q;
        this.out = out;
        length = cache.length();
        start = length - q.rows();
        farFrom = operator.farFrom();
        window = operator.window();
        sinks = Math.min(operator.sinks(), length);
        full = operator.full();
        int queries = operator.kernels().queries();
        tilesOfHead = (q.rows() + queries - 1) / queries;
        reserve(pool.threads(), operator.spec().headSize(), queries);
        prepareKeys(operator, cache, pool);
        pool.run(operator.spec().heads() * tilesOfHead, this);
    }

    private void reserve(int threads, int d, int queries) {
        if (tiles.length < threads || tiles[0].d != d) {
            tiles = new Tile[threads];
            for (int worker = 0; worker < threads; worker++) {
                tiles[worker] = new Tile(d, queries);
            }
        }
    }

    private void prepareKeys(Operator operator, KvCache cache, WorkerPool pool) {
        // Groups begin at a multiple of 8: what stands there before the first key seen is multiplied and
        // masked.
        int from = firstKey(start) / Kernels.KEYS * Kernels.KEYS;
        int nearFrom = farFrom == Integer.MAX_VALUE ? from : Math.max(from, start - farFrom + 1);
        near.prepare(operator, cache, nearFrom, length, pool);
        if (length - 1 - from >= farFrom) {
            far.prepare(operator, cache, from, length - farFrom, pool);
        }
        if (sinks > 0) {
            sinkNear.prepare(operator, cache, 0, sinks, pool);
            sinkFixed.prepare(operator, cache, 0, sinks, pool);
            if (farFrom != Integer.MAX_VALUE) {
                sinkFar.prepare(operator, cache, 0, sinks, pool);
            }
        }
    }

    /// The first key, sinks aside, that the query at `i` sees.
    private int firstKey(int i) {
        return window == Integer.MAX_VALUE ? sinks : Math.max(sinks, i - window + 1);
    }

    @Override
    public void run(int index, int worker) {
        Operator operator = this.operator;
        KvCache cache = this.cache;
        Heads q = this.q;
        Heads out = this.out;
        if (operator == null || cache == null || q == null || out == null) {
            throw new IllegalStateException("no call is under way");
        }
        Tile tile = tiles[worker];
        int queries = operator.kernels().queries();
        int head = index / tilesOfHead;
        // The longest rows first: what is left to wait for at the end is short.
        int row = (tilesOfHead - 1 - index % tilesOfHead) * queries;
        int rows = Math.min(queries, q.rows() - row);
        load(operator, tile, q, cache, head, row, rows);
        Arrays.fill(tile.m, Kernels.MASKED);
        Arrays.fill(tile.l, 0);
        Arrays.fill(tile.o, 0);
        int kvHead = head / operator.spec().groupSize();
        int first = start + row;
        int last = first + rows - 1;
        if (sinks > 0) {
            sweep(operator, cache, tile, kvHead, first, last, true, 0, Math.min(sinks, last + 1));
        }
        int end = full ? length : last + 1;
        int from = firstKey(first);
        if (from < end) {
            sweep(operator, cache, tile, kvHead, first, last, false, from, end);
        }
        store(tile, out, head, row, rows, queries);
    }

    /// All keys `[from, end)`, block by block.
    private void sweep(
            Operator operator,
            KvCache cache,
            Tile tile,
            int kvHead,
            int first,
            int last,
            boolean sink,
            int from,
            int end) {
        Kernels kernels = operator.kernels();
        int b = kernels.queries();
        int d = tile.d;
        for (int block = from / Kernels.KEYS * Kernels.KEYS; block < end; block += BLOCK) {
            int keys = Math.min(BLOCK, (end - block + Kernels.KEYS - 1) / Kernels.KEYS * Kernels.KEYS);
            Arrays.fill(tile.max, Kernels.MASKED);
            for (int j = 0; j < keys; j += Kernels.KEYS) {
                if (sink) {
                    sinkGroup(kernels, operator, tile, kvHead, first, last, block + j, j * b, end);
                } else {
                    group(kernels, tile, kvHead, first, last, block + j, j * b, from, end);
                }
            }
            kernels.softmax(tile.s, keys, tile.max, tile.m, tile.l, tile.rescale);
            float[] values = cache.values();
            int stride = cache.stride();
            int rows = cache.valueRow(kvHead, block);
            for (int c = 0; c < d; c += 8) {
                kernels.values(tile.s, keys, values, rows + c, stride, tile.o, c * b, tile.rescale);
            }
        }
    }

    /// Scores of 8 keys from `j` on.
    private void group(Kernels kernels, Tile tile, int kvHead, int first, int last, int j, int so, int from, int end) {
        int nearest = first - (j + Kernels.KEYS - 1);
        int farthest = last - j;
        boolean edge = !full && nearest < 0 || farthest >= window || j < from || j + Kernels.KEYS > end;
        float[] max = edge ? tile.unused : tile.max;
        if (farthest < farFrom) {
            kernels.scores(tile.near, tile.d, near.data(), near.at(kvHead, j), tile.s, so, max);
        } else if (nearest >= farFrom) {
            kernels.scores(tile.far, tile.d, far.data(), far.at(kvHead, j), tile.s, so, max);
        } else {
            kernels.scores(tile.near, tile.d, near.data(), near.at(kvHead, j), tile.s, so, tile.unused);
            kernels.scores(tile.far, tile.d, far.data(), far.at(kvHead, j), tile.t, 0, tile.unused);
            kernels.select(tile.s, so, tile.t, first - j, farFrom, 0);
            edge = true;
        }
        if (edge) {
            int least = full ? Integer.MIN_VALUE : 0;
            kernels.mask(tile.s, so, first - j, least, window, from - j, end - j, tile.max);
        }
    }

    /// The same for keys at the beginning under a lambda mask.
    private void sinkGroup(
            Kernels kernels, Operator operator, Tile tile, int kvHead, int first, int last, int j, int so, int end) {
        kernels.scores(tile.near, tile.d, sinkNear.data(), sinkNear.at(kvHead, j), tile.s, so, tile.unused);
        if (last - j >= farFrom) {
            kernels.scores(tile.far, tile.d, sinkFar.data(), sinkFar.at(kvHead, j), tile.t, 0, tile.unused);
            kernels.select(tile.s, so, tile.t, first - j, farFrom, 0);
        }
        if (operator.spec().mask() instanceof Mask.Lambda lambda && last >= lambda.fixedFrom(j)) {
            kernels.scores(tile.raw, tile.d, sinkFixed.data(), sinkFixed.at(kvHead, j), tile.t, 0, tile.unused);
            int step = lambda.fixedFrom(j + 1) - lambda.fixedFrom(j) - 1;
            kernels.select(tile.s, so, tile.t, first - j, lambda.fixedFrom(j) - j, step);
        }
        kernels.mask(tile.s, so, first - j, 0, Integer.MAX_VALUE, 0, end - j, tile.max);
    }

    /// Reads, checks, scales, transposes and turns the queries of a tile.
    private void load(Operator operator, Tile tile, Heads q, KvCache cache, int head, int row, int rows) {
        Kernels kernels = operator.kernels();
        int b = kernels.queries();
        int d = tile.d;
        float[] data = q.data();
        float[] raw = tile.raw;
        if (rows < b) {
            Arrays.fill(raw, 0);
        }
        for (int i = 0; i < rows; i++) {
            int at = q.at(head, row + i);
            int bits = kernels.maxBits(data, at, d);
            float factor = (float) operator.queryFactor(q, head, row + i, start + row + i, length);
            operator.checkQuery(q, head, row + i, bits, factor, cache.maxKey());
            for (int c = 0; c < d; c++) {
                raw[c * b + i] = data[at + c] * factor;
            }
        }
        Rotary rotary = operator.spec().rotary();
        int first = start + row;
        turn(kernels, raw, tile.near, d, b, rotary, operator.near(), first);
        if (farFrom != Integer.MAX_VALUE) {
            turn(kernels, raw, tile.far, d, b, rotary, operator.far(), first);
            if (!operator.offset().isIdentity()) {
                kernels.rotate(tile.far, 0, tile.far, 0, d, b, rotary, operator.offset(), 0, 1);
            }
        }
    }

    private static void turn(
            Kernels kernels, float[] from, float[] to, int d, int b, Rotary rotary, RotationTable table, int p) {
        if (table.isIdentity()) {
            System.arraycopy(from, 0, to, 0, d * b);
        } else {
            kernels.rotate(from, 0, to, 0, d, b, rotary, table, p, 1);
        }
    }

    private static void store(Tile tile, Heads out, int head, int row, int rows, int b) {
        float[] data = out.data();
        for (int i = 0; i < rows; i++) {
            int at = out.at(head, row + i);
            float factor = 1 / tile.l[i];
            for (int c = 0; c < tile.d; c++) {
                data[at + c] = tile.o[c * b + i] * factor;
            }
        }
    }
}
