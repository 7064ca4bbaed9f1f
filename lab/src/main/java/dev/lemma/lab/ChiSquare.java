package dev.lemma.lab;

/// Pearson's test of counts against probabilities. Immutable.
///
/// `X^2 = sum (observed - expected)^2 / expected`; under the hypothesis its upper tail is
/// `p = Q(degrees / 2, X^2 / 2)`, Q being the regularised incomplete gamma function. Cells with fewer than
/// [#LEAST_EXPECTED] expected counts are pooled into one, as the approximation needs (Cochran 1954).
///
/// @param statistic X^2
/// @param degrees cells less one, at least 0; 0 if all counts must be in one cell
/// @param p probability of a statistic at least as large, if the counts come from the probabilities
record ChiSquare(double statistic, int degrees, double p) {
    /// Cells with fewer expected counts are pooled.
    static final double LEAST_EXPECTED = 5;

    private static final double PRECISION = 1e-15;
    private static final int MOST_STEPS = 100_000;

    /// Tests counts.
    ///
    /// @param observed counts of the cells
    /// @param probabilities of the cells, summing to 1
    /// @throws IllegalArgumentException if the lengths differ or there is no cell
    static ChiSquare of(long[] observed, double[] probabilities) {
        if (observed.length != probabilities.length || observed.length == 0) {
            throw new IllegalArgumentException("cells = " + observed.length + " observed and " + probabilities.length
                    + " expected, not equally many and at least 1");
        }
        long n = 0;
        for (long count : observed) {
            n += count;
        }
        double statistic = 0;
        int cells = 0;
        double pooledExpected = 0;
        long pooled = 0;
        for (int i = 0; i < observed.length; i++) {
            double expected = n * probabilities[i];
            if (expected < LEAST_EXPECTED) {
                pooledExpected += expected;
                pooled += observed[i];
            } else {
                statistic += square(observed[i] - expected) / expected;
                cells++;
            }
        }
        // The pool counts as a cell if it is large enough itself; a smaller one would not follow the
        // approximation.
        if (pooledExpected >= LEAST_EXPECTED) {
            statistic += square(pooled - pooledExpected) / pooledExpected;
            cells++;
        }
        int degrees = Math.max(0, cells - 1);
        return new ChiSquare(statistic, degrees, degrees == 0 ? 1 : upperGamma(degrees / 2.0, statistic / 2));
    }

    private static double square(double x) {
        return x * x;
    }

    /// `Q(a, x)`: one less the series of DLMF 8.11.4 where that converges fast, else the continued fraction
    /// of DLMF 8.9.2 by Lentz's method.
    ///
    /// @param a positive
    /// @param x at least 0
    static double upperGamma(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        double front = Math.exp(a * Math.log(x) - x - logGamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int k = 1; k < MOST_STEPS && term > sum * PRECISION; k++) {
                term *= x / (a + k);
                sum += term;
            }
            return Math.clamp(1 - front * sum, 0, 1);
        }
        double tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / tiny;
        double d = 1 / b;
        double fraction = d;
        for (int k = 1; k < MOST_STEPS; k++) {
            double numerator = -k * (k - a);
            b += 2;
            d = numerator * d + b;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = b + numerator / c;
            c = Math.abs(c) < tiny ? tiny : c;
            double factor = c * d;
            fraction *= factor;
            if (Math.abs(factor - 1) < PRECISION) {
                break;
            }
        }
        return Math.clamp(front * fraction, 0, 1);
    }

    /// `ln Gamma(x)` by Stirling's series (DLMF 5.11.1), shifted to x of at least 10.
    static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 10) {
            shift += Math.log(z);
            z++;
        }
        double w = 1 / (z * z);
        double series = (1.0 / 12 + w * (-1.0 / 360 + w * (1.0 / 1260 + w * (-1.0 / 1680 + w / 1188)))) / z;
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}
