package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// BPE as SentencePiece and llama.cpp's `llama` vocabularies have it: no list of merges, two neighbours join
/// where their text is a piece, those of high score first.
final class SpmBpe {
    /// Cuts before each run of U+2581 that follows something else.
    static final PreTokenizer SPACES = (s, from, to, first, sink) -> {
        int start = from;
        boolean space = true;
        for (int at = from; at < to; ) {
            boolean here = space(s, at, to);
            if (here && !space) {
                sink.piece(s, start, at, first && start == from);
                start = at;
            }
            space = here;
            at += here ? 3 : 1;
        }
        sink.piece(s, start, to, first && start == from);
    };

    private SpmBpe() {}

    /// Whether [#SPACES] changes no id: no piece that is found in text has a space behind something else, so
    /// nothing ever joins over such a place.
    static boolean cutsAtSpaces(List<byte[]> pieces, BitSet hidden) {
        for (int id = 0; id < pieces.size(); id++) {
            byte[] piece = pieces.get(id);
            boolean other = false;
            for (int at = 0; at < piece.length && !hidden.get(id); ) {
                boolean here = space(piece, at, piece.length);
                if (here && other) {
                    return false;
                }
                other |= !here;
                at += here ? 3 : 1;
            }
        }
        return true;
    }

    /// @param pieces those hidden that no text becomes
    /// @param unused pieces that are taken back into the pair that made them
    static BpeSegmenter segmenter(
            PieceTable pieces, float[] scores, BitSet unused, PrefixMatcher userDefined, Fallback fallback) {
        int[] ranks = ranks(pieces, scores);
        PieceTable loose = BpeSegmenter.looseCharacters(pieces, ranks);
        BpeSegmenter.Parts parts = new BpeSegmenter.Parts(pieces, BpeSegmenter.byText(pieces, ranks, loose, true));
        parts.loose = loose;
        parts.fallback = fallback;
        parts.frozen = userDefined;
        parts.unused = unused;
        return parts.overCharacters();
    }

    /// Equal scores have equal ranks: then the leftmost pair joins first. Hidden pieces have none.
    private static int[] ranks(PieceTable pieces, float[] scores) {
        float[] distinct = new float[scores.length];
        for (int id = 0; id < distinct.length; id++) {
            distinct[id] = scores[id] + 0.0f; // -0 equals 0
        }
        Arrays.sort(distinct);
        int count = 0;
        for (int i = 0; i < distinct.length; i++) {
            if (i == 0 || distinct[i] != distinct[i - 1]) {
                distinct[count++] = distinct[i];
            }
        }
        int[] ranks = new int[scores.length];
        for (int id = 0; id < ranks.length; id++) {
            byte[] piece = pieces.piece(id);
            int at = Arrays.binarySearch(distinct, 0, count, scores[id] + 0.0f);
            ranks[id] = pieces.id(piece, 0, piece.length) == id ? count - 1 - at : -1;
        }
        return ranks;
    }

    private static boolean space(byte[] s, int at, int to) {
        return to - at >= 3 && s[at] == (byte) 0xE2 && s[at + 1] == (byte) 0x96 && s[at + 2] == (byte) 0x81;
    }
}
