package dev.lemma.search;

/// The order of a result list.
public enum SearchOrder {
    /// Best match first; of equal ones the newer first.
    RELEVANCE,
    /// Newest first.
    NEWEST,
    /// Oldest first.
    OLDEST
}
