package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The words of a BPE training as sequences of symbols, and how often each pair of neighbours occurs in them.
///
/// Symbols 0 to 255 are bytes; a merge replaces a pair from left to right wherever it occurs. A heap holds
/// the pairs by count; its entries are corrected when they come up, as counts of old pairs only fall. Only
/// words that hold the pair are touched.
///
/// One thread at a time.
final class BpeMerger {
    /// The most frequent pair, and of equally frequent ones the one with the smaller left, then right symbol.
    private record Candidate(long count, int left, int right, int pair) {
        private static final Comparator<Candidate> ORDER = Comparator.comparingLong((Candidate c) -> -c.count)
                .thenComparingInt(Candidate::left)
                .thenComparingInt(Candidate::right);
    }

    /// A merge that was made.
    ///
    /// @param count how often the pair occurred
    record Merge(int left, int right, long count) {}

    private final int[] symbols; // word after word
    private final int[] starts; // word -> first symbol
    private final int[] lengths; // word -> symbols
    private final long[] wordCounts;
    private final LongTable pairs = new LongTable(); // (left + 1) << 32 | right -> pair + 1
    private long[] counts = new long[1 << 10]; // pair -> count
    private int[][] occurrences = new int[1 << 10][]; // pair -> words that hold it, or did once
    private int[] occurrenceSizes = new int[1 << 10];
    private final PriorityQueue<Candidate> heap = new PriorityQueue<>(Candidate.ORDER);

    /// @param words with their counts
    BpeMerger(CountedStrings words) {
        int n = words.size();
        starts = new int[n];
        lengths = new int[n];
        wordCounts = new long[n];
        int total = 0;
        for (int w = 0; w < n; w++) {
            starts[w] = total;
            lengths[w] = words.end(w) - words.start(w);
            wordCounts[w] = words.count(w);
            total = Math.addExact(total, lengths[w]);
        }
        symbols = new int[total];
        for (int w = 0; w < n; w++) {
            for (int i = 0; i < lengths[w]; i++) {
                symbols[starts[w] + i] = words.arena()[words.start(w) + i] & 0xff;
            }
            addPairs(w, wordCounts[w]);
            for (int i = starts[w] + 1; i < starts[w] + lengths[w]; i++) {
                remember(pair(key(symbols[i - 1], symbols[i])), w);
            }
        }
        for (int slot = 0; slot < pairs.slots(); slot++) {
            if (pairs.key(slot) != 0) {
                offer(pairs.key(slot), (int) pairs.value(slot) - 1);
            }
        }
    }

    private void offer(long key, int pair) {
        heap.add(new Candidate(counts[pair], (int) (key >>> 32) - 1, (int) key, pair));
    }

    private static long key(int left, int right) {
        return left + 1L << 32 | right;
    }

    private int pair(long key) {
        int slot = pairs.find(key);
        if (slot >= 0) {
            return (int) pairs.value(slot) - 1;
        }
        int pair = pairs.size();
        if (pair == counts.length) {
            counts = Arrays.copyOf(counts, 2 * pair);
            occurrences = Arrays.copyOf(occurrences, 2 * pair);
            occurrenceSizes = Arrays.copyOf(occurrenceSizes, 2 * pair);
        }
        occurrences[pair] = new int[2];
        pairs.add(key, pair + 1);
        return pair;
    }

    /// Adds the pairs of a word, overlapping ones each, `weight` times.
    private void addPairs(int word, long weight) {
        int end = starts[word] + lengths[word];
        for (int i = starts[word] + 1; i < end; i++) {
            // First the pair, which may make the array anew.
            int pair = pair(key(symbols[i - 1], symbols[i]));
            counts[pair] += weight;
        }
    }

    /// Symbols of all words, each as often as it occurs.
    long tokens() {
        long tokens = 0;
        for (int w = 0; w < lengths.length; w++) {
            tokens += wordCounts[w] * lengths[w];
        }
        return tokens;
    }

    /// Which pairs may be merged.
    @FunctionalInterface
    interface Filter {
        boolean allows(int left, int right);
    }

    /// Makes of a pair the symbol that stands for both.
    @FunctionalInterface
    interface Naming {
        int merged(Merge merge);
    }

    /// Merges the most frequent pair that `filter` allows; false if none occurs `minCount` times.
    boolean mergeNext(long minCount, Filter filter, Naming naming) {
        for (Candidate top = heap.poll(); top != null; top = heap.poll()) {
            long count = counts[top.pair];
            if (count < minCount || !filter.allows(top.left, top.right)) {
                continue;
            }
            if (count != top.count) {
                heap.add(new Candidate(count, top.left, top.right, top.pair));
                continue;
            }
            merge(top, naming.merged(new Merge(top.left, top.right, count)));
            return true;
        }
        return false;
    }

    private void merge(Candidate top, int merged) {
        int[] words = occurrences[top.pair];
        int size = occurrenceSizes[top.pair];
        occurrences[top.pair] = new int[2];
        occurrenceSizes[top.pair] = 0;
        LongTable fresh = new LongTable();
        for (int k = 0; k < size; k++) {
            int word = words[k];
            if (holds(word, top.left, top.right)) {
                addPairs(word, -wordCounts[word]);
                replace(word, top.left, top.right, merged);
                addPairs(word, wordCounts[word]);
                noteNeighbours(word, merged, fresh);
            }
        }
        // Only pairs with the new symbol can have become more frequent.
        for (int slot = 0; slot < fresh.slots(); slot++) {
            if (fresh.key(slot) != 0) {
                offer(fresh.key(slot), pair(fresh.key(slot)));
            }
        }
    }

    private boolean holds(int word, int left, int right) {
        int end = starts[word] + lengths[word];
        for (int i = starts[word] + 1; i < end; i++) {
            if (symbols[i - 1] == left && symbols[i] == right) {
                return true;
            }
        }
        return false;
    }

    private void replace(int word, int left, int right, int merged) {
        int end = starts[word] + lengths[word];
        int out = starts[word];
        for (int i = starts[word]; i < end; i++) {
            if (i + 1 < end && symbols[i] == left && symbols[i + 1] == right) {
                symbols[out++] = merged;
                i++;
            } else {
                symbols[out++] = symbols[i];
            }
        }
        lengths[word] = out - starts[word];
    }

    private void noteNeighbours(int word, int merged, LongTable fresh) {
        int end = starts[word] + lengths[word];
        for (int i = starts[word] + 1; i < end; i++) {
            if (symbols[i - 1] == merged || symbols[i] == merged) {
                long key = key(symbols[i - 1], symbols[i]);
                fresh.add(key, 1);
                remember(pair(key), word);
            }
        }
    }

    private void remember(int pair, int word) {
        int size = occurrenceSizes[pair];
        if (size == 0 || occurrences[pair][size - 1] != word) {
            if (size == occurrences[pair].length) {
                occurrences[pair] = Arrays.copyOf(occurrences[pair], 2 * size);
            }
            occurrences[pair][size] = word;
            occurrenceSizes[pair]++;
        }
    }
}
