package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DigammaTest {
    private static final double EULER = 0.577_215_664_901_532_9;

    @Test
    void valuesKnownInClosedForm() {
        assertThat(Digamma.of(1)).isCloseTo(-EULER, within(1e-12));
        assertThat(Digamma.of(0.5)).isCloseTo(-EULER - 2 * Math.log(2), within(1e-12));
        assertThat(Digamma.of(2)).isCloseTo(1 - EULER, within(1e-12));
        double harmonic = 0;
        for (int k = 1; k < 100; k++) {
            harmonic += 1.0 / k;
        }
        assertThat(Digamma.of(100)).isCloseTo(harmonic - EULER, within(1e-12));
        assertThat(Digamma.of(1e9)).isCloseTo(Math.log(1e9), within(1e-9));
    }
}
