package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.lab.Verdict.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The experiments themselves, with few and small parts.
class ExperimentsTest {
    private static final Map<String, String> SMALL_JL =
            Map.of("nmin", "16", "nmax", "128", "inputs", "256", "repeats", "2", "eps", "0.6");
    private static final Map<String, String> SMALL_ENTROPY =
            Map.of("nmin", "64", "nmax", "1024", "repeats", "4", "rows", "8", "d", "16");

    private static Report run(String name, Map<String, String> given, RunSettings settings, InstantSource clock)
            throws InterruptedException {
        Experiment experiment = Experiments.find(name).orElseThrow();
        return ExperimentRun.run(
                experiment, Parameters.of(experiment.parameters(), given), settings, ProgressListener.NONE, clock);
    }

    private static Report run(String name, Map<String, String> given) throws InterruptedException {
        return run(name, given, RunSettings.defaults(), InstantSource.system());
    }

    @Test
    void namesAreDistinctAndDescribed() {
        assertThat(Experiments.all().stream().map(Experiment::name)).doesNotHaveDuplicates();
        assertThat(Experiments.find("nothing")).isEmpty();
        for (Experiment experiment : Experiments.all()) {
            assertThat(experiment.name()).matches("[a-z][a-z0-9-]*");
            assertThat(experiment.claim()).endsWith(".").doesNotContain("\n");
            assertThat(experiment.sources()).isNotEmpty();
            assertThat(experiment.parameters()).isNotEmpty();
        }
    }

    @Test
    void dimensionsGrowWithTheLogarithmAndStayBelowTheGuarantee() throws InterruptedException {
        Report report = run("jl", SMALL_JL);
        List<Verdict> verdicts = report.outcome().verdicts();
        assertThat(verdicts).hasSize(5);
        assertThat(verdicts.get(1).claim()).startsWith("At 4 ln n");
        assertThat(verdicts.get(1).state()).as("%s", verdicts.get(1)).isEqualTo(State.HELD);
        Figure.Series gaussian = report.outcome().figures().getFirst().series().getFirst();
        assertThat(gaussian.points()).hasSize(4);
        // About 8 ln n / eps^2, not a multiple of it.
        double needed = gaussian.points().getLast().y();
        assertThat(needed).isBetween(0.5 * 8 * Math.log(128) / 0.36, 2 * 8 * Math.log(128) / 0.36);
        assertThat(needed).isGreaterThan(gaussian.points().getFirst().y());
        assertThat(report.command())
                .startsWith("lemma lab run jl --seed 1 --budget 600s")
                .contains(" -P eps=0.6 ")
                .contains(" -P nmax=128");
    }

    @Test
    void entropyFollowsTheClosedForms() throws InterruptedException {
        Report report = run("entropy", SMALL_ENTROPY);
        List<Verdict> verdicts = report.outcome().verdicts();
        assertThat(verdicts).hasSize(7);
        assertThat(verdicts.getFirst().claim()).contains("grows like ln n");
        Figure.Series standard = report.outcome().figures().getFirst().series().getFirst();
        for (Figure.Point point : standard.points()) {
            assertThat(point.y()).isEqualTo(Math.log(point.x()) - 0.5, within(0.25));
        }
        // N(0, 1) heads with log-n: nowhere near flat in this range.
        assertThat(verdicts.get(2).state()).as("%s", verdicts.get(2)).isEqualTo(State.NOT_HELD);
        assertThat(report.outcome().figures())
                .extracting(Figure::id)
                .containsExactly("scales", "regimes", "coefficient");
    }

    @Test
    void theSeedDecidesAndThreadsDoNot() throws InterruptedException {
        for (var one : List.of(Map.entry("jl", SMALL_JL), Map.entry("entropy", SMALL_ENTROPY))) {
            RunSettings settings = RunSettings.defaults().withSeed(42);
            InstantSource clock = InstantSource.system();
            Outcome single = run(one.getKey(), one.getValue(), settings.withThreads(1), clock)
                    .outcome();
            Outcome triple = run(one.getKey(), one.getValue(), settings.withThreads(3), clock)
                    .outcome();
            Outcome other = run(one.getKey(), one.getValue(), settings.withSeed(43), clock)
                    .outcome();
            assertThat(triple).isEqualTo(single);
            assertThat(other.tables()).isNotEqualTo(single.tables());
        }
    }

    @Test
    void aSmallBudgetGivesASmallerRunThatSaysSo() throws InterruptedException {
        for (var one : List.of(Map.entry("jl", SMALL_JL), Map.entry("entropy", SMALL_ENTROPY))) {
            // Each look at the clock is a second later than the one before.
            AtomicLong seconds = new AtomicLong();
            InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
            Report report =
                    run(one.getKey(), one.getValue(), RunSettings.defaults().withBudget(Duration.ofSeconds(12)), clock);
            assertThat(report.outcome().notes().getFirst()).startsWith("The budget of 12 s allowed for n up to ");
            assertThat(report.outcome().verdicts()).isNotEmpty();
            Report least =
                    run(one.getKey(), one.getValue(), RunSettings.defaults().withBudget(Duration.ofSeconds(1)), clock);
            assertThat(least.outcome().verdicts()).anyMatch(verdict -> verdict.state() == State.UNDECIDED);
        }
    }

    @Test
    void oneLengthAloneIsNotFlat() throws InterruptedException {
        Report report = run("entropy", Map.of("nmin", "64", "nmax", "64", "repeats", "2", "rows", "2", "d", "16"));
        List<Verdict> flat = report.outcome().verdicts().subList(2, 5);
        assertThat(flat).allMatch(verdict -> verdict.claim().contains("flat") && verdict.state() == State.UNDECIDED);
    }

    @Test
    void progressRisesToTheEndAndAnInterruptStops() throws InterruptedException {
        Experiment jl = Experiments.find("jl").orElseThrow();
        Parameters values = Parameters.of(jl.parameters(), SMALL_JL);
        List<Double> shares = new ArrayList<>();
        ExperimentRun.run(jl, values, RunSettings.defaults(), (share, steps) -> shares.add(share));
        assertThat(shares).isSorted().hasSize(8);
        assertThat(shares.getLast()).isEqualTo(1, within(1e-9));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ExperimentRun.run(jl, values, RunSettings.defaults(), ProgressListener.NONE))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void settingsHaveRanges() {
        RunSettings settings = RunSettings.defaults();
        assertThatThrownBy(() -> settings.withBudget(Duration.ZERO)).hasMessage("budget = PT0S, not in [PT1S, PT24H]");
        assertThatThrownBy(() -> settings.withThreads(0)).hasMessage("threads = 0, not in [1, 1024]");
    }
}
