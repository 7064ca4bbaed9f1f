package dev.lemma.papers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an importer made of a file, for tests.
final class Imported implements RecordSink {
    final List<Paper> papers = new ArrayList<>();
    final List<Long> lines = new ArrayList<>();
    /// "line: reason" of each broken record.
    final List<String> broken = new ArrayList<>();
    Optional<ImportException> failure = Optional.empty();

    static Imported of(String format, String fileName, String text) {
        return of(format, ImportContext.ofFile(fileName), text.getBytes(StandardCharsets.UTF_8));
    }

    static Imported of(String format, ImportContext context, byte[] bytes) {
        return of(format, context, new ByteArrayInputStream(bytes));
    }

    static Imported of(String format, ImportContext context, InputStream in) {
        Imported imported = new Imported();
        try {
            Importers.byName(format).orElseThrow().read(in, context, imported);
        } catch (ImportException e) {
            imported.failure = Optional.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return imported;
    }

    Paper only() {
        if (papers.size() != 1 || !broken.isEmpty() || failure.isPresent()) {
            throw new AssertionError(
                    "expected one paper, got " + papers + ", broken " + broken + ", failure " + failure);
        }
        return papers.getFirst();
    }

    @Override
    public void paper(long line, Paper paper) {
        papers.add(paper);
        lines.add(line);
    }

    @Override
    public void broken(long line, String reason) {
        broken.add(line + ": " + reason);
    }
}
