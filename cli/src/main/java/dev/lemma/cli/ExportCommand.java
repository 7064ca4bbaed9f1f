package dev.lemma.cli;

import dev.lemma.papers.LemmaJsonl;
import dev.lemma.papers.PaperStore;
import dev.lemma.papers.StoreChange;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lemma export`.
@Command(name = "export", description = "Write all papers as JSON lines, which lemma import reads back.")
final class ExportCommand implements Callable<Integer> {
    private static final int BATCH = 1_000;

    private final Lemma lemma;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "where to; .gz compresses (default: standard output)")
    private Optional<Path> file = Optional.empty();

    ExportCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        Path database = lemma.home().resolve("papers.db");
        if (!Files.exists(database)) {
            throw new CommandException(Lemma.FAILED, database + ": there is no library here yet");
        }
        try (PaperStore store = PaperStore.open(database)) {
            if (file.isEmpty()) {
                Writer out = new BufferedWriter(
                        new OutputStreamWriter(lemma.terminal().out(), StandardCharsets.UTF_8));
                write(store, out);
                out.flush();
                return Lemma.OK;
            }
            long papers = toFile(store, file.get());
            lemma.terminal().remark("%s to %s", Text.count(papers, "paper"), file.get());
            return Lemma.OK;
        }
    }

    /// A file appears under its name when it is complete.
    private static long toFile(PaperStore store, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandException(Lemma.FAILED, file + ": there is no folder " + folder);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long papers;
            try (OutputStream raw = Files.newOutputStream(part);
                    OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw, 1 << 16) : raw;
                    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
                papers = write(store, writer);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return papers;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long write(PaperStore store, Writer out) throws IOException {
        long papers = 0;
        long after = 0;
        while (true) {
            List<StoreChange> changes = store.changes(after, BATCH);
            if (changes.isEmpty()) {
                return papers;
            }
            for (StoreChange change : changes) {
                if (change instanceof StoreChange.Put put) {
                    out.write(LemmaJsonl.write(put.stored().paper()));
                    out.write('\n');
                    papers++;
                }
            }
            after = changes.getLast().seq();
        }
    }
}
