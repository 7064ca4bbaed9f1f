package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// Counts of byte n-grams up to an order, by many threads, in bounded memory.
///
/// An n-gram is one long: its length in the top byte, its bytes below, the last one lowest. For each position
/// of a text only the longest n-gram that starts there is counted, one step a byte; counts of shorter ones
/// follow at the end, as `c(x1..xk) = sum over x of c(x1..xk x)` plus what ends with its part. N-grams with
/// the same first two bytes are in one shard, so these sums stay in it.
///
/// When there are too many, the rarest go into their prefixes: counts of the prefixes stay exact, and only
/// long rare n-grams are lost.
final class NgramCounts {
    static final int MAX_ORDER = 7;

    private static final int SHARDS = 64;
    private static final int TOP_COUNT = 1 << 12;

    private final int order;
    private final int maxNgrams;
    private final TrainingPool pool;
    private LongTable[] shards = new LongTable[SHARDS];
    private final long[] singles = new long[256];
    private long forgotten;

    NgramCounts(int order, int maxNgrams, TrainingPool pool) {
        this.order = order;
        this.maxNgrams = maxNgrams;
        this.pool = pool;
        for (int s = 0; s < SHARDS; s++) {
            shards[s] = new LongTable();
        }
    }

    /// The n-gram of these bytes.
    static long key(long bytes, int length) {
        return (long) length << 56 | bytes & mask(length);
    }

    static int length(long key) {
        return (int) (key >>> 56);
    }

    /// The n-gram without its last byte.
    static long prefix(long key) {
        return key((key & mask(MAX_ORDER)) >>> 8, length(key) - 1);
    }

    private static long mask(int bytes) {
        return (1L << 8 * bytes) - 1;
    }

    /// The shard of the n-grams that start with the first two bytes of this one.
    private static int shard(long key) {
        int length = length(key);
        int start = length == 1 ? (int) key & 0xff : (int) (key >>> 8 * (length - 2)) & 0xffff;
        return start * 0x9E3779B1 >>> 26;
    }

    /// The longest n-grams of parts, shard by shard.
    static final class Block {
        private long[] keys = new long[TextBlocks.BLOCK_BYTES];
        private int size;
        private final int[] limits = new int[SHARDS + 1];

        void add(byte[] part, int from, int to, int order) {
            if (to - from > keys.length - size) {
                long[] more = new long[Math.max(Math.addExact(size, to - from), keys.length + keys.length / 2)];
                System.arraycopy(keys, 0, more, 0, size);
                keys = more;
            }
            long window = 0;
            for (int i = from; i < to; i++) {
                window = window << 8 | part[i] & 0xff;
                if (i - from >= order - 1) {
                    keys[size++] = key(window, order);
                }
            }
            for (int length = Math.min(order - 1, to - from); length > 0; length--) {
                keys[size++] = key(window, length);
            }
        }

        private void sortByShard() {
            for (int k = 0; k < size; k++) {
                limits[shard(keys[k]) + 1]++;
            }
            for (int s = 0; s < SHARDS; s++) {
                limits[s + 1] += limits[s];
            }
            int[] next = limits.clone();
            long[] sorted = new long[size];
            for (int k = 0; k < size; k++) {
                sorted[next[shard(keys[k])]++] = keys[k];
            }
            keys = sorted;
        }
    }

    /// Receives a block's parts in the worker that has it.
    @FunctionalInterface
    interface Parts {
        void forEach(int block, TextSplitter.Receiver receiver);
    }

    /// Counts the n-grams of a batch of blocks.
    void add(int blocks, Parts parts) {
        List<Block> filled = new ArrayList<>();
        for (int b = 0; b < blocks; b++) {
            filled.add(new Block());
        }
        pool.run(blocks, (b, worker) -> {
            Block block = filled.get(b);
            parts.forEach(b, (part, from, to) -> block.add(part, from, to, order));
            block.sortByShard();
        });
        pool.run(SHARDS, (s, worker) -> {
            LongTable table = shards[s];
            for (Block block : filled) {
                for (int k = block.limits[s]; k < block.limits[s + 1]; k++) {
                    table.add(block.keys[k], 1);
                }
            }
        });
        if (size() > maxNgrams) {
            forget();
        }
    }

    private long size() {
        long size = 0;
        for (LongTable shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /// Puts the rarest n-grams into their prefixes until at most half of the limit is used, or nothing longer
    /// than two bytes is left.
    private void forget() {
        for (int length = order; length > 2 && size() > maxNgrams / 2; length--) {
            int longest = length;
            long[] byCount = new long[TOP_COUNT + 1];
            for (LongTable shard : shards) {
                for (int slot = 0; slot < shard.slots(); slot++) {
                    if (length(shard.key(slot)) == longest) {
                        byCount[(int) Math.min(TOP_COUNT, shard.value(slot))]++;
                    }
                }
            }
            int cut = 1;
            long left = size() - byCount[1];
            while (cut < TOP_COUNT && left > maxNgrams / 2) {
                left -= byCount[++cut];
            }
            int rarest = cut;
            long before = size();
            pool.run(SHARDS, (s, worker) -> shards[s] = withoutRare(shards[s], longest, rarest));
            forgotten += Math.max(0, before - size());
        }
    }

    private static LongTable withoutRare(LongTable old, int length, int cut) {
        LongTable fresh = new LongTable();
        for (int slot = 0; slot < old.slots(); slot++) {
            long key = old.key(slot);
            if (key != 0) {
                boolean rare = length(key) == length && old.value(slot) <= cut;
                fresh.add(rare ? prefix(key) : key, old.value(slot));
            }
        }
        return fresh;
    }

    /// N-grams that were put into their prefixes for lack of memory.
    long forgotten() {
        return forgotten;
    }

    /// Adds the counts of longer n-grams to those of their prefixes. To be called once, after the last text.
    void complete() {
        pool.run(SHARDS, (s, worker) -> {
            for (int length = order; length > 2; length--) {
                addToPrefixes(shards[s], length);
            }
        });
        for (LongTable shard : shards) {
            for (int slot = 0; slot < shard.slots(); slot++) {
                long key = shard.key(slot);
                int length = length(key);
                if (key != 0 && length <= 2) {
                    singles[(int) (key >>> 8 * (length - 1)) & 0xff] += shard.value(slot);
                }
            }
        }
    }

    private static void addToPrefixes(LongTable table, int length) {
        // Collected first: the table may grow while prefixes are added.
        long[] keys = new long[table.size()];
        long[] counts = new long[table.size()];
        int n = 0;
        for (int slot = 0; slot < table.slots(); slot++) {
            if (length(table.key(slot)) == length) {
                keys[n] = prefix(table.key(slot));
                counts[n++] = table.value(slot);
            }
        }
        for (int k = 0; k < n; k++) {
            table.add(keys[k], counts[k]);
        }
    }

    /// How often an n-gram of `[1, order]` bytes occurs; after [#complete].
    long count(long key) {
        if (length(key) == 1) {
            return singles[(int) key & 0xff];
        }
        LongTable table = shards[shard(key)];
        int slot = table.find(key);
        return slot < 0 ? 0 : table.value(slot);
    }

    /// The model of all n-grams of one byte and of those longer ones that occur `minCount` times; this
    /// counter is empty afterwards.
    NgramModel model(int minCount) {
        double[] logs = new double[256];
        long total = 0;
        for (int b = 0; b < 256; b++) {
            singles[b] = Math.max(1, singles[b]);
            total += singles[b];
        }
        for (int b = 0; b < 256; b++) {
            logs[b] = Math.log((double) singles[b]) - Math.log((double) total);
        }
        LongTable[] counted = shards;
        LongTable[] conditional = new LongTable[SHARDS];
        pool.run(SHARDS, (s, worker) -> {
            LongTable table = counted[s];
            LongTable fresh = new LongTable();
            for (int slot = 0; slot < table.slots(); slot++) {
                long key = table.key(slot);
                if (length(key) > 1 && table.value(slot) >= minCount) {
                    double log = Math.log((double) table.value(slot)) - Math.log((double) count(prefix(key)));
                    fresh.add(key, Double.doubleToRawLongBits(log));
                }
            }
            conditional[s] = fresh;
        });
        shards = new LongTable[0];
        return new NgramModel(order, logs, conditional);
    }

    /// `ln P(last byte | the bytes before it)` for n-grams; immutable.
    static final class NgramModel {
        private final int order;
        private final double[] singles;
        private final LongTable[] shards;

        private NgramModel(int order, double[] singles, LongTable[] shards) {
            this.order = order;
            this.singles = singles;
            this.shards = shards;
        }

        int order() {
            return order;
        }

        /// `ln P(b)`.
        double single(int b) {
            return singles[b];
        }

        /// The value for an n-gram of two or more bytes; minus infinity if the model does not have it.
        double conditional(long key) {
            LongTable table = shards[shard(key)];
            int slot = table.find(key);
            return slot < 0 ? Double.NEGATIVE_INFINITY : Double.longBitsToDouble(table.value(slot));
        }
    }
}
