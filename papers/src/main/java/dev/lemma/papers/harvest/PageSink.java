package dev.lemma.papers.harvest;

import java.io.IOException;

/// Takes the pages of a harvest as they come.
@FunctionalInterface
public interface PageSink {
    /// A page. When this returns, the page is acknowledged: save [HarvestPage#state] before, together with what
    /// the page brought. The next page is asked for only then.
    ///
    /// @throws IOException ends the harvest; the page is not acknowledged
    void page(HarvestPage page) throws IOException;

    /// The list is at its end without a further page, for example because no record matches: save the state.
    default void finished(HarvestState state) {}
}
