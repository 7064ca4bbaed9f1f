package dev.lemma.lab;

import java.util.Arrays;

/// A measured value with its 95 % confidence interval. Immutable.
///
/// @param value the estimate
/// @param low lower end, at most `value`
/// @param high upper end, at least `value`
public record Interval(double value, double low, double high) {
    /// 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (any table, e.g. NIST/SEMATECH
    /// e-Handbook of Statistical Methods, section 1.3.6.7.2).
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /// 97.5 % quantile of the normal distribution.
    private static final double NORMAL = 1.959964;

    /// @throws IllegalArgumentException if the order is not low, value, high, or one of them is NaN
    public Interval {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException(
                    "interval = " + low + " <= " + value + " <= " + high + ", not in this order");
        }
    }

    /// A value that is exact, or computed and not measured.
    public static Interval exact(double value) {
        return new Interval(value, value, value);
    }

    /// Mean of independent samples: `mean +- t s / sqrt(n)`, Student's t with n - 1 degrees of freedom.
    ///
    /// @param samples at least 2, finite
    /// @throws IllegalArgumentException if there are fewer
    public static Interval ofMean(double... samples) {
        int n = samples.length;
        if (n < 2) {
            throw new IllegalArgumentException("samples = " + n + ", not at least 2");
        }
        double mean = Arrays.stream(samples).sum() / n;
        double squares = 0;
        for (double sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        double half = quantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - half, mean + half);
    }

    /// Share of trials that succeeded, with Wilson's score interval (Wilson 1927).
    ///
    /// @param successes in `[0, trials]`
    /// @param trials independent, at least 1
    /// @throws IllegalArgumentException if a number is out of range
    public static Interval ofShare(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes = " + successes + " of " + trials + ", not in [0, trials] with at least 1 trial");
        }
        double share = (double) successes / trials;
        double z2 = NORMAL * NORMAL / trials;
        double middle = (share + z2 / 2) / (1 + z2);
        double half = NORMAL * Math.sqrt(share * (1 - share) / trials + z2 / 4 / trials) / (1 + z2);
        return new Interval(share, Math.min(share, middle - half), Math.max(share, middle + half));
    }

    /// 97.5 % quantile of Student's t; beyond 30 degrees of freedom `z (1 + (z^2 + 1) / (4 v))`.
    static double quantile(int degrees) {
        if (degrees <= T.length) {
            return T[degrees - 1];
        }
        return NORMAL * (1 + (NORMAL * NORMAL + 1) / (4.0 * degrees));
    }

    /// `0.98 (0.97 to 0.99)`, or the value alone if the ends are at it.
    public String text() {
        return low == high
                ? Numbers.readable(value)
                : Numbers.readable(value) + " (" + Numbers.readable(low) + " to " + Numbers.readable(high) + ")";
    }
}
