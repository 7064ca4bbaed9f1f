package dev.lemma.lm;

import dev.lemma.linalg.WeightType;
import dev.lemma.linalg.Weights;
import java.lang.foreign.MemorySegment;

/// Stored numbers of a model, in a mapped file; nothing is copied.
///
/// @param name as in GGUF files
/// @param type how the numbers are stored
/// @param rows of the matrix, outputs; 1 for a vector
/// @param columns of the matrix, inputs; the length of a vector
/// @param data exactly the tensor's bytes, row-major
public record Tensor(String name, WeightType type, int rows, int columns, MemorySegment data) {
    /// As a matrix for products.
    public Weights weights() {
        return Weights.of(type, rows, columns, data);
    }

    /// As decoded floats, `[rows, columns]`.
    ///
    /// @throws ModelFileException if they do not fit into an array
    public float[] floats() {
        long n = (long) rows * columns;
        if (n > Integer.MAX_VALUE - 8) {
            throw new ModelFileException(name + ": " + n + " numbers, more than an array holds");
        }
        float[] out = new float[(int) n];
        weights().dequantize(0, rows, out, 0);
        return out;
    }
}
