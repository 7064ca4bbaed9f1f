package dev.lemma.tokenizer;

/// Rewrites text before it is cut. Immutable.
interface Normalizer {
    /// Leaves text as it is.
    Normalizer NONE = (s, from, to, first) -> java.util.Arrays.copyOfRange(s, from, to);

    /// The rewritten `s[from .. to)`, in a new array.
    ///
    /// @param first whether the range begins the whole text
    byte[] apply(byte[] s, int from, int to, boolean first);

    /// This, then `next`.
    default Normalizer then(Normalizer next) {
        return (s, from, to, first) -> {
            byte[] once = apply(s, from, to, first);
            return next.apply(once, 0, once.length, first);
        };
    }
}
