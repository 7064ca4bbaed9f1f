package dev.lemma.cli;

/// What `lemma tokenizer train` trains.
enum VocabularyType {
    /// A unigram model by expectation maximisation and pruning (Kudo 2018).
    UNIGRAM,
    /// A unigram model over bytes from n-gram counts (J. Su 2023).
    BYTEPIECE,
    /// Byte-level byte pair encoding (Sennrich et al. 2016).
    BPE
}
