package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final List<Parameter> KNOWN = List.of(
            Parameter.whole("n", "points", 64, 8, 1_024),
            Parameter.real("eps", "distortion", 0.5, 0.1, 0.9),
            Parameter.wholes("d", "sizes", List.of(16, 64), 2, 512));

    private static Parameters of(Map<String, String> given) {
        return Parameters.of(KNOWN, given);
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Parameters values = of(Map.of("d", "8, 32,128"));
        assertThat(values.whole("n")).isEqualTo(64);
        assertThat(values.real("eps")).isEqualTo(0.5);
        assertThat(values.wholes("d")).containsExactly(8, 32, 128);
        assertThat(values.isGiven("d")).isTrue();
        assertThat(values.isGiven("n")).isFalse();
        assertThat(values.texts())
                .containsExactly(Map.entry("n", "64"), Map.entry("eps", "0.5"), Map.entry("d", "8,32,128"));
        assertThat(values.all()).containsKeys("n", "eps", "d");
        assertThat(KNOWN.getLast().text()).isEqualTo("16,64");
    }

    @Test
    void mistakesNameTheValueAndTheRange() {
        assertThatThrownBy(() -> of(Map.of("m", "1"))).hasMessage("parameter = 'm', not one of n, eps, d");
        assertThatThrownBy(() -> of(Map.of("n", "x"))).hasMessage("n = 'x', not a whole number");
        assertThatThrownBy(() -> of(Map.of("n", ""))).hasMessage("n = '', not a whole number");
        assertThatThrownBy(() -> of(Map.of("n", "64.5"))).hasMessage("n = 64.5, not a whole number");
        assertThatThrownBy(() -> of(Map.of("n", "7"))).hasMessage("n = 7, not in [8, 1024]");
        assertThatThrownBy(() -> of(Map.of("n", "8,16"))).hasMessage("n = '8,16', not at most 1 value");
        assertThatThrownBy(() -> of(Map.of("eps", "NaN"))).hasMessage("eps = NaN, not in [0.1, 0.9]");
        assertThatThrownBy(() -> of(Map.of("d", "2,,4")))
                .hasMessage("d = '2,,4', not a whole number or several, with commas between them");
        assertThatThrownBy(() -> of(Map.of("d", "2,3,4,5,6,7,8,9,10"))).hasMessageContaining("not at most 8 values");
        assertThatThrownBy(() -> of(Map.of()).real("m")).hasMessageContaining("not a parameter of this experiment");
        assertThatThrownBy(() -> Parameter.whole("N!", "", 1, 1, 1)).hasMessageStartingWith("name = 'N!'");
        assertThatThrownBy(() -> Parameter.whole("n", "", 1, 2, 3)).hasMessage("n = 1, not in [2, 3]");
    }
}
