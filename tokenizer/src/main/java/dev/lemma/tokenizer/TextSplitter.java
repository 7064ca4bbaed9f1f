package dev.lemma.tokenizer;

/// Cuts text into parts before pieces are looked for; no piece reaches from one part into the next.
///
/// Must be safe for use by several threads at once, and always cut the same text in the same way.
@FunctionalInterface
public interface TextSplitter {
    /// Takes the parts of a text.
    @FunctionalInterface
    interface Receiver {
        /// Takes bytes `[from, to)` as the next part. They are valid during the call only.
        void part(byte[] bytes, int from, int to);
    }

    /// Hands the parts of bytes `[from, to)` to `receiver`, in order. The bytes are only read; they need not
    /// be valid UTF-8.
    void split(byte[] text, int from, int to, Receiver receiver);
}
