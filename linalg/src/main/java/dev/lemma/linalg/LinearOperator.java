package dev.lemma.linalg;

import java.util.OptionalDouble;

/// A real matrix that is known by its products with blocks of vectors: dense, sparse, a product, centred, or
/// what a user defines.
///
/// Blocks are row-major and contiguous: `X [columns, k]` has element `(i, j)` at `i * k + j`.
///
/// Implementations here are immutable and thread-safe with one workspace a thread.
public interface LinearOperator {
    /// Number of rows, at least 0.
    int rows();

    /// Number of columns, at least 0.
    int columns();

    /// `Y = A X`; `y` is overwritten.
    ///
    /// @param k vectors in the block, at least 1
    /// @param x `[columns, k]`
    /// @param y `[rows, k]`, not `x`
    /// @throws IllegalArgumentException if an array is too short
    void apply(Workspace workspace, int k, float[] x, float[] y);

    /// `Y = A^T X`; `y` is overwritten.
    ///
    /// @param k vectors in the block, at least 1
    /// @param x `[rows, k]`
    /// @param y `[columns, k]`, not `x`
    /// @throws IllegalArgumentException if an array is too short
    void applyTransposed(Workspace workspace, int k, float[] x, float[] y);

    /// The squared Frobenius norm, `sum A_ij^2`, where it costs no product; else empty.
    default OptionalDouble squaredNorm() {
        return OptionalDouble.empty();
    }

    /// The transpose, a view.
    default LinearOperator transposed() {
        return new TransposedOperator(this);
    }

    /// A dense matrix; `a` is not copied and must not change.
    ///
    /// @param a `[rows, columns]`, row-major
    /// @throws IllegalArgumentException if a size is negative, `a` has another length, or an element is NaN
    ///     or infinite
    static LinearOperator dense(int rows, int columns, float[] a) {
        return new DenseOperator(rows, columns, a);
    }

    /// The product `A B`, never formed; it allocates one block between the two at each application.
    ///
    /// @throws IllegalArgumentException if the columns of A are not the rows of B
    static LinearOperator product(LinearOperator a, LinearOperator b) {
        return new ProductOperator(a, b);
    }

    /// The matrix without the means of its columns, `A - 1 mu^T`, never formed (the principal components of
    /// A's rows are its right singular vectors).
    ///
    /// @param workspace for the one product that gives the means
    /// @throws IllegalArgumentException if A has no rows
    static LinearOperator centred(Workspace workspace, LinearOperator a) {
        return CentredOperator.of(workspace, a);
    }
}
