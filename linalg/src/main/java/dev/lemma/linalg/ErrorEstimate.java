package dev.lemma.linalg;

/// The error `E = A - U S V^T` of an approximation, from its products with `vectors` independent Gaussian
/// vectors `w`.
///
/// `|E w|^2` has the mean `|E|_F^2`. The spectral norm is below [#spectralBound] with probability
/// `1 - 10^(-vectors)` (Halko, Martinsson & Tropp 2011, equation 4.3, with `alpha = 10`).
///
/// @param frobenius estimate of `|E|_F`, at least 0
/// @param spectralBound `10 sqrt(2/pi) max |E w|`
/// @param vectors how many
public record ErrorEstimate(double frobenius, double spectralBound, int vectors) {
    /// Of vectors whose squared products are given.
    static ErrorEstimate ofSquares(double[] squares) {
        double sum = 0;
        double max = 0;
        for (double square : squares) {
            sum += square;
            max = Math.max(max, square);
        }
        double mean = squares.length == 0 ? 0 : sum / squares.length;
        return new ErrorEstimate(Math.sqrt(mean), 10 * Math.sqrt(2 / Math.PI * max), squares.length);
    }
}
