package dev.lemma.lab;

import dev.lemma.linalg.WorkerPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Runs experiments.
public final class ExperimentRun {
    private ExperimentRun() {}

    /// Runs an experiment.
    ///
    /// @param parameters values for its parameters
    /// @throws InterruptedException if the thread was interrupted
    public static Report run(
            Experiment experiment, Parameters parameters, RunSettings settings, ProgressListener listener)
            throws InterruptedException {
        return run(experiment, parameters, settings, listener, InstantSource.system());
    }

    static Report run(
            Experiment experiment,
            Parameters parameters,
            RunSettings settings,
            ProgressListener listener,
            InstantSource clock)
            throws InterruptedException {
        Instant began = clock.instant();
        Outcome outcome;
        try (WorkerPool pool = new WorkerPool(settings.threads())) {
            outcome = experiment.run(
                    new ExperimentContext(parameters, settings.seed(), pool, clock, settings.budget(), listener));
        }
        List<Source> sources = experiment.sources();
        return new Report(
                experiment.name(),
                experiment.title(),
                experiment.claim(),
                sources,
                parameters.texts(),
                settings.seed(),
                settings.budget(),
                began.truncatedTo(ChronoUnit.SECONDS),
                Duration.between(began, clock.instant()),
                Machine.here(settings.threads()),
                command(experiment, parameters, settings),
                outcome);
    }

    private static String command(Experiment experiment, Parameters parameters, RunSettings settings) {
        StringBuilder text = new StringBuilder("lemma lab run ").append(experiment.name());
        text.append(" --seed ").append(settings.seed());
        text.append(" --budget ").append(settings.budget().toSeconds()).append('s');
        parameters.texts().stream()
                .filter(entry -> parameters.isGiven(entry.getKey()))
                .forEach(entry ->
                        text.append(" -P ").append(entry.getKey()).append('=').append(entry.getValue()));
        return text.toString();
    }
}
