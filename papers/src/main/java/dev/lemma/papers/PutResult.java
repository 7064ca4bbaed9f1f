package dev.lemma.papers;

/// What became of a paper that was given to the store.
public enum PutResult {
    /// It was not there.
    NEW,
    /// It was there and has changed.
    UPDATED,
    /// It was there and says nothing new.
    UNCHANGED
}
