package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lemma.lab.Figure.Scale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {
    @Test
    void stepsAreRound() {
        assertThat(Ticks.of(Scale.LINEAR, 0, 10).values()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        assertThat(Ticks.of(Scale.LINEAR, 1.3, 1.3).values()).hasSizeBetween(3, 9);
        assertThat(Ticks.of(Scale.LINEAR, 0, 0).values()).contains(0.0);
        assertThat(Ticks.of(Scale.LOG, 1, 1_000).values()).contains(1.0, 10.0, 20.0, 50.0, 1_000.0);
        assertThat(Ticks.of(Scale.LOG, 1e-6, 1e6).values()).hasSizeBetween(4, 9);
        assertThat(Ticks.of(Scale.LOG2, 128, 32_768).values())
                .containsExactly(128.0, 512.0, 2_048.0, 8_192.0, 32_768.0);
        assertThat(Ticks.of(Scale.LOG2, 64, 64).values()).containsExactly(64.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyValueIsOnTheAxisAndEveryTickToo(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            for (Scale scale : Scale.values()) {
                double low = Math.exp(random.nextGaussian() * 6);
                double high = low * Math.exp(random.nextDouble() * 8);
                Ticks ticks = Ticks.of(scale, low, high);
                String what = "seed " + seed + ", " + scale + " from " + low + " to " + high;
                assertThat(ticks.place(low)).as(what).isBetween(-1e-9, 1 + 1e-9);
                assertThat(ticks.place(high)).as(what).isBetween(-1e-9, 1 + 1e-9);
                assertThat(ticks.values().size()).as(what).isBetween(scale == Scale.LINEAR ? 2 : 0, 12);
                for (double value : ticks.values()) {
                    assertThat(ticks.place(value)).as(what).isBetween(-1e-9, 1 + 1e-9);
                }
            }
        }
        assertThat(Ticks.of(Scale.LOG, 10, 1_000).place(100)).isEqualTo(0.5, within(1e-9));
    }
}
