package dev.lemma.tokenizer;

/// What texts are cut into before pieces are looked for; no piece reaches from one unit into the next.
public enum TrainingUnits {
    /// Words between white space, each with one space (U+2581 in a file) before it, cut at changes of script;
    /// pieces consist of whole characters. As SentencePiece has it.
    WORDS,
    /// Lines with the newlines after them; pieces are any bytes and may hold spaces. As BytePiece has it.
    LINES
}
