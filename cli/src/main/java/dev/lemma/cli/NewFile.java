package dev.lemma.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that appear under their name when they are complete.
final class NewFile {
    private NewFile() {}

    /// Writes the content.
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /// That a file can be written there, before work that takes long.
    ///
    /// @throws CommandException if there is no such folder, or a folder has the name
    static void check(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandException(Lemma.FAILED, file + ": there is no folder " + folder);
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(Lemma.FAILED, file + ": is a folder; the name of a file is needed");
        }
    }

    /// Writes a file beside its place and then puts it there, in place of an older one.
    static void write(Path file, Content content) throws IOException {
        check(file);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                content.write(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
