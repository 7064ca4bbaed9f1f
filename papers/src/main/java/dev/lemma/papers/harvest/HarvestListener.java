package dev.lemma.papers.harvest;

import java.time.Duration;

/// Is told how a harvest goes; by the thread that harvests.
public interface HarvestListener {
    /// Hears nothing.
    HarvestListener NONE = new HarvestListener() {};

    /// A page has come, whole and checked; it is not yet read. Totals so far are in [HarvestPage#state], the
    /// size of the whole list, if the server says it, in [HarvestPage#total].
    default void pageReceived(HarvestPage page) {}

    /// The harvest waits longer than its usual pause between two requests.
    ///
    /// @param reason one line: what the server said or what went wrong
    default void waiting(Duration wait, String reason) {}

    /// The harvest asks for a part of the list again; its records come again too.
    ///
    /// @param reason one line: why, and from which day on
    default void restarting(String reason) {}
}
