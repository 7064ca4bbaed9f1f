package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {
    /// Upper critical values of NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4.
    @ParameterizedTest
    @CsvSource({
        "1, 3.841, 0.05",
        "1, 10.828, 0.001",
        "2, 5.991, 0.05",
        "10, 18.307, 0.05",
        "10, 29.588, 0.001",
        "30, 43.773, 0.05",
        "100, 124.342, 0.05",
        "100, 149.449, 0.001",
        "100, 82.358, 0.90",
    })
    void tailsAreThoseOfTheTables(int degrees, double statistic, double p) {
        assertThat(ChiSquare.upperGamma(degrees / 2.0, statistic / 2)).isEqualTo(p, within(p * 2e-3));
    }

    @Test
    void closedFormsHold() {
        assertThat(ChiSquare.logGamma(0.5)).isEqualTo(Math.log(Math.PI) / 2, within(1e-12));
        assertThat(ChiSquare.logGamma(11)).isEqualTo(Math.log(3_628_800), within(1e-12));
        // Two degrees of freedom: exp(-x / 2).
        for (double x : new double[] {0.01, 1, 4, 30, 400}) {
            assertThat(ChiSquare.upperGamma(1, x / 2)).isEqualTo(Math.exp(-x / 2), within(1e-12 * Math.exp(-x / 2)));
        }
        assertThat(ChiSquare.upperGamma(500, 0)).isEqualTo(1);
        assertThat(ChiSquare.upperGamma(500, 1e6)).isEqualTo(0);
    }

    @Test
    void rareCellsArePooled() {
        ChiSquare test = ChiSquare.of(new long[] {52, 43, 2, 1, 2}, new double[] {0.5, 0.44, 0.02, 0.02, 0.02});
        // Expected 50, 44 and 6 in the pool, which has 5.
        assertThat(test.statistic()).isEqualTo(4 / 50.0 + 1 / 44.0 + 1 / 6.0, within(1e-12));
        assertThat(test.degrees()).isEqualTo(2);
        assertThat(test.p()).isEqualTo(Math.exp(-test.statistic() / 2), within(1e-12));
        assertThat(ChiSquare.of(new long[] {100}, new double[] {1})).isEqualTo(new ChiSquare(0, 0, 1));
        assertThatThrownBy(() -> ChiSquare.of(new long[2], new double[3]))
                .hasMessage("cells = 2 observed and 3 expected, not equally many and at least 1");
    }

    @Test
    void pValuesOfTrueHypothesesAreUniform() {
        Random random = new Random(12);
        int below = 0;
        int trials = 2_000;
        for (int trial = 0; trial < trials; trial++) {
            long[] counts = new long[8];
            for (int i = 0; i < 800; i++) {
                counts[random.nextInt(8)]++;
            }
            double[] even = {0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125};
            below += ChiSquare.of(counts, even).p() < 0.1 ? 1 : 0;
        }
        assertThat(below / (double) trials).isBetween(0.08, 0.12);
    }
}
