package dev.lemma.papers.harvest;

import dev.lemma.papers.RecordSink;
import java.util.List;

/// Takes the records of a harvest. Lines count from 1 on every page.
public interface HarvestSink extends RecordSink {
    /// Records that the server says are deleted; after the page's other records.
    ///
    /// @param identifiers `oai:arXiv.org:cs/0112017`, never empty
    default void deleted(List<String> identifiers) {}

    /// A page is complete: make its records and the state durable, together. A run that ends at any moment goes
    /// on from the last state saved here.
    void acknowledged(HarvestState state);
}
