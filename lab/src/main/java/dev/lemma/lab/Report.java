package dev.lemma.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A run and what it found: all that a reader needs to judge and repeat it. Immutable.
///
/// @param name of the experiment
/// @param title of the experiment
/// @param claim of the experiment
/// @param sources of the claim
/// @param parameters names and values as text, in order
/// @param seed of the run
/// @param budget of the run
/// @param began when
/// @param took how long
/// @param machine on what
/// @param command that repeats it
/// @param outcome what was found
public record Report(
        String name,
        String title,
        String claim,
        List<Source> sources,
        List<Map.Entry<String, String>> parameters,
        long seed,
        Duration budget,
        Instant began,
        Duration took,
        Machine machine,
        String command,
        Outcome outcome) {
    /// Copies the lists.
    public Report {
        sources = List.copyOf(sources);
        parameters = List.copyOf(parameters);
    }
}
