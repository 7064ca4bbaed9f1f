package dev.lemma.search;

import java.io.Serial;
import java.nio.file.Path;

/// A test collection that cannot be read. The message is one line: file, line number where there is one, what
/// is wrong and what would be right.
public final class CollectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;

    CollectionException(Path file, long line, String problem) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem);
        this.file = file.toString();
        this.line = line;
    }

    CollectionException(Path file, long line, String problem, Throwable cause) {
        this(file, line, problem);
        initCause(cause);
    }

    /// The file or folder that is meant.
    public String file() {
        return file;
    }

    /// Number of the line from 1, 0 if no line is to blame.
    public long line() {
        return line;
    }
}
