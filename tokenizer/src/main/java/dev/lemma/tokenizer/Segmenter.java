package dev.lemma.tokenizer;

/// Cuts a piece of normalised, pre-tokenized text into ids. Immutable; each call of an encoder takes a run of
/// its own.
interface Segmenter {
    /// New scratch memory for one thread.
    Run start();

    /// The scratch memory of one call. Not for several threads.
    interface Run {
        /// Appends the ids of `s[from .. to)`, which is not empty.
        void segment(byte[] s, int from, int to, IdBuffer out);
    }
}
