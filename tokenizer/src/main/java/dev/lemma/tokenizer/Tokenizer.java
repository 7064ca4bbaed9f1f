package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Text to ids and back, over one vocabulary.
///
/// Implementations are immutable: any number of threads may use one.
public interface Tokenizer {
    /// Number of ids; valid ids are `[0, size)`.
    int size();

    /// What an id is for.
    ///
    /// @throws IllegalArgumentException if there is no such id
    PieceKind kind(int id);

    /// The bytes that an id stands for as the vocabulary writes them, in a new array.
    ///
    /// @throws IllegalArgumentException if there is no such id
    byte[] piece(int id);

    /// The id of a piece, written as in [#piece].
    OptionalInt id(byte[] piece);

    /// Segments a text. Special pieces in the text are text; none is added before or after it.
    ///
    /// @param text any text; lone surrogates are encoded as in UTF-8 replacement (`?`)
    int[] encode(String text);

    /// Segments bytes that are meant as UTF-8. Bytes that are not valid UTF-8 survive [#decodeToBytes] where
    /// the vocabulary can express them.
    int[] encode(byte[] utf8);

    /// [#encode(String)], but a special piece written out in the text is that piece: for chat templates,
    /// never for text from outside, which could then pretend to be structure.
    ///
    /// A tokenizer that does not look for special pieces gives [#encode(String)].
    default int[] encodeSpecial(String text) {
        return encode(text);
    }

    /// The bytes that ids stand for in a row; control pieces stand for nothing.
    ///
    /// @throws IllegalArgumentException if one of `ids` does not exist
    byte[] decodeToBytes(int[] ids);

    /// [#decodeToBytes] read as UTF-8; what is invalid becomes U+FFFD.
    ///
    /// @throws IllegalArgumentException if one of `ids` does not exist
    default String decode(int[] ids) {
        return new String(decodeToBytes(ids), StandardCharsets.UTF_8);
    }

    /// What this tokenizer is, in words. Cost: linear in [#size].
    default TokenizerInfo describe() {
        List<String> special = new ArrayList<>();
        OptionalInt unknown = OptionalInt.empty();
        boolean bytes = false;
        for (int id = 0; id < size(); id++) {
            switch (kind(id)) {
                case CONTROL -> special.add(new String(piece(id), StandardCharsets.UTF_8));
                case UNKNOWN -> unknown = OptionalInt.of(id);
                case BYTE -> bytes = true;
                case NORMAL, USER_DEFINED, UNUSED -> {}
            }
        }
        OptionalInt none = OptionalInt.empty();
        String type = getClass().getSimpleName();
        return new TokenizerInfo(type, size(), unknown, none, none, special, "none", "none", bytes);
    }
}
