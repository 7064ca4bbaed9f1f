package dev.lemma.tokenizer;

/// What a trainer is busy with.
public enum TrainingStage {
    /// Reading the texts and counting words or n-grams; `done` in bytes.
    COUNT,
    /// Reading the texts again and cutting them into candidate pieces; `done` in bytes.
    SEGMENT,
    /// Finding the first, too large set of pieces; `done` in steps.
    SEED,
    /// Fitting scores and dropping pieces; `done` in pieces dropped.
    PRUNE,
    /// Merging pairs; `done` in merges.
    MERGE,
    /// Measuring bytes a token; `done` in bytes.
    MEASURE
}
