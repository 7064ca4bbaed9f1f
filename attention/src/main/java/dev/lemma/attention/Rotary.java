package dev.lemma.attention;

/// Which coordinates of a head are rotated by position, and how fast.
///
/// Pair `c` of `dims / 2` turns by `position * theta_c`, `theta_c = base^(-2c / dims)`; coordinates from
/// `dims` on stay.
///
/// Source: Su et al. 2021 (RoFormer), equation 15.
///
/// @param base in `(1, inf)`, 10000 in the source
/// @param dims rotated coordinates, even, in `[2, head size]`
/// @param pairing which two coordinates are pair `c`
public record Rotary(double base, int dims, Pairing pairing) {
    /// Which coordinates turn together.
    public enum Pairing {
        /// `c` and `c + dims / 2`, as in GPT-NeoX and most newer models.
        HALVES,
        /// `2c` and `2c + 1`, as in the source and in GGUF files of Llama.
        ADJACENT
    }

    /// @throws IllegalArgumentException if `base` or `dims` is out of range
    public Rotary {
        Arguments.finiteAbove("base", base, 1);
        if (dims < 2 || dims % 2 != 0) {
            throw new IllegalArgumentException("dims = " + dims + ", not an even number of at least 2");
        }
    }

    /// Base 10000, all coordinates, paired by halves.
    ///
    /// @param headSize even, at least 2
    public static Rotary of(int headSize) {
        return new Rotary(10_000, headSize, Pairing.HALVES);
    }

    /// `base^(-2c / dims)`, in radians a position.
    public double theta(int c) {
        return Math.pow(base, -2.0 * c / dims);
    }

    /// Number of pairs.
    public int pairs() {
        return dims / 2;
    }

    /// The first coordinate of pair `c`.
    public int first(int c) {
        return pairing == Pairing.HALVES ? c : 2 * c;
    }

    /// The second coordinate of pair `c`.
    public int second(int c) {
        return pairing == Pairing.HALVES ? c + dims / 2 : 2 * c + 1;
    }
}
