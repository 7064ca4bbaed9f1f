package dev.lemma.attention;

import java.util.Arrays;

/// The factor on the score `q . k / sqrt(d)` before the softmax.
///
/// `n` is the number of keys that a query sees: `i + 1` under a causal mask, the keys inside its window under
/// a window. Members are immutable.
///
/// Source: J. Su, Scientific Spaces 8823 and 9034 (2021), 9859 (2023); Peng et al. 2023 (YaRN); Nakanishi
/// 2025 (Scalable-Softmax); Meta 2025 (Llama 4).
public sealed interface LogitScale {
    /// The factor for one query.
    ///
    /// @param head the query head
    /// @param i the query's position, from 0
    /// @param n the keys it sees, at least 1
    double factor(int head, int i, int n);

    /// Whether the score is `q . k / ||k||` times the factor, without `1 / sqrt(d)`.
    default boolean unitKeys() {
        return false;
    }

    /// Whether the query has length 1 too.
    default boolean unitQueries() {
        return false;
    }

    /// Both factors, for example YaRN's with log n.
    default LogitScale times(LogitScale other) {
        return new Product(this, other);
    }

    /// Factor 1.
    static LogitScale standard() {
        return new Standard();
    }

    /// The product of two factors; keys or queries have length 1 where one of the two asks for it.
    record Product(LogitScale first, LogitScale second) implements LogitScale {
        @Override
        public double factor(int head, int i, int n) {
            return first.factor(head, i, n) * second.factor(head, i, n);
        }

        @Override
        public boolean unitKeys() {
            return first.unitKeys() || second.unitKeys();
        }

        @Override
        public boolean unitQueries() {
            return first.unitQueries() || second.unitQueries();
        }
    }

    /// `ln n / ln base`: entropy stays as it was at `n = base` (8823).
    ///
    /// @param base in `(1, inf)`, for example 512 or the training length
    record LogN(double base) implements LogitScale {
        public LogN {
            Arguments.finiteAbove("base", base, 1);
        }

        @Override
        public double factor(int head, int i, int n) {
            return Math.log(n) / Math.log(base);
        }
    }

    /// `max(1, ln n / ln trainedLength)`: the trained model up to its length (9859).
    ///
    /// @param trainedLength at least 2
    record LogNClipped(int trainedLength) implements LogitScale {
        public LogNClipped {
            Arguments.atLeast("trainedLength", trainedLength, 2);
        }

        @Override
        public double factor(int head, int i, int n) {
            return Math.max(1, Math.log(n) / Math.log(trainedLength));
        }
    }

    /// No factor.
    record Standard() implements LogitScale {
        @Override
        public double factor(int head, int i, int n) {
            return 1;
        }
    }

    /// `(0.1 ln s + 1)^2`, the same for all queries (Peng et al. 2023, equation 22).
    ///
    /// @param s test length over training length, at least 1
    record YarnScale(double s) implements LogitScale {
        public YarnScale {
            Arguments.finiteAtLeast("s", s, 1);
        }

        @Override
        public double factor(int head, int i, int n) {
            double root = 0.1 * Math.log(s) + 1;
            return root * root;
        }
    }

    /// `a[head] * ln n`, with one learned number a head (Nakanishi 2025).
    final class SsMax implements LogitScale {
        private final double[] a;

        /// @param a one finite number for each query head; copied
        public SsMax(double... a) {
            for (int head = 0; head < a.length; head++) {
                Arguments.finite("a[" + head + "]", a[head]);
            }
            this.a = a.clone();
        }

        /// For how many heads there are numbers.
        public int heads() {
            return a.length;
        }

        @Override
        public double factor(int head, int i, int n) {
            return a[head] * Math.log(n);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SsMax that && Arrays.equals(a, that.a);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(a);
        }

        @Override
        public String toString() {
            return "SsMax" + Arrays.toString(a);
        }
    }

    /// `1 + a ln(floor((i + 1) / floor) + 1)` (Llama 4: floor 8192, a 0.1).
    ///
    /// @param floor positions up to which the factor is 1, at least 1
    /// @param a finite
    record Temperature(int floor, double a) implements LogitScale {
        public Temperature {
            Arguments.atLeast("floor", floor, 1);
            Arguments.finite("a", a);
        }

        @Override
        public double factor(int head, int i, int n) {
            int steps = (i + 1) / floor;
            return 1 + a * Math.log1p(steps);
        }
    }

    /// Keys of length 1, queries of any, no `1 / sqrt(d)`: the score is `q . k / ||k||` (9859).
    record KeyNorm() implements LogitScale {
        @Override
        public double factor(int head, int i, int n) {
            return 1;
        }

        @Override
        public boolean unitKeys() {
            return true;
        }
    }

    /// `lambda cos(q, k)`, `lambda = 4 ln n` (9859).
    ///
    /// @param fixedLength the n of lambda for all queries, half the training length in the source; 0 for the
    ///     n that each query sees
    record Cosine(int fixedLength) implements LogitScale {
        public Cosine {
            Arguments.atLeast("fixedLength", fixedLength, 0);
        }

        @Override
        public double factor(int head, int i, int n) {
            return 4 * Math.log(fixedLength == 0 ? n : fixedLength);
        }

        @Override
        public boolean unitKeys() {
            return true;
        }

        @Override
        public boolean unitQueries() {
            return true;
        }
    }
}
