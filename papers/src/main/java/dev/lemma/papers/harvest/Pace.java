package dev.lemma.papers.harvest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Time and chance for a harvest, so that tests need neither.
///
/// @param clock tells the time
/// @param sleeper lets it pass
/// @param random spreads the waits of several harvesters
public record Pace(InstantSource clock, Sleeper sleeper, RandomGenerator random) {
    /// Real time, real chance.
    public static Pace system() {
        return new Pace(InstantSource.system(), Thread::sleep, RandomGenerator.of("L64X128MixRandom"));
    }

    /// Waits.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
