package dev.lemma.lab;

import java.util.List;
import java.util.Optional;

/// All experiments.
public final class Experiments {
    private Experiments() {}

    /// In the order in which they are listed.
    public static List<Experiment> all() {
        return List.of(new EntropyExperiment(), new JohnsonLindenstraussExperiment(), new PerfectSamplingExperiment());
    }

    /// The experiment of a name.
    public static Optional<Experiment> find(String name) {
        return all().stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }
}
