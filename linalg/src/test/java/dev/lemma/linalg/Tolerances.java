package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

/// Bounds that tests share, each with its derivation, and comparisons that say where two results differ.
final class Tolerances {
    /// Unit roundoff of float.
    static final double U = 0x1p-24;

    /// Lengths around every lane width, and some that need several rounds of an unrolled loop.
    static final int[] SIZES = {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 257, 1_025};

    private Tolerances() {}

    /// Higham 2002, section 3.1: a sum of `n` products is within `n u sum |x y|`, whatever the order; one
    /// rounding more for the reference's own result.
    static double sum(int n, double absolute) {
        return (n + 1) * U * absolute;
    }

    /// Units in the last place of `expected` between the two; equal infinities and two NaN are 0 apart.
    static double ulps(float actual, double expected) {
        if (Double.isNaN(expected) || Float.isInfinite((float) expected)) {
            return Float.compare(actual, (float) expected) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - expected) / Math.ulp((float) expected);
    }

    static void close(String what, double actual, double expected, double bound) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        double difference = Math.abs(actual - expected);
        assertThat(difference <= bound)
                .as("%s: %s, expected %s, differ by %s, allowed %s", what, actual, expected, difference, bound)
                .isTrue();
    }
}
