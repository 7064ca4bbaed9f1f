package dev.lemma.lab;

/// Outside data that the lab cannot use: a folder that is not a report's. The message is one line: what,
/// where, and what would be right.
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line
    public LabException(String message) {
        super(message);
    }
}
