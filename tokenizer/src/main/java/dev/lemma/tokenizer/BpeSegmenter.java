package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Byte pair encoding over the bytes or the characters of a word. Immutable but for its cache.
///
/// Symbols are ids of pieces, and behind them numbers of characters that are no piece but occur in one
/// (SentencePiece joins by the text of two neighbours, whatever they are). A character that joins with
/// nothing is [#MISSING], a user-defined piece is its id's complement: neither is found by a merge.
final class BpeSegmenter implements Segmenter {
    private static final int MISSING = Integer.MIN_VALUE;
    private static final int MAX_PIECE = 1024; // finding the pairs takes the square of it

    private final PieceTable pieces;
    private final BpeMerges merges;
    private final PieceTable loose; // characters that are no piece, numbered behind the pieces
    private final int[] byteSymbols; // [256] for symbols of one byte, empty for characters
    private final Fallback fallback;
    private final PrefixMatcher frozen; // user-defined pieces
    private final BitSet unused;
    private final boolean wholeWords;
    private final @Nullable WordCache cache;

    private BpeSegmenter(Parts parts, int[] byteSymbols) {
        this.pieces = parts.pieces;
        this.merges = parts.merges;
        this.loose = parts.loose;
        this.byteSymbols = byteSymbols;
        this.fallback = parts.fallback;
        this.frozen = parts.frozen;
        this.unused = parts.unused;
        this.wholeWords = parts.wholeWords;
        this.cache = unused.isEmpty() ? new WordCache() : null;
    }

    /// What a segmenter is made of.
    static final class Parts {
        final PieceTable pieces; // with those hidden that no text becomes
        final BpeMerges merges;
        PieceTable loose = new PieceTable(List.of());
        Fallback fallback = Fallback.NONE;
        PrefixMatcher frozen = PrefixMatcher.of(Map.of());
        BitSet unused = new BitSet();
        boolean wholeWords; // a word that is a piece is that piece, whatever the merges say

        Parts(PieceTable pieces, BpeMerges merges) {
            this.pieces = pieces;
            this.merges = merges;
        }

        BpeSegmenter overBytes() {
            int[] symbols = new int[256];
            for (int b = 0; b < 256; b++) {
                int id = pieces.id(new byte[] {(byte) b}, 0, 1);
                symbols[b] = id >= 0 ? id : MISSING;
            }
            return new BpeSegmenter(this, symbols);
        }

        BpeSegmenter overCharacters() {
            return new BpeSegmenter(this, new int[0]);
        }
    }

    /// Merges of a vocabulary that has none written down: two neighbours join where their text is a piece,
    /// pieces of low rank first (SentencePiece's BPE, tiktoken).
    ///
    /// @param ranks [size]; a negative rank takes a piece out
    /// @param loose characters that are no piece, numbered behind the pieces; empty where symbols are bytes
    static BpeMerges byText(PieceTable pieces, int[] ranks, PieceTable loose, boolean characters) {
        BpeMerges merges = new BpeMerges(2 * pieces.size());
        for (int id = 0; id < pieces.size(); id++) {
            if (ranks[id] < 0) {
                continue;
            }
            byte[] piece = pieces.piece(id);
            if (piece.length > MAX_PIECE) {
                throw new TokenizerException(
                        "piece " + id + " has " + piece.length + " bytes; a BPE vocabulary without "
                                + "a list of merges may have pieces of at most " + MAX_PIECE);
            }
            int step = 1;
            for (int cut = 0; cut < piece.length; cut += step) {
                step = characters ? CodePoints.length(piece, cut, piece.length) : 1;
                if (cut == 0) {
                    continue;
                }
                int left = symbol(pieces, ranks, loose, piece, 0, cut, characters);
                int right = symbol(pieces, ranks, loose, piece, cut, piece.length, characters);
                if (left >= 0 && right >= 0) {
                    merges.add(left, right, ranks[id], id);
                }
            }
        }
        return merges;
    }

    private static int symbol(
            PieceTable pieces, int[] ranks, PieceTable loose, byte[] s, int from, int to, boolean characters) {
        int id = pieces.id(s, from, to);
        if (id >= 0 && ranks[id] >= 0) {
            return id;
        }
        if (!characters || CodePoints.length(s, from, to) != to - from) {
            return -1;
        }
        int number = loose.id(s, from, to);
        return number < 0 ? -1 : pieces.size() + number;
    }

    /// The characters of `pieces` that are no piece of a rank themselves.
    static PieceTable looseCharacters(PieceTable pieces, int[] ranks) {
        Map<String, byte[]> loose = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            byte[] piece = ranks[id] < 0 ? new byte[0] : pieces.piece(id);
            int length;
            for (int at = 0; at < piece.length; at += length) {
                length = CodePoints.length(piece, at, piece.length);
                int known = pieces.id(piece, at, at + length);
                if (known < 0 || ranks[known] < 0) {
                    byte[] character = Arrays.copyOfRange(piece, at, at + length);
                    loose.put(Arrays.toString(character), character);
                }
            }
        }
        return new PieceTable(List.copyOf(loose.values()));
    }

    @Override
    public Run start() {
        return new Words();
    }

    private final class Words implements Run, BpeWorkspace.Listener {
        private final BpeWorkspace work = new BpeWorkspace();
        private final IdBuffer word = new IdBuffer();
        private final Map<Integer, Long> parts = new HashMap<>(); // of unused pieces: the last pair that made them

        @Override
        public void segment(byte[] s, int from, int to, IdBuffer out) {
            if (cache == null) {
                cut(s, from, to, out);
                return;
            }
            int hash = PieceTable.hash(s, from, to);
            int[] known = cache.find(s, from, to, hash);
            if (known != null) {
                fallback.join(known, out);
                return;
            }
            word.clear();
            cut(s, from, to, word);
            int[] ids = word.toArray();
            cache.keep(s, from, to, hash, ids);
            fallback.join(ids, out);
        }

        private void cut(byte[] s, int from, int to, IdBuffer out) {
            if (wholeWords) {
                int id = pieces.id(s, from, to);
                if (id >= 0) {
                    out.add(id);
                    return;
                }
            }
            int n = byteSymbols.length > 0 ? bytes(s, from, to) : characters(s, from, to);
            work.from[n] = to;
            parts.clear();
            n = work.merge(merges, n, unused.isEmpty() ? NONE : this);
            for (int i = 0; i < n; i++) {
                int symbol = work.symbol[i];
                if (symbol >= 0 && symbol < pieces.size()) {
                    emit(symbol, out, 0);
                } else if (symbol < 0 && symbol != MISSING) {
                    out.add(~symbol);
                } else {
                    fallback.unknown(s, work.from[i], work.from[i + 1], out);
                }
            }
        }

        private int bytes(byte[] s, int from, int to) {
            int n = 0;
            work.reserve(to - from);
            for (int at = from; at < to; at++) {
                work.from[n] = at;
                work.symbol[n++] = byteSymbols[s[at] & 0xFF];
            }
            return n;
        }

        private int characters(byte[] s, int from, int to) {
            int n = 0;
            work.reserve(to - from);
            for (int at = from; at < to; ) {
                work.from[n] = at;
                int end = frozen.longest(s, at, to);
                if (end > at) {
                    work.symbol[n++] = ~frozen.value(s, at, end);
                } else {
                    end = at + CodePoints.length(s, at, to);
                    work.symbol[n++] = character(s, at, end);
                }
                at = end;
            }
            return n;
        }

        private int character(byte[] s, int from, int to) {
            int id = pieces.id(s, from, to);
            if (id >= 0) {
                return id;
            }
            int number = loose.id(s, from, to);
            return number < 0 ? MISSING : pieces.size() + number;
        }

        /// An unused piece is taken back into the pair it came from.
        private void emit(int id, IdBuffer out, int depth) {
            Long pair = unused.get(id) && depth < 64 ? parts.get(id) : null;
            if (pair == null) {
                out.add(id);
                return;
            }
            side((int) (pair >> 32), out, depth);
            side(pair.intValue(), out, depth);
        }

        private void side(int symbol, IdBuffer out, int depth) {
            if (symbol < pieces.size()) {
                emit(symbol, out, depth + 1);
            } else {
                byte[] character = loose.piece(symbol - pieces.size());
                fallback.unknown(character, 0, character.length, out);
            }
        }

        @Override
        public void candidate(int merged, int left, int right) {
            if (unused.get(merged)) {
                parts.put(merged, (long) left << 32 | right);
            }
        }
    }
}
