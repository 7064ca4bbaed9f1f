package dev.lemma.lm;

/// A model's file that cannot be used; the message is one line that says what, where, and what would be right.
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message one line
    public ModelFileException(String message) {
        super(message);
    }

    /// @param message one line
    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
