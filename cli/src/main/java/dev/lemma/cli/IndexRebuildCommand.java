package dev.lemma.cli;

import dev.lemma.search.Library;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lemma index rebuild`.
@Command(
        name = "rebuild",
        description = "Make the index anew from the papers, beside the one in use, and switch when it is complete.")
final class IndexRebuildCommand implements Callable<Integer> {
    private final Lemma lemma;

    IndexRebuildCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        InstantSource clock = InstantSource.system();
        try (Library library = Libraries.existing(lemma.home());
                Progress progress = Progress.start(lemma.terminal(), clock, "index", "papers")) {
            library.rebuild((done, total) -> progress.update((double) done / Math.max(1, total), done));
            Libraries.awaitIndexed(library, lemma.terminal(), clock);
            String time = Text.duration(progress.finish());
            lemma.terminal()
                    .print("indexed %s in %s", Text.count(library.status().indexed(), "paper"), time);
            return Lemma.OK;
        }
    }
}
