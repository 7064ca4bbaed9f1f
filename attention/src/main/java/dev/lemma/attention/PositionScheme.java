package dev.lemma.attention;

/// How the distance of a query and a key enters their score: the relative position and the frequencies that
/// multiply it.
///
/// A query at position `i` and a key at `j` are scored as if pair `c` was turned by
/// `relative(i, j) * frequency(c)`. One-branch schemes have `relative(i, j) = i - j` and change the
/// frequencies only. Piecewise schemes keep `i - j` inside a window and bend it beyond, where it is still a
/// difference: `far(i) - far(j) + w - far(w)`.
///
/// Members are immutable. Positions are in tokens, from 0.
///
/// Source: J. Su, Scientific Spaces 9675, 9706, 9708, 9728, 9731, 9948 (2023-2024); others at the members.
public sealed interface PositionScheme {
    /// Radians a position of pair `c`.
    default double frequency(Rotary rotary, int c) {
        return rotary.theta(c);
    }

    /// The relative position of a query at `i` and a key at `j`.
    default double relative(int i, int j) {
        return i - j;
    }

    /// A constant factor on the scores that belongs to the scheme.
    default double logitFactor() {
        return 1;
    }

    /// The schemes that keep `i - j` inside a window only.
    sealed interface Piecewise extends PositionScheme {
        /// Distances below this are kept, at least 1.
        int window();

        /// The position that stands for `p` beyond the window; `far(i) - far(j)` is what remains of a
        /// distance there.
        double far(int p);

        @Override
        default double relative(int i, int j) {
            return i - j < window() ? i - j : far(i) - far(j) + window() - far(window());
        }
    }

    /// Rotation as trained (Su et al. 2021).
    record Rope() implements PositionScheme {}

    /// No position at all (Kazemnejad et al. 2023).
    record Nope() implements PositionScheme {
        @Override
        public double frequency(Rotary rotary, int c) {
            return 0;
        }
    }

    /// Position interpolation: positions divided by `s` (Chen et al. 2023).
    ///
    /// @param s test length over training length, at least 1
    record Pi(double s) implements PositionScheme {
        public Pi {
            Arguments.finiteAtLeast("s", s, 1);
        }

        @Override
        public double frequency(Rotary rotary, int c) {
            return rotary.theta(c) / s;
        }
    }

    /// The base times `s^(d / (d - 2))`: the slowest pair is interpolated by `s`, the fastest not (bloc97
    /// 2023; 9675).
    ///
    /// @param s test length over training length, at least 1
    record Ntk(double s) implements PositionScheme {
        public Ntk {
            Arguments.finiteAtLeast("s", s, 1);
        }

        @Override
        public double frequency(Rotary rotary, int c) {
            return ntk(rotary, c, s);
        }
    }

    /// [Ntk] with `s = max(trainedLength, length) / trainedLength`, computed once for a turn of known length
    /// ("locally static"), so that nothing changes while the text fits.
    ///
    /// @param trainedLength at least 1
    /// @param length prompt and tokens to generate, at least 1
    record DynamicNtk(int trainedLength, int length) implements PositionScheme {
        public DynamicNtk {
            Arguments.atLeast("trainedLength", trainedLength, 1);
            Arguments.atLeast("length", length, 1);
        }

        @Override
        public double frequency(Rotary rotary, int c) {
            return ntk(rotary, c, Math.max(trainedLength, length) / (double) trainedLength);
        }
    }

    /// Pairs that turn less than once in training are interpolated, those that turn `tau` times or more are
    /// kept, with a linear blend between (Peng et al. 2023, equations 17-21, alpha = 1).
    ///
    /// @param s test length over training length, at least 1
    /// @param tau turns from which a pair is kept, above 1; 32 in the source
    /// @param trainedLength at least 1
    record NtkByParts(double s, double tau, int trainedLength) implements PositionScheme {
        public NtkByParts {
            checkParts(s, tau, trainedLength);
        }

        @Override
        public double frequency(Rotary rotary, int c) {
            return byParts(rotary, c, s, tau, trainedLength);
        }
    }

    /// [NtkByParts] with YaRN's factor `(0.1 ln s + 1)^2` on the scores (Peng et al. 2023, equation 22).
    ///
    /// @param s test length over training length, at least 1
    /// @param tau turns from which a pair is kept, above 1; 32 in the source
    /// @param trainedLength at least 1
    record Yarn(double s, double tau, int trainedLength) implements PositionScheme {
        public Yarn {
            checkParts(s, tau, trainedLength);
        }

        @Override
        public double frequency(Rotary rotary, int c) {
            return byParts(rotary, c, s, tau, trainedLength);
        }

        @Override
        public double logitFactor() {
            return new LogitScale.YarnScale(s).factor(0, 0, 1);
        }
    }

    /// Rectified: `min(i - j, w)` (9708).
    ///
    /// @param window `w`, at least 1
    record ReRope(int window) implements Piecewise {
        public ReRope {
            Arguments.atLeast("window", window, 1);
        }

        @Override
        public double far(int p) {
            return 0;
        }
    }

    /// Leaky: `w + (i - j - w) / k` beyond the window (9708).
    ///
    /// @param window `w`, at least 1
    /// @param k at least 1; large enough that the longest distance stays inside the training length
    record LeakyReRope(int window, double k) implements Piecewise {
        public LeakyReRope {
            Arguments.atLeast("window", window, 1);
            Arguments.finiteAtLeast("k", k, 1);
        }

        @Override
        public double far(int p) {
            return p / k;
        }
    }

    /// Grouped: `floor(i / G) - floor(j / G) + w - floor(w / G)` beyond the window (Jin et al. 2024, section
    /// 3.2).
    ///
    /// @param window `w`, at least 1
    /// @param group `G`, at least 1
    record SelfExtend(int window, int group) implements Piecewise {
        public SelfExtend {
            Arguments.atLeast("window", window, 1);
            Arguments.atLeast("group", group, 1);
        }

        @Override
        public double far(int p) {
            return Math.floorDiv(p, group);
        }
    }

    private static double ntk(Rotary rotary, int c, double s) {
        int d = rotary.dims();
        if (d == 2) {
            // One pair, and it is the fastest: it is kept.
            return rotary.theta(c);
        }
        return Math.pow(rotary.base() * Math.pow(s, d / (d - 2.0)), -2.0 * c / d);
    }

    private static double byParts(Rotary rotary, int c, double s, double tau, int trainedLength) {
        double theta = rotary.theta(c);
        double turns = trainedLength * theta / (2 * Math.PI);
        double kept = Math.clamp((turns - 1) / (tau - 1), 0.0, 1.0);
        return (kept + (1 - kept) / s) * theta;
    }

    private static void checkParts(double s, double tau, int trainedLength) {
        Arguments.finiteAtLeast("s", s, 1);
        Arguments.finiteAbove("tau", tau, 1);
        Arguments.atLeast("trainedLength", trainedLength, 1);
    }
}
