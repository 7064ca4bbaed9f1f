package dev.lemma.attention;

import java.util.List;

/// Members of the three families with parameters that matter at a length.
final class Families {
    private Families() {}

    static List<PositionScheme> schemes(int n) {
        int w = Math.max(1, n / 3);
        int trained = Math.max(2, n / 4);
        return List.of(
                new PositionScheme.Rope(),
                new PositionScheme.Nope(),
                new PositionScheme.Pi(3.5),
                new PositionScheme.Ntk(4),
                new PositionScheme.DynamicNtk(trained, n),
                new PositionScheme.NtkByParts(4, 32, trained),
                new PositionScheme.Yarn(4, 32, trained),
                new PositionScheme.ReRope(w),
                new PositionScheme.LeakyReRope(w, 7.3),
                new PositionScheme.SelfExtend(w, 5));
    }

    /// With one number for all heads, so that any head may stand for all.
    static List<LogitScale> scales(int n, int heads) {
        double[] learned = new double[heads];
        java.util.Arrays.fill(learned, 0.43);
        return List.of(
                LogitScale.standard(),
                new LogitScale.LogN(512),
                new LogitScale.LogNClipped(Math.max(2, n / 4)),
                new LogitScale.YarnScale(8),
                new LogitScale.SsMax(learned),
                new LogitScale.Temperature(Math.max(1, n / 5), 0.1),
                new LogitScale.KeyNorm(),
                new LogitScale.Cosine(0),
                new LogitScale.Cosine(Math.max(1, n / 2)),
                new LogitScale.KeyNorm().times(new LogitScale.LogN(512)));
    }

    static List<Mask> masks(int n) {
        int w = Math.max(1, n / 4);
        int sinks = Math.min(4, n);
        return List.of(
                new Mask.Causal(),
                new Mask.Full(),
                new Mask.Window(w),
                new Mask.LambdaCapped(sinks, w, w + w / 2),
                new Mask.LambdaStreaming(sinks, w));
    }
}
