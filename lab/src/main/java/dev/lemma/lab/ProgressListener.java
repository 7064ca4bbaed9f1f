package dev.lemma.lab;

/// Hears how far a run is. Called on the thread that runs the experiment.
@FunctionalInterface
public interface ProgressListener {
    /// Hears nothing.
    ProgressListener NONE = (share, steps) -> {};

    /// A step is done.
    ///
    /// @param share of the work that is done, 0 to 1
    /// @param steps done so far
    void progress(double share, long steps);
}
