package dev.lemma.tokenizer;

/// Cuts a piece of normalised, pre-tokenized text into ids. Immutable; each call of an encoder has a run to
/// itself.
interface Segmenter {
    /// New scratch memory for one thread.
    Run start();

    /// The scratch memory of a call, and of later ones. Not for several threads at once.
    interface Run {
        /// Appends the ids of `s[from .. to)`, which is not empty.
        void segment(byte[] s, int from, int to, IdBuffer out);
    }
}
