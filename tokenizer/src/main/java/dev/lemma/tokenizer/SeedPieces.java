package dev.lemma.tokenizer;

import java.util.Arrays;

/// The first candidates of a Unigram training: characters, and the repeated substrings that no longer
/// substring always replaces (the inner nodes of the suffix tree), best first by frequency times length (Kudo
/// 2018; so SentencePiece).
///
/// Substrings are found in the distinct units only, each weighted with how often its unit occurs; they never
/// leave a unit.
final class SeedPieces {
    private final PieceSet pieces;
    private final long[] frequencies;

    private SeedPieces(PieceSet pieces, long[] frequencies) {
        this.pieces = pieces;
        this.frequencies = frequencies;
    }

    PieceSet pieces() {
        return pieces;
    }

    /// How often a candidate occurs in the units.
    long frequency(int piece) {
        return frequencies[piece];
    }

    /// @param units byte strings with counts; valid UTF-8 if `characters`. A count may be 0
    /// @param characters whether pieces begin and end between characters; otherwise between any bytes
    /// @param maxLength longest piece, in characters or bytes
    /// @param maxPieces how many of more than one character (or byte) at most
    static SeedPieces of(ByteStringCounts units, boolean characters, int maxLength, int maxPieces) {
        return new Finder(units, characters, maxLength).find(maxPieces);
    }

    private static final class Finder {
        private final ByteStringCounts units;
        private final boolean characters;
        private final int maxLength;
        private final byte[] text; // units, a byte between them
        private final int[] unitOf; // position -> unit; the byte after a unit counts to it
        private final SuffixArray suffixes;

        // Candidates: rank of the first suffix that starts with it << 32 | length in bytes
        private long[] keys = new long[1 << 10];
        private long[] frequency = new long[1 << 10];
        private int size;

        // The nodes of the suffix tree on the way from the root to the suffix at hand
        private int[] depths = new int[64];
        private int[] ranks = new int[64];
        private long[] weights = new long[64];
        private int top = -1;

        Finder(ByteStringCounts units, boolean characters, int maxLength) {
            this.units = units;
            this.characters = characters;
            this.maxLength = maxLength;
            int n = Math.addExact(units.bytes(), units.size());
            text = new byte[n];
            unitOf = new int[n];
            int[] symbols = new int[n];
            int at = 0;
            for (int u = 0; u < units.size(); u++) {
                for (int i = units.start(u); i < units.end(u); i++) {
                    text[at] = units.arena()[i];
                    symbols[at] = (text[at] & 0xff) + 1;
                    unitOf[at++] = u;
                }
                unitOf[at++] = u;
            }
            suffixes = SuffixArray.of(symbols, 257);
        }

        SeedPieces find(int maxPieces) {
            walk();
            return best(maxPieces);
        }

        /// Visits the nodes of the suffix tree, children before parents (Abouelhoda, Kurtz & Ohlebusch 2004).
        private void walk() {
            push(0, 0, 0);
            for (int rank = 0; rank < suffixes.size(); rank++) {
                int position = suffixes.position(rank);
                int unit = unitOf[position];
                int toEnd = units.end(unit) + unit - position;
                int common = suffixes.lcp(rank);
                closeTo(common, rank);
                if (toEnd > common) {
                    push(toEnd, rank, units.count(unit));
                } else {
                    weights[top] += units.count(unit);
                }
            }
            closeTo(0, suffixes.size());
        }

        /// Leaves the nodes that are deeper than `depth`.
        private void closeTo(int depth, int rank) {
            int left = rank;
            long weight = 0;
            boolean closed = false;
            while (depths[top] > depth) {
                weight += weights[top];
                left = ranks[top];
                int length = depths[top--];
                visit(left, length, Math.max(depth, depths[top]), weight);
                closed = true;
            }
            if (closed) {
                if (depths[top] == depth) {
                    weights[top] += weight;
                } else {
                    push(depth, left, weight);
                }
            }
        }

        private void push(int depth, int rank, long weight) {
            if (++top == depths.length) {
                depths = Arrays.copyOf(depths, 2 * top);
                ranks = Arrays.copyOf(ranks, 2 * top);
                weights = Arrays.copyOf(weights, 2 * top);
            }
            depths[top] = depth;
            ranks[top] = rank;
            weights[top] = weight;
        }

        /// A node of `length` bytes below one of `parent` bytes stands for all lengths between.
        private void visit(int rank, int length, int parent, long weight) {
            int start = suffixes.position(rank);
            if (!characters) {
                if (parent == 0) {
                    add(rank, 1, weight);
                }
                if (length > 1 && length <= maxLength && weight > 1) {
                    add(rank, length, weight);
                }
                return;
            }
            if (Utf8.isContinuation(text[start])) {
                return;
            }
            int first = Utf8Scan.length(text, start, text.length);
            if (parent < first && length >= first) {
                add(rank, first, weight);
            }
            int whole = first;
            int chars = 1;
            while (whole < length) {
                int next = Utf8Scan.length(text, start + whole, text.length);
                if (whole + next > length || ++chars > maxLength) {
                    break;
                }
                whole += next;
            }
            if (whole > first && whole > parent && chars <= maxLength && weight > 1) {
                add(rank, whole, weight);
            }
        }

        private void add(int rank, int length, long weight) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
                frequency = Arrays.copyOf(frequency, 2 * size);
            }
            keys[size] = (long) rank << 32 | length;
            frequency[size++] = weight;
        }

        private boolean isSingle(long key) {
            int start = suffixes.position((int) (key >>> 32));
            return (int) key == (characters ? Utf8Scan.length(text, start, text.length) : 1);
        }

        private long gain(int candidate) {
            long key = keys[candidate];
            int start = suffixes.position((int) (key >>> 32));
            int length = (int) key;
            return frequency[candidate] * (characters ? Utf8Scan.chars(text, start, start + length) : length);
        }

        private SeedPieces best(int maxPieces) {
            long[] gains = new long[size];
            int multiple = 0;
            for (int c = 0; c < size; c++) {
                gains[c] = isSingle(keys[c]) ? Long.MAX_VALUE : gain(c);
                multiple += gains[c] == Long.MAX_VALUE ? 0 : 1;
            }
            long cut = Long.MIN_VALUE;
            if (multiple > maxPieces) {
                long[] sorted = gains.clone();
                Arrays.sort(sorted);
                cut = sorted[multiple - maxPieces];
            }
            // Ranks of suffixes are in order of bytes, and of one rank the shorter candidate comes first.
            // Candidates
            // of equal gain at the cut are taken in this order.
            int[] order = orderByKey();
            int tied = maxPieces;
            for (long gain : gains) {
                tied -= gain > cut && gain != Long.MAX_VALUE ? 1 : 0;
            }
            int[] starts = new int[size];
            int[] lengths = new int[size];
            long[] kept = new long[size];
            int n = 0;
            for (int c : order) {
                if (gains[c] > cut || gains[c] == cut && tied-- > 0) {
                    starts[n] = suffixes.position((int) (keys[c] >>> 32));
                    lengths[n] = (int) keys[c];
                    kept[n++] = frequency[c];
                }
            }
            return new SeedPieces(
                    new PieceSet(text, Arrays.copyOf(starts, n), Arrays.copyOf(lengths, n)), Arrays.copyOf(kept, n));
        }

        private int[] orderByKey() {
            // A candidate's number travels in the sorted array by way of a search in a copy: keys differ.
            long[] sorted = Arrays.copyOf(keys, size);
            Arrays.sort(sorted);
            int[] order = new int[size];
            for (int c = 0; c < size; c++) {
                order[Arrays.binarySearch(sorted, keys[c])] = c;
            }
            return order;
        }
    }
}
