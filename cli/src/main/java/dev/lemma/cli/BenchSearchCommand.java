package dev.lemma.cli;

import dev.lemma.bench.SearchBench;
import dev.lemma.search.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma bench search`.
@Command(
        name = "search",
        description =
                "Time queries inside the process, one thread, ten results with facets and highlights; one JSON line.")
final class BenchSearchCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--queries", required = true, paramLabel = "FILE", description = "one query a line")
    private Path queries = Path.of("");

    @Option(names = "--rounds", description = "rounds over all queries (default: ${DEFAULT-VALUE})")
    private int rounds = 9;

    BenchSearchCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        List<String> lines = Files.readAllLines(queries);
        if (lines.isEmpty()) {
            throw new CommandException(Lemma.FAILED, queries + ": has no queries; expected one a line");
        }
        if (rounds < 1 || rounds > 1_000) {
            throw new CommandException(Lemma.USAGE, "--rounds " + rounds + " is not in 1..1000");
        }
        try (Library library = Libraries.existing(lemma.home())) {
            lemma.terminal().print("%s", SearchBench.run(library, lines, rounds).toJson());
            return Lemma.OK;
        }
    }
}
