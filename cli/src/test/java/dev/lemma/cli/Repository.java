package dev.lemma.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where this checkout is.
final class Repository {
    private Repository() {}

    /// The folder with the launcher, above the one that the tests run in.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("lemma"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no launcher above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
