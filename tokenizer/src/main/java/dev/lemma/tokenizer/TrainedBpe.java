package dev.lemma.tokenizer;

/// A vocabulary of byte-pair encoding with its merges, in the order in which they are made.
///
/// Ids are those of [#vocabulary]: special pieces, the 256 bytes by value, then each piece as it was first
/// made. Different merges may make the same piece.
///
/// Immutable and safe for any number of threads.
public final class TrainedBpe {
    private final TrainedVocabulary vocabulary;
    private final int[] merges; // [merges, 3]: left id, right id, id of both together

    TrainedBpe(TrainedVocabulary vocabulary, int[] merges) {
        this.vocabulary = vocabulary;
        this.merges = merges;
    }

    /// The pieces. The score of one is minus its id; its count is that of the pair when it was merged, or of
    /// the byte in the texts.
    public TrainedVocabulary vocabulary() {
        return vocabulary;
    }

    /// Number of merges; valid ranks are `[0, merges)`, and the merge of the lowest rank goes first.
    public int merges() {
        return merges.length / 3;
    }

    /// Id of the left piece of a merge.
    ///
    /// @throws IllegalArgumentException if there is no such merge
    public int left(int rank) {
        return merges[3 * check(rank)];
    }

    /// Id of the right piece of a merge.
    ///
    /// @throws IllegalArgumentException if there is no such merge
    public int right(int rank) {
        return merges[3 * check(rank) + 1];
    }

    /// Id of the piece that a merge makes.
    ///
    /// @throws IllegalArgumentException if there is no such merge
    public int merged(int rank) {
        return merges[3 * check(rank) + 2];
    }

    private int check(int rank) {
        if (rank < 0 || rank >= merges()) {
            throw new IllegalArgumentException("rank = " + rank + ", not in [0, " + (merges() - 1) + "]");
        }
        return rank;
    }
}
