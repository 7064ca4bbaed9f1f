package dev.lemma.papers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Being written.
public final class PaperStore implements AutoCloseable {
    public static PaperStore open(Path file) {
        throw new IllegalStateException("being written: " + file);
    }

    public Optional<StoredPaper> find(PaperId id) {
        throw new IllegalStateException("being written: " + id);
    }

    public List<StoredPaper> linked(StoredPaper paper) {
        throw new IllegalStateException("being written: " + paper);
    }

    @Override
    public void close() {}
}
