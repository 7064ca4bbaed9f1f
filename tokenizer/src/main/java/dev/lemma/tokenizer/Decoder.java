package dev.lemma.tokenizer;

/// Ids back to bytes. Immutable.
interface Decoder {
    /// @param ids all of them in range
    byte[] decode(int[] ids);
}
