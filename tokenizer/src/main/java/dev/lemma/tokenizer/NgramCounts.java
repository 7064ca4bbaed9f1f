package dev.lemma.tokenizer;

final class NgramCounts {
    static final int MAX_ORDER = 7;
}
