package dev.lemma.cli;

import dev.lemma.papers.Classics;
import dev.lemma.search.Library;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lemma classics add`.
@Command(name = "add", description = "Put the built-in classics in, beside whatever is there.")
final class ClassicsAddCommand implements Callable<Integer> {
    private final Lemma lemma;

    ClassicsAddCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        try (Library library = Library.open(lemma.home())) {
            int changed = Classics.add(library.store());
            Libraries.awaitIndexed(library, lemma.terminal(), InstantSource.system());
            lemma.terminal()
                    .print(
                            "%s new or changed; the library has %s",
                            changed, Text.count(library.store().size(), "paper"));
            return Lemma.OK;
        }
    }
}
