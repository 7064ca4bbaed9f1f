package dev.lemma.tokenizer;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A vocabulary of byte strings with log-probabilities, and what can be asked about the ways to cut a text
/// into them.
///
/// The score of a segmentation is the sum of the scores of its pieces, `score(x) = s(x1) + ... + s(xm)`; with
/// `alpha >= 0` it has the probability `exp(alpha * score(x)) / Z(alpha)`, `Z(alpha)` being the sum over all
/// segmentations. Where pieces may start, and what covers text without a piece, [UnigramRules] says. Scores
/// are in nats.
///
/// Texts are ranges of bytes, taken as they are: normalising them and cutting them into parts is the work of
/// a tokenizer. Everything is exact and takes time linear in the length of the text times that of the longest
/// piece, if not said otherwise.
///
/// Immutable; any number of threads may use one, each with its own [UnigramWorkspace]. Memory: 28 bytes for
/// each trie state (about three a piece), 44 more once something was sampled, and the pieces.
///
/// Source: Kudo 2018, "Subword regularization"; J. Su, articles 9752, 9768 and 9811 on BytePiece (2023).
public final class UnigramModel {
    /// Most pieces that a vocabulary may have.
    public static final int MAX_PIECES = 1 << 22;

    /// Most bytes that a piece may have.
    public static final int MAX_PIECE_BYTES = 65_535;

    /// Most bytes that all pieces together may have.
    public static final int MAX_BYTES = 1 << 27;

    /// Scores are within plus and minus this.
    public static final double MAX_SCORE = 1e9;

    /// Longest text whose segmentations [#countSegmentations] counts: exact counts have as many digits as the
    /// text has bytes.
    public static final int MAX_COUNTED_BYTES = 100_000;

    final PieceBytes pieces;
    final PieceTrie trie;
    final long[] cells; // trie with scores, as the passes use it
    final int unknownId; // -1 under BYTES
    final double unknownScore;
    final int reach; // bytes that one step may cover at most
    private final UnigramRules rules;
    private final double[] scores; // [size], as the passes use them
    private final PieceKind[] kinds;
    private final int longest;
    private volatile @Nullable PieceTrie backwards; // made when first sampled
    private volatile @Nullable PerfectSampler sampler; // the last one; two threads may both make one

    private UnigramModel(Builder builder) {
        rules = builder.rules;
        int size = builder.size;
        pieces = new PieceBytes(
                Arrays.copyOf(builder.bytes, builder.starts[size]), Arrays.copyOf(builder.starts, size + 1));
        kinds = Arrays.copyOf(builder.kinds, size);
        scores = Arrays.copyOf(builder.scores, size);
        double lowest = Double.POSITIVE_INFINITY;
        float highest = Float.MIN_NORMAL; // as in SentencePiece, whose maximum starts at FLT_MIN
        int unknown = -1;
        for (int id = 0; id < size; id++) {
            if (kinds[id] == PieceKind.NORMAL) {
                lowest = Math.min(lowest, scores[id]);
                highest = Math.max(highest, (float) scores[id]);
            } else if (kinds[id] == PieceKind.UNKNOWN) {
                if (unknown >= 0) {
                    throw new TokenizerException("pieces " + unknown + " and " + id
                            + " of the vocabulary are both of kind UNKNOWN; one at most is possible");
                }
                unknown = id;
            }
        }
        int longestPiece = 0;
        for (int id = 0; id < size; id++) {
            if (kinds[id] == PieceKind.USER_DEFINED && rules == UnigramRules.CHARACTERS) {
                scores[id] = (float) pieces.length(id) * highest - 0.1;
            }
            if (isText(kinds[id])) {
                longestPiece = Math.max(longestPiece, pieces.length(id));
            }
        }
        longest = longestPiece;
        trie = new PieceTrie(pieces, textPieces(), false);
        cells = trie.cells(scores, Double.NEGATIVE_INFINITY);
        if (rules == UnigramRules.BYTES) {
            requireAllBytes();
            unknownId = -1;
            unknownScore = Double.NEGATIVE_INFINITY;
            reach = longest;
        } else {
            if (unknown < 0 || lowest == Double.POSITIVE_INFINITY) {
                throw new TokenizerException("the vocabulary has no piece of kind "
                        + (unknown < 0 ? "UNKNOWN" : "NORMAL") + "; under the rules CHARACTERS one is needed");
            }
            requireUtf8();
            unknownId = unknown;
            unknownScore = (float) ((float) lowest - UnigramRules.UNKNOWN_PENALTY);
            reach = Math.max(longest, Utf8.MAX_LENGTH);
        }
    }

    /// Starts a vocabulary.
    public static Builder builder(UnigramRules rules) {
        return new Builder(rules);
    }

    /// The rules that the model was built with.
    public UnigramRules rules() {
        return rules;
    }

    /// Number of ids; valid ids are `[0, size)`.
    public int size() {
        return kinds.length;
    }

    /// Bytes of the longest piece that can be found in text.
    public int longestPiece() {
        return longest;
    }

    /// What an id is for.
    ///
    /// @throws IllegalArgumentException if there is no such id
    public PieceKind kind(int id) {
        return kinds[checkId(id)];
    }

    /// The bytes of a piece, in a new array.
    ///
    /// @throws IllegalArgumentException if there is no such id
    public byte[] piece(int id) {
        return pieces.copy(checkId(id));
    }

    /// The score of a piece as segmentation uses it, in nats: for the unknown piece and those of kind
    /// [PieceKind#USER_DEFINED] as [UnigramRules#CHARACTERS] says.
    ///
    /// @throws IllegalArgumentException if there is no such id
    public double score(int id) {
        return checkId(id) == unknownId ? unknownScore : scores[id];
    }

    /// The id of the piece with these bytes, if segmentation can find it in text.
    public OptionalInt id(byte[] piece) {
        int id = trie.find(piece);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// Whether segmentation looks for pieces of this kind in text.
    static boolean isText(PieceKind kind) {
        return kind == PieceKind.NORMAL || kind == PieceKind.USER_DEFINED;
    }

    /// Scratch memory for a thread that asks often.
    public UnigramWorkspace workspace() {
        return new UnigramWorkspace(this);
    }

    /// The sampler for one `alpha`; making it takes time in proportion to the vocabulary. The last one is
    /// kept.
    ///
    /// @param alpha finite, at least 0; 0 draws all segmentations alike, large values approach [#viterbi]
    public PerfectSampler sampler(double alpha) {
        PerfectSampler last = sampler;
        if (last == null || last.alpha() != alpha) {
            last = new PerfectSampler(this, alpha);
            sampler = last;
        }
        return last;
    }

    /// The segmentation with the highest score.
    ///
    /// At each end the candidates come longest first, and a later one replaces only when strictly better.
    ///
    /// @param text bytes, not changed
    /// @return ids in a new array; empty for no bytes
    public int[] viterbi(byte[] text) {
        return viterbi(text, 0, text.length, workspace());
    }

    /// [#viterbi(byte\[\])] of `text[from, to)` with scratch memory.
    ///
    /// @param workspace of this model; its content is overwritten
    public int[] viterbi(byte[] text, int from, int to, UnigramWorkspace workspace) {
        Objects.checkFromToIndex(from, to, text.length);
        IdBuffer ids = workspace.of(this).ids();
        ids.clear();
        workspace.viterbi().segment(text, from, to, ids);
        return ids.toArray();
    }

    /// A segmentation drawn with probability proportional to `exp(alpha * score)`, exactly up to the rounding
    /// of doubles.
    ///
    /// @param alpha finite, at least 0
    /// @param random one number is drawn for each piece of the result
    public int[] sample(byte[] text, double alpha, RandomGenerator random) {
        return sampler(alpha).sample(text, 0, text.length, random, workspace());
    }

    /// The `k` segmentations with the highest scores, best first; fewer if there are fewer.
    ///
    /// Of equal ones that comes first whose last piece is longer; so the first is that of [#viterbi]. Takes
    /// time in proportion to length x longest piece x `k` and 16 bytes of memory for each byte of text times
    /// `k`.
    ///
    /// @param k at least 1; `k * (text.length + 1)` at most [#MAX_NBEST_CELLS]
    public List<Segmentation> nbest(byte[] text, int k) {
        return NBest.of(this, text, 0, text.length, k);
    }

    /// Most cells, bytes of text times `k`, that [#nbest] fills.
    public static final int MAX_NBEST_CELLS = 1 << 24;

    /// The score of a segmentation: the scores of its pieces summed left to right, rounded as the rules say.
    ///
    /// @throws IllegalArgumentException if one of `ids` does not exist or is never found in text
    public double score(int[] ids) {
        double sum = 0;
        for (int id : ids) {
            if (checkId(id) != unknownId && !isText(kinds[id])) {
                throw new IllegalArgumentException(
                        "id " + id + " is of kind " + kinds[id] + "; only pieces found in text have a score");
            }
            sum = rules.round(sum + score(id));
        }
        return sum;
    }

    /// The number of segmentations of a text, exactly.
    ///
    /// Takes time quadratic in the length, as the number has a digit for every few bytes; its logarithm
    /// without that is [#logPartition] at `alpha` 0.
    ///
    /// @param text at most [#MAX_COUNTED_BYTES] bytes
    /// @return 1 for no bytes
    public BigInteger countSegmentations(byte[] text) {
        if (text.length > MAX_COUNTED_BYTES) {
            throw new IllegalArgumentException(
                    "text has " + text.length + " bytes; segmentations are counted for at most " + MAX_COUNTED_BYTES);
        }
        BigInteger[] counts = new BigInteger[text.length + 1];
        Arrays.fill(counts, BigInteger.ZERO);
        counts[0] = BigInteger.ONE;
        for (int i = 0; i < text.length; i++) {
            BigInteger count = counts[i];
            if (count.signum() == 0) {
                continue;
            }
            counts[i] = BigInteger.ZERO; // only the last few stay: each may have thousands of digits
            boolean single = false;
            int character = unitLength(text, i, text.length);
            int state = PieceTrie.ROOT;
            for (int end = i + 1; end <= text.length; end++) {
                state = trie.next(state, text[end - 1]);
                if (state < 0) {
                    break;
                }
                if (trie.id(state) >= 0) {
                    counts[end] = counts[end].add(count);
                    single |= end == i + character;
                }
            }
            if (unknownId >= 0 && !single) {
                counts[i + character] = counts[i + character].add(count);
            }
        }
        return counts[text.length];
    }

    /// `ln Z(alpha)`, the logarithm of the sum of `exp(alpha * score)` over all segmentations of a text.
    ///
    /// At `alpha` 0 this is the logarithm of their number, for texts of any length.
    ///
    /// @param alpha finite, at least 0
    public double logPartition(byte[] text, double alpha) {
        return sampler(alpha).logPartition(text, 0, text.length, workspace());
    }

    /// Bytes that piece `id` covers where it was found at `text[at]`: its length, or for the unknown piece
    /// that of the character there.
    ///
    /// @param to where the segmented range ends
    public int coveredBytes(byte[] text, int at, int to, int id) {
        return id == unknownId ? Utf8.length(text, at, to) : pieces.length(checkId(id));
    }

    /// Bytes of the smallest unit at a position: a byte or a character, as the rules say.
    int unitLength(byte[] text, int at, int to) {
        return unknownId < 0 ? 1 : Utf8.length(text, at, to);
    }

    /// The trie of the pieces read backwards. Two threads may both make it; either result does.
    PieceTrie backwards() {
        PieceTrie made = backwards;
        if (made == null) {
            made = new PieceTrie(pieces, textPieces(), true);
            backwards = made;
        }
        return made;
    }

    double[] scores() {
        return scores;
    }

    int checkId(int id) {
        if (id < 0 || id >= kinds.length) {
            throw new IllegalArgumentException("id " + id + " does not exist; ids are from 0 to " + (kinds.length - 1));
        }
        return id;
    }

    private int[] textPieces() {
        int[] order = new int[kinds.length];
        int count = 0;
        for (int id = 0; id < kinds.length; id++) {
            if (isText(kinds[id])) {
                order[count++] = id;
            }
        }
        return Arrays.copyOf(order, count);
    }

    private void requireUtf8() {
        for (int id = 0; id < kinds.length; id++) {
            if (isText(kinds[id]) && !Utf8.isValid(pieces.copy(id))) {
                throw new TokenizerException("piece " + id + " of the vocabulary is " + pieces.describe(id)
                        + ", which is not UTF-8; under the rules CHARACTERS pieces are whole characters");
            }
        }
    }

    private void requireAllBytes() {
        int missing = 0;
        int first = -1;
        for (int b = 255; b >= 0; b--) {
            int state = trie.next(PieceTrie.ROOT, (byte) b);
            if (state < 0 || trie.id(state) < 0) {
                missing++;
                first = b;
            }
        }
        if (missing > 0) {
            throw new TokenizerException("the vocabulary lacks " + missing + " of the 256 single bytes, first 0x"
                    + Integer.toHexString(first) + "; under the rules BYTES all are needed");
        }
    }

    /// Collects pieces; ids are given in the order of [#add], from 0.
    ///
    /// Not thread-safe.
    public static final class Builder {
        private final UnigramRules rules;
        private byte[] bytes = new byte[1024];
        private int[] starts = new int[257];
        private double[] scores = new double[256];
        private PieceKind[] kinds = new PieceKind[256];
        private int size;

        private Builder(UnigramRules rules) {
            this.rules = rules;
        }

        /// Adds a normal piece.
        ///
        /// @see #add(byte\[\], double, PieceKind)
        public Builder add(byte[] piece, double score) {
            return add(piece, score, PieceKind.NORMAL);
        }

        /// Adds the piece with the next id.
        ///
        /// @param piece copied; at least one byte for kinds that are found in text, [PieceKind#NORMAL] and
        ///     [PieceKind#USER_DEFINED]. The other kinds are never found in text: what they are good for the
        ///     tokenizer knows
        /// @param score the logarithm of its probability in nats; read for those two kinds only
        /// @throws TokenizerException if the piece is empty or too long, the score is not finite or beyond
        ///     [#MAX_SCORE], or there are too many pieces
        public Builder add(byte[] piece, double score, PieceKind kind) {
            if (size == MAX_PIECES) {
                throw new TokenizerException(
                        "the vocabulary has more than " + MAX_PIECES + " pieces, the most possible");
            }
            int at = starts[size];
            if (piece.length > MAX_PIECE_BYTES || piece.length > MAX_BYTES - at || piece.length == 0 && isText(kind)) {
                throw new TokenizerException("piece " + size + " has " + piece.length + " bytes; possible are 1 to "
                        + Math.min(MAX_PIECE_BYTES, MAX_BYTES - at));
            }
            if (isText(kind) && !(Math.abs(score) <= MAX_SCORE)) {
                throw new TokenizerException(
                        "piece " + size + " has score " + score + "; a finite number from -1e9 to 1e9 is needed");
            }
            if (at + piece.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(at + piece.length, 2 * bytes.length));
            }
            if (size == scores.length) {
                starts = Arrays.copyOf(starts, 2 * size + 1);
                scores = Arrays.copyOf(scores, 2 * size);
                kinds = Arrays.copyOf(kinds, 2 * size);
            }
            System.arraycopy(piece, 0, bytes, at, piece.length);
            scores[size] = score;
            kinds[size] = kind;
            starts[++size] = at + piece.length;
            return this;
        }

        /// Number of pieces added so far, the id of the next one.
        public int size() {
            return size;
        }

        /// The model of the pieces added.
        ///
        /// @throws TokenizerException if two pieces found in text are alike; if under [UnigramRules#BYTES]
        ///     one of the 256 single bytes is missing; if under [UnigramRules#CHARACTERS] there is not
        ///     exactly one piece of kind [PieceKind#UNKNOWN], no normal one, or one that is not UTF-8
        public UnigramModel build() {
            return new UnigramModel(this);
        }
    }
}
