package dev.lemma.cli;

/// A command that cannot go on. The message says what, where, and what would be right, in one line.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /// @param exitCode [Lemma#FAILED] or [Lemma#USAGE]
    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// As the other constructor, with what brought it about.
    CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
