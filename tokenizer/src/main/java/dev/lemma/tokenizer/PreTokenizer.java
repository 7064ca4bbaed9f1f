package dev.lemma.tokenizer;

/// Cuts normalised text before the vocabulary does: no id ever crosses a cut. Immutable.
interface PreTokenizer {
    /// One piece: the text as it is.
    PreTokenizer NONE = (s, from, to, first, sink) -> sink.piece(s, from, to, first);

    /// Gives the pieces of `s[from .. to)` to `sink` in order; none is empty.
    ///
    /// @param first whether the range begins the whole text
    void split(byte[] s, int from, int to, boolean first, Sink sink);

    /// Each piece cut again by `next`.
    default PreTokenizer then(PreTokenizer next) {
        return (s, from, to, first, sink) ->
                split(s, from, to, first, (t, f, e, start) -> next.split(t, f, e, start, sink));
    }

    /// Takes the pieces.
    interface Sink {
        void piece(byte[] s, int from, int to, boolean first);
    }
}
