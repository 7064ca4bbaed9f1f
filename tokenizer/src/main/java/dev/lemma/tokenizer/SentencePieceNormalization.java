package dev.lemma.tokenizer;

import java.util.Objects;

/// How a SentencePiece model treats text before cutting it (`NormalizerSpec`). Immutable.
///
/// @param name of the rules, such as `nmt_nfkc` or `identity`; the rules themselves are a table in the file
/// @param addDummyPrefix a space is put before (or, by the model's choice, behind) the text
/// @param removeExtraWhitespaces spaces at both ends go, of several in a row one stays
/// @param escapeWhitespaces a space is written as U+2581 in pieces
public record SentencePieceNormalization(
        String name, boolean addDummyPrefix, boolean removeExtraWhitespaces, boolean escapeWhitespaces) {
    public SentencePieceNormalization {
        Objects.requireNonNull(name, "name");
    }

    /// No replacement of characters, spaces kept as they are but for one before the text, written as U+2581.
    public static SentencePieceNormalization identity() {
        return new SentencePieceNormalization("identity", true, false, true);
    }

    @Override
    public String toString() {
        return name
                + (addDummyPrefix ? ", a space before the text" : "")
                + (removeExtraWhitespaces ? ", extra spaces removed" : "")
                + (escapeWhitespaces ? ", U+2581 for a space" : "");
    }
}
