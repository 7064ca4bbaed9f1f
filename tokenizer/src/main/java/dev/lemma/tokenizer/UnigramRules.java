package dev.lemma.tokenizer;

/// Where pieces may start, how sums are rounded, and what covers text that no piece covers.
///
/// The two published families of unigram models differ in exactly these points, and the ids depend on them.
public enum UnigramRules {
    /// BytePiece: a piece may start at every byte, all 256 single bytes are pieces, scores are summed left to
    /// right in double precision. Of equal sums the one with the longest last piece wins.
    BYTES,
    /// SentencePiece: pieces are whole UTF-8 characters and start at characters. Where no piece is exactly
    /// one character, the [PieceKind#UNKNOWN] piece covers that character with the lowest score of a normal
    /// piece less [#UNKNOWN_PENALTY]. Sums are rounded to single precision after each piece, and a piece that
    /// the user defined scores its length times the highest normal score (but at least 2^-126) less 0.1, so
    /// that it wins against what it is made of (`EncodeOptimized` in `unigram_model.cc`).
    CHARACTERS;

    /// What an unknown character costs beyond the worst normal piece, in nats (`kUnkPenalty`).
    public static final double UNKNOWN_PENALTY = 10;

    /// A sum of scores as precise as it is kept.
    double round(double sum) {
        return this == CHARACTERS ? (float) sum : sum;
    }
}
