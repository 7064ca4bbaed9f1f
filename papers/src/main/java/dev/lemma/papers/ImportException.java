package dev.lemma.papers;

/// A file that cannot be read (further). The message says what, where, and what would be right; it is one line.
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;

    /// @param file name of the file
    /// @param line line or record from 1, or 0 if the whole file is meant
    /// @param reason what is wrong and what would be right
    public ImportException(String file, long line, String reason) {
        super((line > 0 ? file + ":" + line : file) + ": " + reason);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    public long line() {
        return line;
    }
}
