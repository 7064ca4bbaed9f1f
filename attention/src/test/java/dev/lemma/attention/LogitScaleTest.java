package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitScaleTest {
    @Test
    void factorsByHand() {
        assertThat(LogitScale.standard().factor(0, 7, 8)).isEqualTo(1);
        assertThat(new LogitScale.LogN(512).factor(0, 0, 512)).isEqualTo(1);
        assertThat(new LogitScale.LogN(16).factor(0, 0, 256)).isCloseTo(2, within(1e-15));
        assertThat(new LogitScale.LogN(512).factor(0, 0, 1)).isZero();
        assertThat(new LogitScale.LogNClipped(512).factor(0, 0, 100)).isEqualTo(1);
        assertThat(new LogitScale.LogNClipped(16).factor(0, 0, 256)).isCloseTo(2, within(1e-15));
        assertThat(new LogitScale.YarnScale(Math.exp(10)).factor(0, 0, 1)).isCloseTo(4, within(1e-12));
        assertThat(new LogitScale.SsMax(0.5, 2).factor(1, 0, 10)).isCloseTo(2 * Math.log(10), within(1e-15));
        assertThat(new LogitScale.Temperature(8192, 0.1).factor(0, 8190, 1)).isEqualTo(1);
        assertThat(new LogitScale.Temperature(8192, 0.1).factor(0, 8191, 1))
                .isCloseTo(1 + 0.1 * Math.log(2), within(1e-15));
        assertThat(new LogitScale.Cosine(0).factor(0, 0, 10)).isCloseTo(4 * Math.log(10), within(1e-15));
        assertThat(new LogitScale.Cosine(256).factor(0, 0, 10)).isCloseTo(4 * Math.log(256), within(1e-15));
    }

    @Test
    void productsMultiplyAndKeepWhatKeysNeed() {
        LogitScale both = new LogitScale.KeyNorm().times(new LogitScale.LogN(512));
        assertThat(both.factor(0, 0, 512)).isEqualTo(1);
        assertThat(both.unitKeys()).isTrue();
        assertThat(both.unitQueries()).isFalse();
        assertThat(LogitScale.standard().times(new LogitScale.Cosine(0)).unitQueries())
                .isTrue();
    }

    /// `1 / sqrt(d)` is in the factor of all scales but those with keys of length 1.
    @Test
    void keysOfLengthOneAreNotDivided() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, 64);
        assertThat(spec.scoreFactor(0, 3, 4)).isEqualTo(0.125);
        assertThat(spec.withScale(new LogitScale.KeyNorm()).scoreFactor(0, 3, 4))
                .isEqualTo(1);
    }

    /// n is what the mask lets a query see.
    @Test
    void theLengthIsWhatIsSeen() {
        AttentionSpec spec = AttentionSpec.causal(1, 1, 64).withScale(new LogitScale.LogN(Math.E));
        assertThat(spec.scoreFactor(0, 99, 200)).isCloseTo(Math.log(100) / 8, within(1e-15));
        assertThat(spec.withMask(new Mask.Window(10)).scoreFactor(0, 99, 200))
                .isCloseTo(Math.log(10) / 8, within(1e-15));
        assertThat(spec.withMask(new Mask.Full()).scoreFactor(0, 99, 200)).isCloseTo(Math.log(200) / 8, within(1e-15));
        assertThat(spec.withMask(new Mask.LambdaStreaming(4, 10)).scoreFactor(0, 99, 200))
                .isCloseTo(Math.log(14) / 8, within(1e-15));
    }

    @Test
    void learnedNumbersAreCopiedAndCompared() {
        double[] a = {1, 2};
        LogitScale.SsMax ssMax = new LogitScale.SsMax(a);
        a[0] = 9;
        assertThat(ssMax).isEqualTo(new LogitScale.SsMax(1, 2)).hasToString("SsMax[1.0, 2.0]");
    }
}
