package dev.lemma.lab;

import java.util.List;

/// Something a paper claims, and how to find out. Implementations have no state; runs may overlap.
public interface Experiment {
    /// The name on the command line and of the report's folder: lower case letters, digits and hyphens.
    String name();

    /// What it is about, in a few words.
    String title();

    /// The claim in one line.
    String claim();

    /// Who claimed it.
    List<Source> sources();

    /// What it can be run with.
    List<Parameter> parameters();

    /// Runs it. Asks `context` for time and reports progress to it; with too little time it does less and
    /// says so in the outcome's notes.
    ///
    /// @throws InterruptedException if the thread was interrupted
    Outcome run(ExperimentContext context) throws InterruptedException;
}
