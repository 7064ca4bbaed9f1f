package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /// The pieces with their scores as a model: of [UnigramRules#CHARACTERS] where they come from words,
    /// otherwise of [UnigramRules#BYTES].
    ///
    /// @throws TokenizerException if they are beyond what [UnigramModel.Builder] takes
    public UnigramModel unigramModel() {
        boolean words = Arrays.asList(kinds).contains(PieceKind.UNKNOWN);
        UnigramModel.Builder builder = UnigramModel.builder(words ? UnigramRules.CHARACTERS : UnigramRules.BYTES);
        for (int id = 0; id < pieces.length; id++) {
            builder.add(pieces[id], scores[id], kinds[id]);
        }
        return builder.build();
    }

    /// The pieces with their counts, for a BytePiece file; ids stay the same.
    ///
    /// @throws IllegalStateException if they come from words or from a training of BPE
    public BytePieceVocabulary bytePieceVocabulary() {
        List<byte[]> normal = new ArrayList<>();
        List<String> controls = new ArrayList<>();
        for (int id = 0; id < pieces.length; id++) {
            if (kinds[id] == PieceKind.NORMAL) {
                normal.add(pieces[id]);
            } else {
                controls.add(new String(pieces[id], StandardCharsets.UTF_8));
            }
        }
        if (!controls.equals(BytePieceVocabulary.CONTROLS)) {
            throw new IllegalStateException("special pieces are " + controls + "; a BytePiece file has "
                    + BytePieceVocabulary.CONTROLS + ", as trained from lines");
        }
        return BytePieceVocabulary.of(
                normal, Arrays.stream(counts).filter(count -> count > 0).toArray());
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
