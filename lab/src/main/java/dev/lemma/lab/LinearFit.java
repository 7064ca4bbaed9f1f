package dev.lemma.lab;

/// A straight line through points by least squares: `y = intercept + slope x`. Immutable.
///
/// @param slope with the interval from the residuals (Student's t, n - 2 degrees of freedom)
/// @param intercept where it meets x = 0
/// @param r2 share of the variance of y that the line explains, at most 1
public record LinearFit(Interval slope, double intercept, double r2) {
    /// Fits.
    ///
    /// @param x at least 3 values, not all the same
    /// @param y as many
    /// @throws IllegalArgumentException if there are fewer, or x does not vary
    public static LinearFit of(double[] x, double[] y) {
        int n = x.length;
        if (n < 3 || y.length != n) {
            throw new IllegalArgumentException("points = " + n + " and " + y.length + ", not as many, at least 3");
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += x[i] / n;
            meanY += y[i] / n;
        }
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        for (int i = 0; i < n; i++) {
            sxx += (x[i] - meanX) * (x[i] - meanX);
            sxy += (x[i] - meanX) * (y[i] - meanY);
            syy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (!(sxx > 0)) {
            throw new IllegalArgumentException("x = " + x[0] + " at all points; a line needs two places");
        }
        double slope = sxy / sxx;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            double error = y[i] - meanY - slope * (x[i] - meanX);
            residual += error * error;
        }
        double half = Interval.quantile(n - 2) * Math.sqrt(residual / (n - 2) / sxx);
        double r2 = syy == 0 ? 1 : 1 - residual / syy;
        return new LinearFit(new Interval(slope, slope - half, slope + half), meanY - slope * meanX, r2);
    }

    /// The line at a place.
    public double at(double x) {
        return intercept + slope.value() * x;
    }
}
