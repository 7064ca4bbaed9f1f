package dev.lemma.linalg;

/// How the weights of a matrix are stored, as in GGUF files: little-endian, rows of whole blocks.
///
/// | type | weights a block | block | weight |
/// | --- | --- | --- | --- |
/// | F32 | 1 | float | itself |
/// | F16 | 1 | IEEE half | itself |
/// | BF16 | 1 | upper half of a float | itself |
/// | Q8_0 | 32 | half `d`, 32 signed bytes `q` | `d q` |
/// | Q4_0 | 32 | half `d`, 16 bytes: low halves are weights 0 to 15, high halves 16 to 31 | `d (q - 8)` |
/// | Q6_K | 256 | 128 bytes low halves, 64 bytes high pairs of bits, 16 signed bytes `s`, half `d` | `d s (q - 32)` |
///
/// Source: the block structures of ggml (`ggml-common.h`, `ggml-quants.c`).
public enum WeightType {
    /// Floats.
    F32(1, 4),
    /// Halves of IEEE 754.
    F16(1, 2),
    /// Floats without their lower 16 bits.
    BF16(1, 2),
    /// 8.5 bits a weight.
    Q8_0(32, 34),
    /// 4.5 bits a weight.
    Q4_0(32, 18),
    /// 6.5625 bits a weight.
    Q6_K(256, 210);

    private final int blockSize;
    private final int blockBytes;

    WeightType(int blockSize, int blockBytes) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    /// Weights in a block.
    public int blockSize() {
        return blockSize;
    }

    /// Bytes of a block.
    public int blockBytes() {
        return blockBytes;
    }

    /// Bytes of a number of weights.
    ///
    /// @param weights at least 0, whole blocks
    /// @throws IllegalArgumentException if it is not
    public long bytes(long weights) {
        if (weights < 0 || weights % blockSize != 0) {
            throw new IllegalArgumentException(
                    weights + " weights are not whole blocks of " + blockSize + ", as " + this + " needs");
        }
        return Math.multiplyExact(weights / blockSize, (long) blockBytes);
    }
}
