package dev.lemma.tokenizer;

import java.util.List;

/// Counts of byte strings from many blocks, merged by several threads: a string's hash says which shard has
/// it.
///
/// Memory is bounded. When the limit is passed, the rarest strings are forgotten until half of it is free;
/// among equally rare ones a seeded hash of the string decides, so that a corpus of lines that all occur once
/// shrinks to an even sample of its lines. This happens between batches only, hence in the same way with any
/// number of threads.
final class ShardedCounts {
    static final int SHARDS = 16;

    /// What an entry costs beside its bytes: end, hash, count and two slots.
    private static final int ENTRY_BYTES = 24;
    /// Counts from here on are not told apart when strings are forgotten.
    private static final int TOP_COUNT = 1 << 12;

    private final ByteStringCounts[] shards = new ByteStringCounts[SHARDS];
    private final long maxBytes;
    private final long seed;
    private long forgotten;

    /// @param maxBytes memory that the strings may take, about
    ShardedCounts(long maxBytes, long seed) {
        this.maxBytes = maxBytes;
        this.seed = seed;
        for (int s = 0; s < SHARDS; s++) {
            shards[s] = new ByteStringCounts();
        }
    }

    ByteStringCounts shard(int shard) {
        return shards[shard];
    }

    /// Strings that were given up for lack of memory; one that came again later counts again.
    long forgotten() {
        return forgotten;
    }

    int size() {
        int size = 0;
        for (ByteStringCounts shard : shards) {
            size = Math.addExact(size, shard.size());
        }
        return size;
    }

    /// All strings in one table, shard by shard.
    ByteStringCounts all() {
        ByteStringCounts all = new ByteStringCounts();
        for (ByteStringCounts shard : shards) {
            for (int e = 0; e < shard.size(); e++) {
                all.add(shard.arena(), shard.start(e), shard.end(e), shard.hash(e), shard.count(e));
            }
        }
        return all;
    }

    private long bytes() {
        long bytes = 0;
        for (ByteStringCounts shard : shards) {
            bytes += shard.bytes() + (long) ENTRY_BYTES * shard.size();
        }
        return bytes;
    }

    /// Adds the counts of blocks, in their order.
    void merge(List<ByteStringCounts> blocks, TrainingPool pool) {
        pool.run(SHARDS, (s, worker) -> {
            ByteStringCounts shard = shards[s];
            for (ByteStringCounts block : blocks) {
                for (int e = 0; e < block.size(); e++) {
                    int hash = block.hash(e);
                    if (hash >>> 28 == s) {
                        shard.add(block.arena(), block.start(e), block.end(e), hash, block.count(e));
                    }
                }
            }
        });
        if (bytes() > maxBytes) {
            forget(pool);
        }
    }

    private void forget(TrainingPool pool) {
        long[] bytesByCount = new long[TOP_COUNT + 1];
        for (ByteStringCounts shard : shards) {
            for (int e = 0; e < shard.size(); e++) {
                bytesByCount[countClass(shard.count(e))] += (long) shard.end(e) - shard.start(e) + ENTRY_BYTES;
            }
        }
        int rarest = TOP_COUNT;
        long kept = 0;
        while (rarest > 0 && kept + bytesByCount[rarest] <= maxBytes / 2) {
            kept += bytesByCount[rarest--];
        }
        double share = (maxBytes / 2 - kept) / (double) Math.max(1, bytesByCount[rarest]);
        int cut = rarest;
        long[] lost = new long[SHARDS];
        pool.run(SHARDS, (s, worker) -> {
            ByteStringCounts old = shards[s];
            ByteStringCounts fresh = new ByteStringCounts();
            for (int e = 0; e < old.size(); e++) {
                int c = countClass(old.count(e));
                if (c > cut || c == cut && fraction(old.hash(e)) < share) {
                    fresh.add(old.arena(), old.start(e), old.end(e), old.hash(e), old.count(e));
                }
            }
            lost[s] = (long) old.size() - fresh.size();
            shards[s] = fresh;
        });
        for (long l : lost) {
            forgotten += l;
        }
    }

    private static int countClass(long count) {
        return (int) Math.min(TOP_COUNT, count);
    }

    /// A number in `[0, 1)` that the hash and the seed decide.
    private double fraction(int hash) {
        long h = (hash ^ seed) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return (h >>> 11) * 0x1p-53;
    }
}
