package dev.lemma.tokenizer;

/// The derivative of `ln gamma(x)`.
final class Digamma {
    /// From here on the asymptotic series is exact to 1e-13.
    private static final double SERIES_FROM = 10;

    private Digamma() {}

    /// `psi(x)` for `x > 0`: recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18).
    static double of(double x) {
        double sum = 0;
        double y = x;
        while (y < SERIES_FROM) {
            sum -= 1 / y;
            y++;
        }
        double r = 1 / (y * y);
        double series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))));
        return sum + Math.log(y) - 0.5 / y - series;
    }
}
