package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.lab.Verdict.State;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Intervals, lines and verdicts.
class StatisticsTest {
    @Test
    void theIntervalOfAMeanIsStudents() {
        // Mean 3, s = sqrt(2.5), t(4) = 2.776: half width 2.776 * sqrt(0.5) = 1.963.
        Interval interval = Interval.ofMean(1, 2, 3, 4, 5);
        assertThat(interval.value()).isEqualTo(3);
        assertThat(interval.high()).isEqualTo(4.963, within(1e-3));
        assertThat(interval.low()).isEqualTo(1.037, within(1e-3));
        assertThatThrownBy(() -> Interval.ofMean(1)).hasMessage("samples = 1, not at least 2");
        assertThatThrownBy(() -> new Interval(1, 2, 3)).hasMessageContaining("not in this order");
        assertThatThrownBy(() -> Interval.exact(Double.NaN)).hasMessageContaining("not in this order");
        assertThat(Interval.quantile(60)).isEqualTo(2.000, within(2e-3));
    }

    @Test
    void theIntervalOfAShareIsWilsons() {
        // Wilson 1927, computed apart in double precision: 0.30798 (0.25529, 0.36621).
        Interval interval = Interval.ofShare(81, 263);
        assertThat(interval.value()).isEqualTo(0.3080, within(1e-4));
        assertThat(interval.low()).isEqualTo(0.2553, within(1e-4));
        assertThat(interval.high()).isEqualTo(0.3662, within(1e-4));
        assertThat(Interval.ofShare(10, 10).high()).isEqualTo(1);
        assertThat(Interval.ofShare(0, 10).low()).isZero();
        assertThat(Interval.ofShare(0, 10).high()).isEqualTo(0.2775, within(1e-4));
        assertThatThrownBy(() -> Interval.ofShare(3, 2)).hasMessageContaining("successes = 3 of 2");
    }

    @Test
    void nineteenOfTwentyIntervalsHoldTheTruth() {
        Random random = new Random(4);
        int held = 0;
        int trials = 2_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] samples = random.doubles(6).map(u -> Math.log(u / (1 - u))).toArray();
            Interval interval = Interval.ofMean(samples);
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }
        assertThat(held / (double) trials).isBetween(0.93, 0.97);
    }

    @Test
    void aLineThroughPointsOnALineIsThatLine() {
        LinearFit fit = LinearFit.of(new double[] {1, 2, 5}, new double[] {5, 7, 13});
        assertThat(fit.slope().value()).isEqualTo(2, within(1e-12));
        assertThat(fit.slope().high()).isEqualTo(2, within(1e-9));
        assertThat(fit.intercept()).isEqualTo(3, within(1e-12));
        assertThat(fit.r2()).isEqualTo(1, within(1e-12));
        assertThat(fit.at(10)).isEqualTo(23, within(1e-9));
    }

    @Test
    void aLineThroughNoiseHasAnInterval() {
        // Anscombe 1973, first set: slope 0.500 +- 0.118, intercept 3.00, R^2 0.667.
        double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
        double[] y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
        LinearFit fit = LinearFit.of(x, y);
        assertThat(fit.slope().value()).isEqualTo(0.5001, within(1e-4));
        assertThat(fit.slope().high() - fit.slope().value()).isEqualTo(2.262 * 0.1179, within(1e-3));
        assertThat(fit.intercept()).isEqualTo(3.0001, within(1e-4));
        assertThat(fit.r2()).isEqualTo(0.6665, within(1e-4));
        assertThatThrownBy(() -> LinearFit.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .hasMessageContaining("a line needs two places");
        assertThatThrownBy(() -> LinearFit.of(new double[2], new double[2])).hasMessageContaining("at least 3");
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 0.02, HELD",
        "0.04, 0.06, UNDECIDED",
        "0.06, 0.09, NOT_HELD",
        "0.05, 0.05, HELD",
    })
    void theIntervalDecides(double low, double high, State state) {
        Verdict verdict = Verdict.atMost("flat", "drift", new Interval((low + high) / 2, low, high), 0.05);
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.evidence()).startsWith("drift = ").endsWith("; claimed: at most 0.05");
    }

    @Test
    void bothSidesCount() {
        assertThat(Verdict.between("c", "x", new Interval(1, 0.9, 1.1), 0.95, 1.05)
                        .state())
                .isEqualTo(State.UNDECIDED);
        assertThat(Verdict.between("c", "x", new Interval(2, 1.9, 2.1), 0.95, 1.05)
                        .state())
                .isEqualTo(State.NOT_HELD);
        assertThat(Verdict.between("c", "x", new Interval(0.5, 0.4, 0.6), 0.95, 1.05)
                        .state())
                .isEqualTo(State.NOT_HELD);
        assertThat(Verdict.atLeast("c", "R²", Interval.exact(0.99), 0.98).evidence())
                .isEqualTo("R² = 0.99; claimed: at least 0.98");
        Verdict held = Verdict.atMost("c", "x", Interval.exact(1), 2);
        Verdict not = Verdict.atMost("c", "y", Interval.exact(3), 2);
        assertThat(held.and(held).state()).isEqualTo(State.HELD);
        assertThat(held.and(Verdict.undecided("c", "no time")).state()).isEqualTo(State.UNDECIDED);
        assertThat(held.and(not).state()).isEqualTo(State.NOT_HELD);
        assertThat(held.and(not).evidence()).contains("x = 1").contains("y = 3");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "32768, '32,768'",
        "1234.4, '1,234'",
        "12.345, 12.35",
        "0.05, 0.05",
        "0.012345, 0.01235",
        "1e-7, 1.00e-07",
        "-0.25, -0.25",
        "100, 100",
        "999.96, 1000",
        "123456789, 1.23e+08",
    })
    void numbersAreReadable(double value, String text) {
        assertThat(Numbers.readable(value)).isEqualTo(text);
    }
}
