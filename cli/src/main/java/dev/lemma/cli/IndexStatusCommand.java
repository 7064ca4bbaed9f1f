package dev.lemma.cli;

import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma index status`.
@Command(name = "status", description = "Say whether the index has all papers. Exit code 1 if it has not.")
final class IndexStatusCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--format", paramLabel = "text|json", description = "how to print (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    IndexStatusCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        try (Library library = Libraries.existing(lemma.home())) {
            LibraryStatus status = library.status();
            boolean complete = status.indexSeq() >= status.storeSeq() && status.indexed() == status.papers();
            long bytes = DiskUse.of(List.of(lemma.home().resolve("index")));
            if (format == OutputFormat.JSON) {
                lemma.terminal().print("%s", json(status, complete, bytes));
            } else {
                lemma.terminal()
                        .print(
                                "%s: %,d of %s in the index (%s)",
                                complete ? "up to date" : "behind",
                                status.indexed(),
                                Text.count(status.papers(), "paper"),
                                Text.bytes(bytes));
            }
            status.problem().ifPresent(problem -> lemma.terminal().remark("%s; try lemma index rebuild", problem));
            return complete && status.problem().isEmpty() ? Lemma.OK : Lemma.FAILED;
        }
    }

    private static String json(LibraryStatus status, boolean complete, long bytes) {
        return Json.object(json -> {
            json.writeBooleanField("complete", complete);
            json.writeNumberField("papers", status.papers());
            json.writeNumberField("indexed", status.indexed());
            json.writeNumberField("storeSeq", status.storeSeq());
            json.writeNumberField("indexSeq", status.indexSeq());
            json.writeNumberField("bytes", bytes);
            if (status.problem().isPresent()) {
                json.writeStringField("problem", status.problem().get());
            }
        });
    }
}
