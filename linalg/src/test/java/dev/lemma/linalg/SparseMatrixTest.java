package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseMatrixTest {
    private static final WorkerPool POOL = new WorkerPool(3);
    private static final Workspace WORKSPACE = new Workspace(POOL);

    @AfterAll
    static void close() {
        POOL.close();
    }

    /// [[1, 0, 2], [0, 0, 0], [0, 3, 0]]
    private static SparseMatrix small() {
        return new SparseMatrix.Builder(3)
                .add(new int[] {0, 2}, new float[] {1, 2}, 0, 2)
                .add(new int[0], new float[0], 0, 0)
                .add(new int[] {9, 1}, new float[] {9, 3}, 1, 1)
                .build();
    }

    @Test
    void keepsElements() {
        SparseMatrix a = small();
        assertThat(a.rows()).isEqualTo(3);
        assertThat(a.columns()).isEqualTo(3);
        assertThat(a.elements()).isEqualTo(3);
        assertThat(a.get(0, 2)).isEqualTo(2);
        assertThat(a.get(1, 1)).isZero();
        assertThat(a.get(2, 1)).isEqualTo(3);
        assertThat(a.squaredNorm()).hasValue(14);
    }

    @Test
    void multipliesEitherWay() {
        float[] y = new float[6];
        small().apply(WORKSPACE, 2, new float[] {1, 10, 2, 20, 3, 30}, y);
        assertThat(y).containsExactly(7, 70, 0, 0, 6, 60);
        small().applyTransposed(WORKSPACE, 2, new float[] {1, 10, 2, 20, 3, 30}, y);
        assertThat(y).containsExactly(1, 10, 9, 90, 2, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void agreesWithTheDenseProduct(long seed) {
        Random random = new Random(seed);
        int rows = random.nextInt(300);
        int columns = random.nextInt(300);
        float[] dense = new float[rows * columns];
        SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
        int[] indices = new int[columns];
        float[] values = new float[columns];
        for (int i = 0; i < rows; i++) {
            int count = 0;
            for (int j = 0; j < columns; j++) {
                if (random.nextInt(1 + i % 7) == 0) {
                    indices[count] = j;
                    values[count] = (float) random.nextGaussian();
                    dense[i * columns + j] = values[count++];
                }
            }
            builder.add(indices, values, 0, count);
        }
        SparseMatrix a = builder.build();
        int k = Tolerances.SIZES[1 + random.nextInt(15)];
        compare(a, LinearOperator.dense(rows, columns, dense), k, random);
        compare(a.transposed(), LinearOperator.dense(rows, columns, dense).transposed(), k, random);
    }

    private static void compare(LinearOperator a, LinearOperator b, int k, Random random) {
        float[] x = new float[a.columns() * k];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] actual = new float[a.rows() * k];
        float[] expected = new float[a.rows() * k];
        a.apply(WORKSPACE, k, x, actual);
        b.apply(WORKSPACE, k, x, expected);
        // Sums of at most 300 products of normal numbers, each product below 25: n u sum |x y|, twice.
        double bound = 2 * Tolerances.sum(300, 300 * 2.0);
        for (int i = 0; i < actual.length; i++) {
            Tolerances.close("k = " + k + " at " + i, actual[i], expected[i], bound);
        }
    }

    @Test
    void takesCompressedRows() {
        SparseMatrix a = SparseMatrix.ofRows(2, 2, new int[] {0, 1, 3}, new int[] {1, 0, 1}, new float[] {5, 6, 7});
        assertThat(a.get(0, 1)).isEqualTo(5);
        assertThat(a.get(1, 0)).isEqualTo(6);
        assertThat(a.get(1, 1)).isEqualTo(7);
    }

    @Test
    void refusesWhatIsNoMatrix() {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(3);
        assertThatThrownBy(() -> builder.add(new int[] {1, 1}, new float[] {1, 1}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 0: column 1 after 1, not rising in [0, 3)");
        assertThatThrownBy(() -> builder.add(new int[] {3}, new float[] {1}, 0, 1))
                .hasMessage("row 0: column 3 after -1, not rising in [0, 3)");
        assertThatThrownBy(() -> builder.add(new int[] {2}, new float[] {Float.NaN}, 0, 1))
                .hasMessage("row 0, column 2: value NaN, not finite");
        assertThat(builder.build().rows()).isZero();
        assertThatThrownBy(() -> SparseMatrix.ofRows(1, 2, new int[] {0, 2}, new int[] {1}, new float[] {1}))
                .hasMessageStartingWith("starts goes from 0 to 2");
        assertThatThrownBy(() -> SparseMatrix.ofRows(2, 2, new int[] {0, 2, 1}, new int[] {1}, new float[] {1}))
                .hasMessage("starts[1] = 2, not in [0, 1]");
        assertThatThrownBy(() -> small().apply(WORKSPACE, 2, new float[5], new float[6]))
                .hasMessageStartingWith("x: ");
        assertThatThrownBy(() -> new SparseMatrix.Builder(-1)).hasMessage("columns = -1, not at least 0");
    }
}
