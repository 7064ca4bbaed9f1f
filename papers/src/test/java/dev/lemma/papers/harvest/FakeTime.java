package dev.lemma.papers.harvest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Time that passes by sleeping only.
final class FakeTime {
    private Instant now = Instant.parse("2025-03-05T12:00:00Z");
    private final List<Duration> sleeps = new ArrayList<>();

    Pace pace() {
        return new Pace(() -> now, this::sleep, new SplittableRandom(42));
    }

    List<Duration> sleeps() {
        return sleeps;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    private void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
    }
}
