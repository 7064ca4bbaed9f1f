package dev.lemma.lab;

import java.time.Duration;

/// How an experiment is run. Immutable.
///
/// @param seed any number; the same seed gives the same figures
/// @param budget after which no further part is begun, 1 s to 24 h
/// @param threads 1 to 1024
public record RunSettings(long seed, Duration budget, int threads) {
    /// @throws IllegalArgumentException if a value is out of range
    public RunSettings {
        if (budget.compareTo(Duration.ofSeconds(1)) < 0 || budget.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("budget = " + budget + ", not in [PT1S, PT24H]");
        }
        if (threads < 1 || threads > 1_024) {
            throw new IllegalArgumentException("threads = " + threads + ", not in [1, 1024]");
        }
    }

    /// Seed 1, ten minutes, a thread for each processor.
    public static RunSettings defaults() {
        return new RunSettings(
                1, Duration.ofMinutes(10), Math.min(1_024, Runtime.getRuntime().availableProcessors()));
    }

    /// With another seed.
    public RunSettings withSeed(long value) {
        return new RunSettings(value, budget, threads);
    }

    /// With another budget.
    public RunSettings withBudget(Duration value) {
        return new RunSettings(seed, value, threads);
    }

    /// With another number of threads; results do not depend on it.
    public RunSettings withThreads(int value) {
        return new RunSettings(seed, budget, value);
    }
}
