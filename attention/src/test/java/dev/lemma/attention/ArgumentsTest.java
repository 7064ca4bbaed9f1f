package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Every argument out of its range is refused with its name, value and range.
class ArgumentsTest {
    @Test
    void messages() {
        Map.<String, ThrowingCallable>ofEntries(
                        Map.entry("w = 0, not at least 1", () -> new Mask.Window(0)),
                        Map.entry("sinks = 0, not at least 1", () -> new Mask.LambdaStreaming(0, 5)),
                        Map.entry("longest = 3, not at least 4", () -> new Mask.LambdaCapped(4, 5, 3)),
                        Map.entry(
                                "sinks + w = 2147483648, not below 2^31",
                                () -> new Mask.LambdaStreaming(1, Integer.MAX_VALUE)),
                        Map.entry("window = 0, not at least 1", () -> new PositionScheme.ReRope(0)),
                        Map.entry("k = 0.5, not in [1.0, inf)", () -> new PositionScheme.LeakyReRope(4, 0.5)),
                        Map.entry("group = 0, not at least 1", () -> new PositionScheme.SelfExtend(4, 0)),
                        Map.entry("s = NaN, not in [1.0, inf)", () -> new PositionScheme.Pi(Double.NaN)),
                        Map.entry("tau = 1.0, not in (1.0, inf)", () -> new PositionScheme.Yarn(2, 1, 512)),
                        Map.entry("trainedLength = 0, not at least 1", () -> new PositionScheme.DynamicNtk(0, 512)),
                        Map.entry("base = 1.0, not in (1.0, inf)", () -> new LogitScale.LogN(1)),
                        Map.entry("trainedLength = 1, not at least 2", () -> new LogitScale.LogNClipped(1)),
                        Map.entry(
                                "a[1] = Infinity, not finite", () -> new LogitScale.SsMax(1, Double.POSITIVE_INFINITY)),
                        Map.entry("floor = 0, not at least 1", () -> new LogitScale.Temperature(0, 0.1)),
                        Map.entry("fixedLength = -1, not at least 0", () -> new LogitScale.Cosine(-1)),
                        Map.entry(
                                "base = Infinity, not in (1.0, inf)",
                                () -> new Rotary(Double.POSITIVE_INFINITY, 8, Rotary.Pairing.HALVES)),
                        Map.entry("dims = 7, not an even number of at least 2", () -> Rotary.of(7)),
                        Map.entry("heads = 0, not in [1, 65536]", () -> AttentionSpec.causal(0, 1, 8)),
                        Map.entry("kvHeads = 3, not a divisor of heads = 8", () -> AttentionSpec.causal(8, 3, 8)),
                        Map.entry(
                                "headSize = 12, not a multiple of 8 in [8, 1024]",
                                () -> AttentionSpec.causal(8, 8, 12)),
                        Map.entry(
                                "rotary.dims = 16, more than headSize = 8",
                                () -> AttentionSpec.causal(1, 1, 8).withRotary(Rotary.of(16))),
                        Map.entry(
                                "scale has numbers for 3 heads, not for heads = 2",
                                () -> AttentionSpec.causal(2, 1, 8)
                                        .withScale(LogitScale.standard().times(new LogitScale.SsMax(1, 2, 3)))),
                        Map.entry("n = 0, not at least 1", () -> Heads.headMajor(new float[0], 1, 0, 8)),
                        Map.entry(
                                "data.length = 63, less than the 64 that heads = 2, n = 4, d = 8 need",
                                () -> Heads.rowMajor(new float[63], 2, 4, 8)),
                        Map.entry(
                                "n * d = 2147483648, not at most 2147483647",
                                () -> Heads.headMajor(new float[1], 1, 1 << 28, 8)))
                .forEach((message, call) -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(message));
    }

    @Test
    void viewsReadAnyStrides() {
        float[] x = {0, 1, 2, 3, 4, 5, 6, 7};
        assertThat(Heads.headMajor(x, 2, 2, 2).get(1, 0, 1)).isEqualTo(5);
        assertThat(Heads.rowMajor(x, 2, 2, 2).get(1, 0, 1)).isEqualTo(3);
        assertThat(Heads.of(x, 1, 1, 3, 1, 0, 2).get(0, 2, 0)).isEqualTo(5);
        assertThatThrownBy(() -> Heads.headMajor(x, 2, 2, 2).get(2, 0, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
