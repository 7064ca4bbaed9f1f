package dev.lemma.papers;

import java.nio.file.Path;

/// Is told how an import goes on. Called by the thread that runs the import.
public interface ImportListener {
    /// Does nothing.
    ImportListener NONE = new ImportListener() {};

    /// A file is begun.
    ///
    /// @param format name of the format
    /// @param skipped records that an earlier, interrupted run has already brought in
    default void started(Path file, String format, long skipped) {}

    /// A batch is in the store, for good.
    ///
    /// @param bytesRead bytes of all files read so far, as they are on disk
    /// @param bytesTotal bytes of all files
    /// @param report counts so far
    default void committed(long bytesRead, long bytesTotal, ImportReport report) {}
}
