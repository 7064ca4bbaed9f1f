package dev.lemma.cli;

import dev.lemma.papers.Classics;
import dev.lemma.search.Library;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lemma classics remove`.
@Command(
        name = "remove",
        description = "Take the built-in classics out, and keep them out. Papers that came from elsewhere too stay.")
final class ClassicsRemoveCommand implements Callable<Integer> {
    private final Lemma lemma;

    ClassicsRemoveCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        try (Library library = Libraries.existing(lemma.home())) {
            int removed = Classics.remove(library.store());
            Libraries.awaitIndexed(library, lemma.terminal(), InstantSource.system());
            lemma.terminal()
                    .print(
                            "%s removed; the library has %s",
                            removed, Text.count(library.store().size(), "paper"));
            return Lemma.OK;
        }
    }
}
