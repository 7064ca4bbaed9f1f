package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/// Byte-level byte pair encoding, as GPT-2, Llama 3, Qwen and their kin have it.
///
/// Text is cut by a [SplitPattern]; in each word bytes join pair by pair, that with the lowest rank first, of
/// equal ones the leftmost, until no pair has a rank. Every byte sequence comes back from [#decodeToBytes],
/// if all 256 bytes are pieces.
///
/// Immutable: any number of threads may use one; they share a bounded cache of words (under 8 MB). Cost: O(n
/// log n) in the length of a word at worst, usually one look into the cache. Source: Sennrich et al. 2016;
/// Radford et al. 2019.
public final class BpeTokenizer implements Tokenizer {
    private final PipelineTokenizer pipeline;

    private BpeTokenizer(PipelineTokenizer pipeline) {
        this.pipeline = pipeline;
    }

    /// Starts a vocabulary.
    public static Builder builder(SplitPattern pattern) {
        return new Builder(pattern);
    }

    @Override
    public int size() {
        return pipeline.size();
    }

    @Override
    public PieceKind kind(int id) {
        return pipeline.kind(id);
    }

    /// The bytes of a piece themselves, not the characters that some files write for them.
    @Override
    public byte[] piece(int id) {
        return pipeline.piece(id);
    }

    @Override
    public OptionalInt id(byte[] piece) {
        return pipeline.id(piece);
    }

    /// @throws TokenizerException if the text has a byte that is no piece
    @Override
    public int[] encode(String text) {
        return pipeline.encode(text);
    }

    /// @throws TokenizerException if the text has a byte that is no piece
    @Override
    public int[] encode(byte[] utf8) {
        return pipeline.encode(utf8);
    }

    /// @throws TokenizerException if the text has a byte that is no piece
    @Override
    public int[] encodeSpecial(String text) {
        return pipeline.encodeSpecial(text);
    }

    @Override
    public byte[] decodeToBytes(int[] ids) {
        return pipeline.decodeToBytes(ids);
    }

    @Override
    public TokenizerInfo describe() {
        return pipeline.describe();
    }

    /// Collects pieces and merges. Not for several threads.
    public static final class Builder {
        private final SplitPattern pattern;
        private final List<byte[]> pieces = new ArrayList<>();
        private final List<PieceKind> kinds = new ArrayList<>();
        private final List<Merge> merges = new ArrayList<>();
        private String type = "byte-level BPE";
        private OptionalInt unknown = OptionalInt.empty();
        private OptionalInt begin = OptionalInt.empty();
        private OptionalInt end = OptionalInt.empty();
        private boolean wholeWords;
        private boolean merged; // by rank of pieces

        private record Merge(int left, int right, int result) {}

        private Builder(SplitPattern pattern) {
            this.pattern = Objects.requireNonNull(pattern, "pattern");
        }

        /// Adds the piece with the next id.
        ///
        /// @param piece copied; not empty, unless of kind [PieceKind#UNUSED]
        /// @param kind [PieceKind#CONTROL] is found in text only by [Tokenizer#encodeSpecial],
        ///     [PieceKind#USER_DEFINED] before anything else, [PieceKind#NORMAL] by merging
        public Builder add(byte[] piece, PieceKind kind) {
            if (pieces.size() == UnigramModel.MAX_PIECES) {
                throw new TokenizerException("more than " + UnigramModel.MAX_PIECES + " pieces, the most possible");
            }
            if (piece.length == 0 && kind != PieceKind.UNUSED) {
                throw new TokenizerException("piece " + pieces.size() + " is empty; at least one byte is needed");
            }
            if (kind == PieceKind.UNKNOWN) {
                unknown = OptionalInt.of(pieces.size());
            }
            pieces.add(piece.clone());
            kinds.add(kind);
            return this;
        }

        /// Adds the merge with the next rank.
        ///
        /// @param result the piece whose bytes are those of `left` and `right`
        /// @throws IllegalArgumentException if it is not so
        public Builder merge(int left, int right, int result) {
            check("left", left);
            check("right", right);
            check("result", result);
            byte[] joined =
                    java.util.Arrays.copyOf(pieces.get(left), pieces.get(left).length + pieces.get(right).length);
            System.arraycopy(pieces.get(right), 0, joined, pieces.get(left).length, pieces.get(right).length);
            if (!java.util.Arrays.equals(joined, pieces.get(result))) {
                throw new IllegalArgumentException("result " + result + " is not pieces " + left + " and " + right
                        + " joined; it must have their bytes");
            }
            merges.add(new Merge(left, right, result));
            return this;
        }

        /// Merges by the pieces themselves: two neighbours join where their bytes are a piece, of low id
        /// first, and a word that is a piece is that piece (tiktoken).
        public Builder mergeById() {
            merged = true;
            wholeWords = true;
            return this;
        }

        /// A word that is a piece is that piece, whatever the merges say (`ignore_merges`).
        public Builder wholeWords() {
            wholeWords = true;
            return this;
        }

        /// What [Tokenizer#describe] says of it.
        Builder describe(String newType, OptionalInt newBegin, OptionalInt newEnd) {
            type = newType;
            begin = newBegin;
            end = newEnd;
            return this;
        }

        /// The tokenizer.
        ///
        /// @throws TokenizerException if a normal piece is there twice
        public BpeTokenizer build() {
            BitSet hidden = new BitSet();
            List<AddedTokens.Token> added = new ArrayList<>();
            List<String> special = new ArrayList<>();
            Map<String, Integer> texts = new LinkedHashMap<>();
            for (int id = 0; id < pieces.size(); id++) {
                PieceKind kind = kinds.get(id);
                hidden.set(id, kind != PieceKind.NORMAL);
                boolean control = kind == PieceKind.CONTROL || kind == PieceKind.UNKNOWN;
                if (control || kind == PieceKind.USER_DEFINED) {
                    String text = EscapedText.decode(pieces.get(id), 0, pieces.get(id).length);
                    if (texts.put(text, id) != null) {
                        throw new TokenizerException("piece " + id + " '" + text
                                + "' was there before as a special piece; " + "every piece must be there once");
                    }
                    added.add(AddedTokens.Token.of(text, id, control));
                    if (control) {
                        special.add(text);
                    }
                }
            }
            PieceTable findable = new PieceTable(pieces, hidden);
            if (findable.duplicate() >= 0) {
                throw new TokenizerException("piece " + findable.duplicate() + " '"
                        + findable.text(findable.duplicate()) + "' was there before; every piece must be there once");
            }
            BpeSegmenter.Parts parts = new BpeSegmenter.Parts(findable, merged ? byId(findable) : listed());
            parts.fallback = new Fallback(new int[0], unknown.orElse(-1), false, false);
            parts.wholeWords = wholeWords;
            TokenizerInfo info =
                    new TokenizerInfo(type, pieces.size(), unknown, begin, end, special, "none", pattern.name(), false);
            return new BpeTokenizer(new PipelineTokenizer(new PipelineTokenizer.Parts(
                    new PieceTable(pieces),
                    kinds,
                    new AddedTokens(added),
                    Normalizer.NONE,
                    AddedTokens.NONE,
                    pattern.preTokenizer(),
                    parts.overBytes(),
                    this::decode,
                    info)));
        }

        private BpeMerges listed() {
            BpeMerges table = new BpeMerges(merges.size());
            for (int rank = 0; rank < merges.size(); rank++) {
                Merge merge = merges.get(rank);
                table.add(merge.left, merge.right, rank, merge.result);
            }
            return table;
        }

        private static BpeMerges byId(PieceTable table) {
            int[] ranks = new int[table.size()];
            for (int id = 0; id < ranks.length; id++) {
                byte[] piece = table.piece(id);
                ranks[id] = piece.length > 0 && table.id(piece, 0, piece.length) == id ? id : -1;
            }
            return BpeSegmenter.byText(table, ranks, new PieceTable(List.of()), false);
        }

        private byte[] decode(int[] ids) {
            ByteBuilder out = new ByteBuilder(4 * ids.length);
            for (int id : ids) {
                if (kinds.get(id) != PieceKind.CONTROL) {
                    out.add(pieces.get(id));
                }
            }
            return out.toArray();
        }

        private void check(String name, int id) {
            if (id < 0 || id >= pieces.size()) {
                throw new IllegalArgumentException(name + " " + id + " is outside [0, " + pieces.size() + ")");
            }
        }
    }
}
