package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskTest {
    /// What is counted is what is seen, and a query of a causal kind sees itself and nothing later.
    @Test
    void visibleCountsWhatIsSeen() {
        for (int n = 1; n < 40; n++) {
            for (Mask mask : Families.masks(n)) {
                for (int i = 0; i < n; i++) {
                    int seen = 0;
                    for (int j = 0; j < n; j++) {
                        seen += mask.sees(i, j) ? 1 : 0;
                        assertThat(j > i && mask.sees(i, j)).isEqualTo(j > i && mask instanceof Mask.Full);
                    }
                    assertThat(mask.visible(i, n))
                            .as("%s, i = %d of %d", mask, i, n)
                            .isEqualTo(seen);
                    assertThat(mask.sees(i, i)).isTrue();
                }
            }
        }
    }

    @Test
    void veryLongWindowsDoNotOverflow() {
        assertThat(new Mask.LambdaCapped(1000, Integer.MAX_VALUE, Integer.MAX_VALUE).visible(7, 8))
                .isEqualTo(8);
        assertThat(new Mask.LambdaCapped(4, 10, Integer.MAX_VALUE).fixedFrom(3)).isEqualTo(Integer.MAX_VALUE);
    }
}
