package dev.lemma.papers.harvest;

import dev.lemma.papers.Paper;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a harvest brings. A state is kept as text, as a store would.
final class Collected implements HarvestSink {
    private final List<String> papers = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> states = new ArrayList<>();

    List<String> papers() {
        return papers;
    }

    List<String> deletedIdentifiers() {
        return deleted;
    }

    int acknowledgements() {
        return states.size();
    }

    HarvestState lastSaved() {
        return states.isEmpty() ? HarvestState.START : HarvestState.parse(states.getLast());
    }

    @Override
    public void paper(long line, Paper paper) {
        papers.add(paper.id().local());
    }

    @Override
    public void broken(long line, String reason) {
        throw new AssertionError(line + ": " + reason);
    }

    @Override
    public void deleted(List<String> identifiers) {
        deleted.addAll(identifiers);
    }

    @Override
    public void acknowledged(HarvestState state) {
        states.add(state.toText());
    }
}
