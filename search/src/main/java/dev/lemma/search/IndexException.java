package dev.lemma.search;

/// The index cannot be read or written. It is derived from the store and can be made anew:
/// `lemma index rebuild`.
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexException(String message) {
        super(message);
    }

    public IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
