package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;

/// One import format: recognises it and turns its records into papers, one at a time.
///
/// An importer is stateless and may be used by several threads; all that belongs to one file is in its
/// arguments.
public interface Importer {
    /// The name that `--format` takes and that [Paper#source] keeps, for example `arxiv-kaggle`.
    String name();

    /// One line for the help: what the format is and where it comes from.
    String description();

    /// Whether a file that starts so is of this format.
    ///
    /// @param head the first characters of the file, decompressed and decoded, at most [Importers#HEAD] of them
    /// @param fileName the file's name without folder, `.gz` removed, lower case; a hint only: content decides
    boolean recognises(String head, String fileName);

    /// Reads records until the end and hands each to the sink. Memory does not grow with the file.
    ///
    /// A record that cannot be used is given to [RecordSink#broken] and reading goes on with the next one.
    ///
    /// @param in the decompressed file
    /// @param context what the user said of the file
    /// @throws ImportException if the rest of the file cannot be read
    /// @throws IOException if reading fails
    void read(InputStream in, ImportContext context, RecordSink sink) throws IOException;
}
