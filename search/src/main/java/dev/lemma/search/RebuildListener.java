package dev.lemma.search;

/// Is told how making an index anew goes on.
@FunctionalInterface
public interface RebuildListener {
    /// @param done papers indexed so far
    /// @param total papers there are
    void progress(long done, long total);
}
