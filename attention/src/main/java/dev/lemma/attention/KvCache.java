package dev.lemma.attention;

/// Keys and values of one sequence in one layer, for any number of query heads; made by
/// [BlockAttention#cache].
///
/// Both lie in 32-bit floats, `2 * kvHeads * capacity * d` of them (`capacity` rounded up to a multiple of
/// 128, `d` of the values to one of 16). Everything in a cache is finite: [BlockAttention#append] refuses the
/// rest.
///
/// Thread-safety: any number of threads may read while nobody appends or truncates.
public final class KvCache {
    private final AttentionSpec spec;
    private final KeyForm form;
    private final int capacity;
    private final int rows;
    private final int stride;
    // [kvHeads, rows / 16, d, 16]
    private final float[] keys;
    // [kvHeads, rows, stride]
    private final float[] values;

    private int length;
    private int maxKeyBits;
    private int maxValueBits;

    KvCache(AttentionSpec spec, int capacity, KeyForm form) {
        this.spec = spec;
        this.form = form;
        this.capacity = capacity;
        long rounded = (capacity + Kernels.DECODE_KEYS - 1L) / Kernels.DECODE_KEYS * Kernels.DECODE_KEYS;
        this.stride = (spec.headSize() + 15) / 16 * 16;
        long floats = spec.kvHeads() * rounded * stride;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("capacity = " + capacity + ", not at most "
                    + (Integer.MAX_VALUE - 8L) / ((long) spec.kvHeads() * stride) + " for kvHeads = " + spec.kvHeads()
                    + " and d = " + spec.headSize());
        }
        this.rows = (int) rounded;
        this.keys = new float[spec.kvHeads() * rows * spec.headSize()];
        this.values = new float[(int) floats];
    }

    /// Number of keys now.
    public int length() {
        return length;
    }

    /// Number of keys that fit.
    public int capacity() {
        return capacity;
    }

    /// Whether keys are held before or after rotation.
    public KeyForm form() {
        return form;
    }

    /// Forgets all keys from a position on.
    ///
    /// @param length in `[0, length()]`
    /// @throws IllegalArgumentException if it is not
    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException("length = " + length + ", not in [0, " + this.length + "]");
        }
        this.length = length;
    }

    /// @throws IllegalArgumentException unless an operator of this description can read the cache
    void check(AttentionSpec reader) {
        if (reader.kvHeads() != spec.kvHeads() || reader.headSize() != spec.headSize()) {
            throw new IllegalArgumentException("cache is [" + spec.kvHeads() + ", " + capacity + ", " + spec.headSize()
                    + "], not [" + reader.kvHeads() + ", n, " + reader.headSize() + "]");
        }
        if (reader.scale().unitKeys() != spec.scale().unitKeys()) {
            throw new IllegalArgumentException(
                    "cache has keys " + (spec.scale().unitKeys() ? "of length 1" : "as given") + ", not as scale = "
                            + reader.scale() + " needs");
        }
        boolean same =
                reader.rotary().equals(spec.rotary()) && reader.positions().equals(spec.positions());
        if (form == KeyForm.ROTATED && !same) {
            throw new IllegalArgumentException("cache has keys rotated by " + spec.positions() + " and " + spec.rotary()
                    + ", not by " + reader.positions() + " and " + reader.rotary());
        }
    }

    /// Place of the block `[d, 16]` with key `j`.
    int keyBlock(int kvHead, int j) {
        return (kvHead * rows + j / Kernels.KEY_BLOCK * Kernels.KEY_BLOCK) * spec.headSize();
    }

    /// Place of the value row of key `j`.
    int valueRow(int kvHead, int j) {
        return (kvHead * rows + j) * stride;
    }

    float[] keys() {
        return keys;
    }

    float[] values() {
        return values;
    }

    /// Floats from one value row to the next: `d` rounded up to a multiple of 16.
    int stride() {
        return stride;
    }

    /// An upper bound of the absolute values of all keys.
    float maxKey() {
        return Float.intBitsToFloat(maxKeyBits);
    }

    /// An upper bound of the absolute values of all values.
    float maxValue() {
        return Float.intBitsToFloat(maxValueBits);
    }

    void grow(int length, int keyBits, int valueBits) {
        this.length = length;
        maxKeyBits = Math.max(maxKeyBits, keyBits);
        maxValueBits = Math.max(maxValueBits, valueBits);
    }
}
