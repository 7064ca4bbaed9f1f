package dev.lemma.cli;

import dev.lemma.papers.ArxivId;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import dev.lemma.papers.harvest.HarvestSink;
import dev.lemma.papers.harvest.HarvestState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts harvested papers into the store, page by page: a page's papers and the place after it are one
/// transaction, so that a harvest that was killed goes on from its last page. Belongs to one thread.
final class HarvestKeeper {
    private static final int NAMED = 20;
    private static final String NOTE = "harvest:";

    private final PaperStore store;
    private final java.util.List<String> problems = new ArrayList<>();
    private long added;
    private long updated;
    private long unchanged;
    private long deleted;
    private long broken;

    HarvestKeeper(PaperStore store) {
        this.store = store;
    }

    /// A list of the server, with the place that an earlier run reached in it.
    ///
    /// @param name what identifies the list: interface, address and what is asked for
    /// @param from first day to ask for, if it is given; else what is new since the list was last finished
    List list(String name, Optional<LocalDate> from) {
        Optional<String> note = store.note(NOTE + name);
        if (note.isEmpty()) {
            return new List(name, from, HarvestState.START);
        }
        // "<first day or nothing> <state>"
        String text = note.get();
        int space = text.indexOf(' ');
        String day = text.substring(0, space);
        HarvestState state = HarvestState.parse(text.substring(space + 1));
        if (!state.finished()) {
            return new List(name, day.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(day)), state);
        }
        return new List(name, from.or(state::nextFrom), HarvestState.START);
    }

    long added() {
        return added;
    }

    long updated() {
        return updated;
    }

    long unchanged() {
        return unchanged;
    }

    long deleted() {
        return deleted;
    }

    long broken() {
        return broken;
    }

    /// The first broken records, one line each.
    java.util.List<String> problems() {
        return problems;
    }

    /// One list; its writer is open only while a page is being written.
    final class List implements HarvestSink {
        private final String name;
        private final Optional<LocalDate> from;
        private final HarvestState state;
        private PaperStore.@Nullable Writer writer;

        private List(String name, Optional<LocalDate> from, HarvestState state) {
            this.name = name;
            this.from = from;
            this.state = state;
        }

        Optional<LocalDate> from() {
            return from;
        }

        HarvestState state() {
            return state;
        }

        @Override
        public void paper(long line, Paper paper) {
            switch (writer().put(paper, false)) {
                case NEW -> added++;
                case UPDATED -> updated++;
                case UNCHANGED -> unchanged++;
            }
        }

        @Override
        public void broken(long line, String reason) {
            if (reason.equals(DELETED)) {
                // The server's own list of them comes with the page.
                return;
            }
            broken++;
            if (problems.size() < NAMED) {
                problems.add("record " + line + " of a page: " + reason);
            }
        }

        @Override
        public void deleted(java.util.List<String> identifiers) {
            Collection<PaperId> ids = identifiers.stream()
                    .map(identifier -> identifier.substring(identifier.lastIndexOf(':') + 1))
                    .flatMap(id -> ArxivId.parse(id).stream())
                    .map(PaperId::of)
                    .toList();
            deleted += writer().remove(ids);
        }

        @Override
        public void acknowledged(HarvestState next) {
            try (PaperStore.Writer closing = writer()) {
                closing.note(NOTE + name, from.map(LocalDate::toString).orElse("") + " " + next.toText());
                closing.commit();
            } finally {
                writer = null;
            }
        }

        private PaperStore.Writer writer() {
            PaperStore.Writer open = writer;
            if (open == null) {
                open = store.writer();
                writer = open;
            }
            return open;
        }
    }
}
