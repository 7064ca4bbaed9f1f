package dev.lemma.tokenizer;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// What a tokenizer is, for people: the answer of an `inspect` command. Immutable.
///
/// @param type the kind of model and of file, such as `SentencePiece unigram`
/// @param size number of ids
/// @param unknown id of the piece for text that the vocabulary cannot express
/// @param begin id of the piece that begins a text, where the file names one
/// @param end id of the piece that ends a text, where the file names one
/// @param special what is found in text only by [Tokenizer#encodeSpecial], as text, in order of ids
/// @param normalization what happens to text first, in words
/// @param splitting how normalised text is cut before the vocabulary cuts it, in words
/// @param byteFallback whether bytes that no piece covers have pieces of their own
public record TokenizerInfo(
        String type,
        int size,
        OptionalInt unknown,
        OptionalInt begin,
        OptionalInt end,
        List<String> special,
        String normalization,
        String splitting,
        boolean byteFallback) {
    public TokenizerInfo {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unknown, "unknown");
        Objects.requireNonNull(begin, "begin");
        Objects.requireNonNull(end, "end");
        special = List.copyOf(special);
        Objects.requireNonNull(normalization, "normalization");
        Objects.requireNonNull(splitting, "splitting");
    }
}
