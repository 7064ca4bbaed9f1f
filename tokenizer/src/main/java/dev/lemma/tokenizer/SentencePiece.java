package dev.lemma.tokenizer;

import java.util.Objects;

/// A piece of a [SentencePieceModel]. Immutable.
///
/// @param text not empty
/// @param score finite: of a unigram model the natural logarithm of the probability, of a BPE model the order
///     of merges, larger first
public record SentencePiece(String text, float score, PieceKind kind) {
    public SentencePiece {
        Objects.requireNonNull(kind, "kind");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text of a piece is empty; at least one character is needed");
        }
        if (!Float.isFinite(score)) {
            throw new IllegalArgumentException("score of piece '" + text + "' is " + score + "; it must be finite");
        }
    }
}
