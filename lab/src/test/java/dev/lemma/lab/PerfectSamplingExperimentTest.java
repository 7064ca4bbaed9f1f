package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.lab.Verdict.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PerfectSamplingExperimentTest {
    private static final Map<String, String> SMALL = Map.of("draws", "20000", "k", "8");

    private static Outcome run(Map<String, String> given, RunSettings settings, InstantSource clock)
            throws InterruptedException {
        Experiment experiment = Experiments.find("perfect-sampling").orElseThrow();
        return ExperimentRun.run(
                        experiment,
                        Parameters.of(experiment.parameters(), given),
                        settings,
                        ProgressListener.NONE,
                        clock)
                .outcome();
    }

    @Test
    void perfectSamplingIsExactAndTheOthersAreNot() throws InterruptedException {
        Outcome outcome = run(SMALL, RunSettings.defaults(), InstantSource.system());
        assertThat(outcome.verdicts()).hasSize(6).allMatch(verdict -> verdict.state() == State.HELD, "held");
        Table shares = outcome.tables().getFirst();
        assertThat(shares.rows()).hasSize(3);
        List<String> biased = shares.rows().getLast();
        assertThat(Double.parseDouble(biased.get(1))).isBetween(0.23, 0.27);
        assertThat(Double.parseDouble(biased.get(2))).isBetween(0.23, 0.27);
        assertThat(Double.parseDouble(biased.get(3))).isBetween(0.48, 0.52);
        // Three texts at five alphas: perfect, reservoir, Viterbi, 8 best, noise.
        Table variation = outcome.tables().get(1);
        assertThat(variation.rows()).hasSize(15).allMatch(row -> row.size() == 7);
        for (List<String> row : variation.rows()) {
            assertThat(Double.parseDouble(row.get(2)))
                    .as("%s", row)
                    .isBetween(0.0, 2 * Double.parseDouble(row.get(6)) + 0.01);
        }
        // Of many segmentations alike, 8 are next to nothing.
        assertThat(Double.parseDouble(variation.rows().getFirst().get(5))).isGreaterThan(0.9);
        assertThat(outcome.figures()).extracting(Figure::id).containsExactly("variation", "watching");
    }

    @Test
    void theSeedDecidesAndThreadsDoNot() throws InterruptedException {
        Map<String, String> few = new HashMap<>(SMALL);
        few.put("draws", "7000");
        few.put("alpha", "0.5");
        RunSettings settings = RunSettings.defaults().withSeed(42);
        Outcome single = run(few, settings.withThreads(1), InstantSource.system());
        assertThat(run(few, settings.withThreads(3), InstantSource.system())).isEqualTo(single);
        assertThat(run(few, settings.withSeed(43), InstantSource.system()).tables())
                .isNotEqualTo(single.tables());
    }

    @Test
    void aSmallBudgetGivesFewerAlphasAndSaysSo() throws InterruptedException {
        AtomicLong seconds = new AtomicLong();
        InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
        Outcome outcome = run(
                Map.of("draws", "1000", "alpha", "5,6,7", "k", "8,4096"),
                RunSettings.defaults().withBudget(Duration.ofSeconds(2)),
                clock);
        assertThat(outcome.notes().getFirst()).isEqualTo("The budget of 2 s allowed for alpha up to 5 only.");
        assertThat(outcome.verdicts().getLast().state()).isEqualTo(State.UNDECIDED);
        assertThat(outcome.verdicts().getLast().evidence()).isEqualTo("no text has more segmentations than that");
        // Three texts at one alpha of three.
        assertThat(outcome.tables().get(1).rows()).hasSize(3);
    }
}
