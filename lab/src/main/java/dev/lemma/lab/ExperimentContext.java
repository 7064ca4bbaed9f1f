package dev.lemma.lab;

import dev.lemma.linalg.WorkerPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// What an experiment runs with: values, seed, threads, time. Belongs to the thread of the run.
public final class ExperimentContext {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");
    /// 2^64 over the golden ratio: steps of it spread seeds over all 64 bits.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Parameters parameters;
    private final long seed;
    private final WorkerPool pool;
    private final InstantSource clock;
    private final long startMillis;
    private final Duration budget;
    private final ProgressListener listener;
    private long steps;

    ExperimentContext(
            Parameters parameters,
            long seed,
            WorkerPool pool,
            InstantSource clock,
            Duration budget,
            ProgressListener listener) {
        this.parameters = parameters;
        this.seed = seed;
        this.pool = pool;
        this.clock = clock;
        this.startMillis = clock.millis();
        this.budget = budget;
        this.listener = listener;
    }

    /// Values of the experiment's parameters.
    public Parameters parameters() {
        return parameters;
    }

    /// Seed of the run; the seeds of its parts come from [#seed(long...)].
    public long seed() {
        return seed;
    }

    /// The seed of a part of the run, for example of repetition 3 at dimension 64.
    public long seed(long... part) {
        long mixed = seed;
        for (long number : part) {
            mixed = (mixed + (number + 1) * GOLDEN) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }

    /// A generator for a part of the run.
    public RandomGenerator random(long... part) {
        return GENERATORS.create(seed(part));
    }

    /// Threads for numeric work.
    public WorkerPool pool() {
        return pool;
    }

    /// Time since the run began.
    public Duration elapsed() {
        return Duration.ofMillis(clock.millis() - startMillis);
    }

    /// Whether something that takes about so long still fits into the budget.
    public boolean hasTimeFor(Duration estimate) {
        return elapsed().plus(estimate).compareTo(budget) <= 0;
    }

    /// The budget.
    public Duration budget() {
        return budget;
    }

    /// A step is done.
    ///
    /// @param share of the work that is done, 0 to 1
    /// @throws InterruptedException if the thread was interrupted: the run is to end
    public void step(double share) throws InterruptedException {
        steps++;
        if (Thread.interrupted()) {
            throw new InterruptedException("the run was stopped");
        }
        listener.progress(Math.clamp(share, 0, 1), steps);
    }
}
