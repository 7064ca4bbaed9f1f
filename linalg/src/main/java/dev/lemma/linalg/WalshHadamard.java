package dev.lemma.linalg;

/// The Walsh-Hadamard transform `y = H x` with `H[i, j] = (-1)^popcount(i & j)`; `H H = D I`.
///
/// Source: Fino & Algazi 1976 (the fast transform), natural order.
public final class WalshHadamard {
    /// Values that are finished in the cache before the rest of the transform: 4,096 floats are half of a
    /// 32 KiB first-level cache.
    private static final int TILE = 1 << 12;

    private WalshHadamard() {}

    /// Transforms in place, without the factor `1 / sqrt(D)` that would make it orthogonal. Thread-safe for
    /// different arrays. `D log2 D` additions, no memory.
    ///
    /// @param x [D], D a power of two; overwritten
    /// @throws IllegalArgumentException if D is not a power of two
    public static void transform(float[] x) {
        int size = x.length;
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("length of x = " + size + ", not a power of two");
        }
        int tile = Math.min(size, TILE);
        for (int from = 0; from < size; from += tile) {
            butterflies(x, from, tile, 1, tile);
        }
        butterflies(x, 0, size, tile, size);
    }

    /// The stages with halves of `first`, `2 first`, ... below `end` over `length` values.
    private static void butterflies(float[] x, int from, int length, int first, int end) {
        for (int half = first; half < end; half *= 2) {
            for (int block = from; block < from + length; block += 2 * half) {
                for (int i = block; i < block + half; i++) {
                    float a = x[i];
                    float b = x[i + half];
                    x[i] = a + b;
                    x[i + half] = a - b;
                }
            }
        }
    }
}
