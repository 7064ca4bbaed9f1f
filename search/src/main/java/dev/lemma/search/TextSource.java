package dev.lemma.search;

/// Gives the ranking the texts of papers. Thread-safe.
@FunctionalInterface
interface TextSource {
    /// Title and abstract.
    record Texts(String title, String summary) {}

    /// The texts of rows, in that order; empty ones for a row that is gone.
    java.util.List<Texts> texts(long[] keys);
}
