package dev.lemma.tokenizer;

/// What a piece of a vocabulary is for.
public enum PieceKind {
    /// Text, found by segmentation.
    NORMAL,
    /// One byte of text that no other piece covers.
    BYTE,
    /// Stands for text that the vocabulary cannot express.
    UNKNOWN,
    /// Marks structure (begin, end, padding); never found in text, decodes to nothing.
    CONTROL,
    /// Text that is always one piece of its own, before any segmentation.
    USER_DEFINED,
    /// An id without use.
    UNUSED
}
