package dev.lemma.cli;

import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tokenizer files that the command line names.
final class TokenizerFiles {
    private TokenizerFiles() {}

    /// Opens one; what is wrong with it the library says, but for folders, of which the system says no name.
    static Tokenizer load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandException(Lemma.FAILED, file + ": is a folder; a tokenizer file is needed");
        }
        return Tokenizers.load(file);
    }
}
