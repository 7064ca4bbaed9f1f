package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalshHadamardTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 64, 256})
    void theTransformIsTheMatrix(int size) {
        Random random = new Random(size);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            // Whole numbers: all sums are exact.
            x[i] = random.nextInt(-100, 101);
        }
        float[] y = x.clone();
        WalshHadamard.transform(y);
        for (int i = 0; i < size; i++) {
            double expected = 0;
            for (int j = 0; j < size; j++) {
                expected += (Integer.bitCount(i & j) % 2 == 0 ? 1 : -1) * x[j];
            }
            assertThat((double) y[i]).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 4_096, 8_192, 65_536})
    void twiceIsTheSizeTimesTheIdentity(int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = i % 17 - 8;
        }
        float[] twice = x.clone();
        WalshHadamard.transform(twice);
        WalshHadamard.transform(twice);
        float[] expected = new float[size];
        for (int i = 0; i < size; i++) {
            expected[i] = size * x[i];
        }
        assertThat(twice).isEqualTo(expected);
    }

    @Test
    void otherSizesAreRefused() {
        assertThatThrownBy(() -> WalshHadamard.transform(new float[0]))
                .hasMessage("length of x = 0, not a power of two");
        assertThatThrownBy(() -> WalshHadamard.transform(new float[12]))
                .hasMessage("length of x = 12, not a power of two");
    }
}
