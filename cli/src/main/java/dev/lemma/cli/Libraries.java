package dev.lemma.cli;

import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Opening libraries, and waiting for their index.
final class Libraries {
    private static final Duration STEP = Duration.ofMillis(250);
    /// An index that does not move for so long is not being written by anybody.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Libraries() {}

    /// Opens a library that must be there: a command that only reads does not make one.
    static Library existing(Path home) {
        if (!Files.exists(home.resolve("papers.db"))) {
            throw new CommandException(
                    Lemma.FAILED,
                    home + ": there is no library here yet; lemma serve or lemma import FILE... makes one"
                            + " (or name another folder with --home)");
        }
        return Library.open(home);
    }

    /// Waits until the index has everything that is in the store now, and shows how far it is.
    ///
    /// @throws CommandException if the index does not come on
    static void awaitIndexed(Library library, Terminal terminal, InstantSource clock) {
        if (library.awaitIndexed(STEP)) {
            return;
        }
        long from = library.status().indexSeq();
        long reached = from;
        long target = library.store().lastSeq();
        try (Progress progress = Progress.start(terminal, clock, "index", "changes")) {
            Duration moved = progress.elapsed();
            while (!library.awaitIndexed(STEP)) {
                LibraryStatus status = library.status();
                progress.update(
                        (double) (status.indexSeq() - from) / Math.max(1, target - from), status.indexSeq() - from);
                if (status.indexSeq() != reached) {
                    reached = status.indexSeq();
                    moved = progress.elapsed();
                } else if (progress.elapsed().minus(moved).compareTo(PATIENCE) > 0) {
                    throw new CommandException(
                            Lemma.FAILED,
                            "the papers are in, but the index has not moved for " + Text.duration(PATIENCE)
                                    + status.problem()
                                            .map(problem -> " (" + problem + ")")
                                            .orElse("") + "; try lemma index rebuild");
                }
            }
        }
    }
}
