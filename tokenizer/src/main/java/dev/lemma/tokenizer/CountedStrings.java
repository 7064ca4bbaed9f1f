package dev.lemma.tokenizer;

/// Byte strings with counts, as slices of one array, numbered from 0.
interface CountedStrings {
    int size();

    byte[] arena();

    int start(int string);

    int end(int string);

    long count(int string);
}
