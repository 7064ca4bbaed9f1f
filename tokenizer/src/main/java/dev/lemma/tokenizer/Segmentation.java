package dev.lemma.tokenizer;

import java.util.Arrays;

/// One way to cut a text into pieces, with its score. Immutable.
public final class Segmentation {
    private final int[] ids;
    private final double score;

    Segmentation(int[] ids, double score) {
        this.ids = ids;
        this.score = score;
    }

    /// Number of pieces.
    public int size() {
        return ids.length;
    }

    /// The id of the piece at `index`, from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is no such piece
    public int id(int index) {
        return ids[index];
    }

    /// The ids in a new array.
    public int[] ids() {
        return ids.clone();
    }

    /// The sum of the scores of the pieces, in nats.
    public double score() {
        return score;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Segmentation that
                && Arrays.equals(ids, that.ids)
                && Double.compare(score, that.score) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids) + " " + score;
    }
}
