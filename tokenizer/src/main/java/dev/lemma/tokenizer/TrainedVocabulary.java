package dev.lemma.tokenizer;

import java.util.Arrays;

/// The pieces that a trainer found, by id, with the report of the training.
///
/// Immutable and safe for any number of threads.
public final class TrainedVocabulary {
    private final byte[][] pieces;
    private final PieceKind[] kinds;
    private final double[] scores;
    private final long[] counts;
    private final TrainingReport report;

    /// Takes over the arrays, which have one element an id each.
    TrainedVocabulary(byte[][] pieces, PieceKind[] kinds, double[] scores, long[] counts, TrainingReport report) {
        if (kinds.length != pieces.length || scores.length != pieces.length || counts.length != pieces.length) {
            throw new IllegalArgumentException("arrays of " + pieces.length + ", " + kinds.length + ", " + scores.length
                    + " and " + counts.length + " elements; they must be equally long");
        }
        this.pieces = pieces;
        this.kinds = kinds;
        this.scores = scores;
        this.counts = counts;
        this.report = report;
    }

    /// Number of ids; valid ids are `[0, size)`.
    public int size() {
        return pieces.length;
    }

    /// The piece as a vocabulary file writes it, in a new array: U+2581 stands for a space where words were
    /// trained on, and `<0xNN>` for a byte of kind [PieceKind#BYTE].
    ///
    /// @throws IllegalArgumentException if there is no such id
    public byte[] piece(int id) {
        return pieces[check(id)].clone();
    }

    /// What an id is for.
    ///
    /// @throws IllegalArgumentException if there is no such id
    public PieceKind kind(int id) {
        return kinds[check(id)];
    }

    /// Natural logarithm of the piece's probability, or what [TrainedBpe] says; 0 for what is not of kind
    /// [PieceKind#NORMAL].
    ///
    /// @throws IllegalArgumentException if there is no such id
    public double score(int id) {
        return scores[check(id)];
    }

    /// How often the piece occurs in the training texts, at least 1; 0 for what is not of kind
    /// [PieceKind#NORMAL].
    ///
    /// @throws IllegalArgumentException if there is no such id
    public long count(int id) {
        return counts[check(id)];
    }

    /// What the training did.
    public TrainingReport report() {
        return report;
    }

    private int check(int id) {
        if (id < 0 || id >= pieces.length) {
            throw new IllegalArgumentException("id = " + id + ", not in [0, " + (pieces.length - 1) + "]");
        }
        return id;
    }

    /// Whether both have the same pieces, kinds, scores and counts; reports may differ.
    boolean samePieces(TrainedVocabulary other) {
        return Arrays.deepEquals(pieces, other.pieces)
                && Arrays.equals(kinds, other.kinds)
                && Arrays.equals(scores, other.scores)
                && Arrays.equals(counts, other.counts);
    }
}
