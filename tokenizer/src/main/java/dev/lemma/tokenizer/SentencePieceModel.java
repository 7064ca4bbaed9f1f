package dev.lemma.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A SentencePiece `.model` file: pieces, scores, normalisation.
///
/// The file is a protobuf `ModelProto` (`sentencepiece_model.proto`, version 0.1.97). Unigram and BPE models
/// are read; the tokenizer they make gives the ids that SentencePiece itself gives. What a writer adds for
/// training only is not kept.
///
/// Ties of unigram sums go as in version 0.1.97, which compares sums before it rounds them; 0.2.2 rounds
/// first, which gives other ids on about one text in three thousand.
///
/// Immutable, for any number of threads.
public final class SentencePieceModel {
    /// Largest file that is read, in bytes.
    public static final int MAX_FILE_BYTES = 256 << 20;

    private static final String UNKNOWN_SURFACE = " \u2047 ";

    private final Type type;
    private final List<SentencePiece> pieces;
    private final SentencePieceNormalization normalization;
    private final byte[] charsMap; // precompiled, empty for none
    private final Spec spec;

    /// How the pieces cut text.
    public enum Type {
        /// Scores are log-probabilities; the best sum wins.
        UNIGRAM,
        /// Scores say which neighbours join first.
        BPE
    }

    /// The rest of the training and denormalizing specifications that encoding or decoding needs.
    private record Spec(
            boolean byteFallback,
            boolean spaceBehind,
            String unknownSurface,
            String begin,
            String end,
            String pad,
            Optional<Normalizer> denormalizer) {
        static Spec of(boolean byteFallback) {
            return new Spec(byteFallback, false, UNKNOWN_SURFACE, "<s>", "</s>", "<pad>", Optional.empty());
        }
    }

    private SentencePieceModel(
            Type type, List<SentencePiece> pieces, SentencePieceNormalization norm, byte[] charsMap, Spec spec) {
        this.type = type;
        this.pieces = List.copyOf(pieces);
        this.normalization = norm;
        this.charsMap = charsMap;
        this.spec = spec;
    }

    /// A unigram model.
    ///
    /// @param pieces in order of ids; exactly one unknown piece, a normal one, no two alike
    /// @param byteFallback whether `pieces` has all of `<0x00>` to `<0xFF>` as byte pieces
    /// @throws TokenizerException if the pieces are not so
    public static SentencePieceModel unigram(
            List<SentencePiece> pieces, SentencePieceNormalization normalization, boolean byteFallback) {
        SentencePieceModel model = new SentencePieceModel(
                Type.UNIGRAM,
                pieces,
                Objects.requireNonNull(normalization, "normalization"),
                new byte[0],
                Spec.of(byteFallback));
        model.check("unigram model");
        return model;
    }

    /// The pieces of a unigram model as a SentencePiece model.
    ///
    /// Scores are rounded to single precision.
    ///
    /// @param model with the rules [UnigramRules#CHARACTERS]
    /// @throws IllegalArgumentException if the model has other rules
    /// @throws TokenizerException if a piece is not UTF-8, or a byte piece is missing where others are there
    public static SentencePieceModel of(UnigramModel model, SentencePieceNormalization normalization) {
        if (model.rules() != UnigramRules.CHARACTERS) {
            throw new IllegalArgumentException(
                    "rules of the model are " + model.rules() + "; a SentencePiece model has CHARACTERS");
        }
        List<SentencePiece> pieces = new ArrayList<>(model.size());
        boolean bytes = false;
        for (int id = 0; id < model.size(); id++) {
            PieceKind kind = model.kind(id);
            bytes |= kind == PieceKind.BYTE;
            float score = kind == PieceKind.NORMAL ? (float) model.score(id) : 0;
            pieces.add(new SentencePiece(utf8(model.piece(id), "unigram model", id), score, kind));
        }
        return unigram(pieces, normalization, bytes);
    }

    /// What [UnigramTrainer] made of words, as a SentencePiece model: text is cut as it is, but for a space
    /// that is put before it.
    ///
    /// Scores are rounded to single precision.
    ///
    /// @param vocabulary trained with [TrainingUnits#WORDS] and [TextNormalization#NONE]
    /// @throws TokenizerException if it has no unknown piece, or a piece is not UTF-8
    public static SentencePieceModel of(TrainedVocabulary vocabulary) {
        List<SentencePiece> pieces = new ArrayList<>(vocabulary.size());
        boolean bytes = false;
        for (int id = 0; id < vocabulary.size(); id++) {
            PieceKind kind = vocabulary.kind(id);
            bytes |= kind == PieceKind.BYTE;
            float score = kind == PieceKind.NORMAL ? (float) vocabulary.score(id) : 0;
            pieces.add(new SentencePiece(utf8(vocabulary.piece(id), "trained vocabulary", id), score, kind));
        }
        return unigram(pieces, SentencePieceNormalization.identity(), bytes);
    }

    /// Reads a file.
    ///
    /// @throws TokenizerException if it is not a unigram or BPE model of SentencePiece
    /// @throws IOException if it cannot be read
    public static SentencePieceModel read(Path file) throws IOException {
        return read(Tokenizers.bytes(file, MAX_FILE_BYTES), Tokenizers.name(file));
    }

    /// Reads the bytes of a file.
    ///
    /// @param name of the file, for messages
    /// @throws TokenizerException if they are not a unigram or BPE model of SentencePiece
    public static SentencePieceModel read(byte[] file, String name) {
        SentencePieceModel model = new Reader(name).read(file);
        model.check(name);
        return model;
    }

    /// Writes the file as SentencePiece reads it, and as [#read(Path)] does.
    public void write(Path file) throws IOException {
        Files.write(file, toBytes());
    }

    /// The bytes of the file.
    public byte[] toBytes() {
        ProtoWriter out = new ProtoWriter();
        for (SentencePiece piece : pieces) {
            ProtoWriter one = new ProtoWriter().text(1, piece.text()).float32(2, piece.score());
            out.message(1, piece.kind() == PieceKind.NORMAL ? one : one.int32(3, code(piece.kind())));
        }
        ProtoWriter trainer = new ProtoWriter()
                .int32(3, type == Type.UNIGRAM ? 1 : 2)
                .int32(4, pieces.size())
                .bool(24, spec.spaceBehind)
                .bool(35, spec.byteFallback)
                .int32(40, unknown().orElse(-1))
                .int32(41, control(spec.begin).orElse(-1))
                .int32(42, control(spec.end).orElse(-1))
                .int32(43, control(spec.pad).orElse(-1))
                .text(44, spec.unknownSurface)
                .text(45, pieces.get(unknown().orElse(0)).text())
                .text(46, spec.begin)
                .text(47, spec.end)
                .text(48, spec.pad);
        ProtoWriter normalizer = new ProtoWriter()
                .text(1, normalization.name())
                .bytes(2, charsMap)
                .bool(3, normalization.addDummyPrefix())
                .bool(4, normalization.removeExtraWhitespaces())
                .bool(5, normalization.escapeWhitespaces());
        return out.message(2, trainer).message(3, normalizer).toBytes();
    }

    /// How the pieces cut text.
    public Type type() {
        return type;
    }

    /// The pieces in order of ids, unmodifiable.
    public List<SentencePiece> pieces() {
        return pieces;
    }

    /// What happens to text before it is cut.
    public SentencePieceNormalization normalization() {
        return normalization;
    }

    /// Whether characters without a piece become byte pieces.
    public boolean byteFallback() {
        return spec.byteFallback;
    }

    /// The vocabulary of a unigram model, to sample from or to ask for scores; it takes normalised text.
    ///
    /// @throws IllegalStateException if this is a BPE model
    public UnigramModel unigramModel() {
        if (type != Type.UNIGRAM) {
            throw new IllegalStateException("the model is of type " + type + "; only UNIGRAM has a unigram model");
        }
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.CHARACTERS);
        for (SentencePiece piece : pieces) {
            builder.add(piece.text().getBytes(StandardCharsets.UTF_8), piece.score(), piece.kind());
        }
        return builder.build();
    }

    /// The tokenizer of the model. Special pieces are its control pieces.
    ///
    /// Cost: about 50 bytes of memory a byte of vocabulary; encoding is linear in the text (unigram) or
    /// O(n log n) in a word (BPE).
    ///
    /// @return of a unigram model a [ScoredTokenizer]
    public Tokenizer tokenizer() {
        PipelineTokenizer.Parts parts = parts();
        PipelineTokenizer pipeline = new PipelineTokenizer(parts);
        return parts.segmenter() instanceof UnigramSegmenter segmenter
                ? new SentencePieceUnigram(pipeline, parts.normalizer(), segmenter)
                : pipeline;
    }

    private PipelineTokenizer.Parts parts() {
        List<byte[]> texts = new ArrayList<>(pieces.size());
        List<PieceKind> kinds = new ArrayList<>(pieces.size());
        BitSet hidden = new BitSet();
        BitSet unused = new BitSet();
        Map<String, Integer> userDefined = new LinkedHashMap<>();
        List<AddedTokens.Token> special = new ArrayList<>();
        int[] bytes = new int[spec.byteFallback ? 256 : 0];
        for (int id = 0; id < pieces.size(); id++) {
            SentencePiece piece = pieces.get(id);
            byte[] text = piece.text().getBytes(StandardCharsets.UTF_8);
            texts.add(text);
            kinds.add(piece.kind());
            switch (piece.kind()) {
                case USER_DEFINED -> userDefined.put(piece.text(), id);
                case CONTROL, UNKNOWN -> special.add(AddedTokens.Token.of(piece.text(), id, true));
                case BYTE -> bytes[SentencePieceDecoder.byteOf(text)] = id;
                case NORMAL, UNUSED -> {}
            }
            hidden.set(id, !findable(piece.kind()));
            unused.set(id, piece.kind() == PieceKind.UNUSED);
        }
        PieceTable table = new PieceTable(texts);
        PrefixMatcher matcher = PrefixMatcher.of(userDefined);
        Fallback fallback = new Fallback(bytes, unknown().orElse(-1), true, true);
        Optional<CharsMap> map =
                charsMap.length == 0 ? Optional.empty() : Optional.of(CharsMap.read(charsMap, "model"));
        // Unused pieces are taken back into pairs that may stand elsewhere in the text.
        boolean words = type == Type.BPE && unused.isEmpty() && SpmBpe.cutsAtSpaces(texts, hidden);
        return new PipelineTokenizer.Parts(
                table,
                kinds,
                new AddedTokens(special),
                new SentencePieceNormalizer(normalization, map, matcher, spec.spaceBehind),
                AddedTokens.NONE,
                words ? SpmBpe.SPACES : PreTokenizer.NONE,
                type == Type.UNIGRAM
                        ? new UnigramSegmenter(unigramModel(), fallback)
                        : SpmBpe.segmenter(new PieceTable(texts, hidden), scores(), unused, matcher, fallback),
                new SentencePieceDecoder(
                        table, kinds, normalization, spec.unknownSurface, spec.denormalizer.orElse(Normalizer.NONE)),
                info());
    }

    private TokenizerInfo info() {
        List<String> special = new ArrayList<>();
        for (SentencePiece piece : pieces) {
            if (piece.kind() == PieceKind.CONTROL || piece.kind() == PieceKind.UNKNOWN) {
                special.add(piece.text());
            }
        }
        String model = type == Type.UNIGRAM ? "unigram" : "BPE";
        return new TokenizerInfo(
                "SentencePiece " + model,
                pieces.size(),
                unknown(),
                control(spec.begin),
                control(spec.end),
                special,
                normalization.toString(),
                "none",
                spec.byteFallback);
    }

    private float[] scores() {
        float[] scores = new float[pieces.size()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = pieces.get(id).score();
        }
        return scores;
    }

    private OptionalInt unknown() {
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == PieceKind.UNKNOWN) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt control(String text) {
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == PieceKind.CONTROL
                    && pieces.get(id).text().equals(text)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /// The conditions of `ModelInterface::InitializePieces`.
    private void check(String name) {
        Set<String> found = new HashSet<>();
        Map<String, Integer> reserved = new HashMap<>();
        BitSet bytes = new BitSet();
        int unknown = 0;
        boolean normal = false;
        for (int id = 0; id < pieces.size(); id++) {
            SentencePiece piece = pieces.get(id);
            boolean twice = findable(piece.kind()) ? !found.add(piece.text()) : reserved.put(piece.text(), id) != null;
            if (twice) {
                throw new TokenizerException(name + ": piece " + id + " '" + piece.text()
                        + "' was there before; every piece must be there once");
            }
            unknown += piece.kind() == PieceKind.UNKNOWN ? 1 : 0;
            normal |= piece.kind() == PieceKind.NORMAL;
            if (piece.kind() == PieceKind.BYTE) {
                int b = SentencePieceDecoder.byteOf(piece.text().getBytes(StandardCharsets.UTF_8));
                if (b < 0 || !spec.byteFallback) {
                    throw new TokenizerException(name + ": piece " + id + " '" + piece.text() + "' is a byte piece, "
                            + (b < 0 ? "but not of the form <0x0A>" : "but the model has no byte fallback"));
                }
                bytes.set(b);
            }
        }
        if (unknown != 1 || !normal) {
            throw new TokenizerException(name + ": " + unknown + " unknown pieces"
                    + (normal ? "" : " and no normal one") + "; exactly one unknown and a normal one are needed");
        }
        if (spec.byteFallback && bytes.cardinality() < 256) {
            throw new TokenizerException(name + ": byte fallback, but " + bytes.cardinality()
                    + " byte pieces; all of <0x00> to <0xFF> are needed");
        }
    }

    /// Whether pieces of a kind are found in text.
    private static boolean findable(PieceKind kind) {
        return switch (kind) {
            case NORMAL, USER_DEFINED, UNUSED -> true;
            case BYTE, UNKNOWN, CONTROL -> false;
        };
    }

    private static int code(PieceKind kind) {
        return switch (kind) {
            case NORMAL -> 1;
            case UNKNOWN -> 2;
            case CONTROL -> 3;
            case USER_DEFINED -> 4;
            case UNUSED -> 5;
            case BYTE -> 6;
        };
    }

    private static String utf8(byte[] text, String name, int id) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerException(name + ": piece " + id + " is not UTF-8: " + Arrays.toString(text), e);
        }
    }

    /// Reads one file.
    private static final class Reader {
        private final String name;
        private final List<SentencePiece> pieces = new ArrayList<>();
        private int type = 1;
        private boolean byteFallback;
        private boolean spaceBehind;
        private String unknownSurface = UNKNOWN_SURFACE;
        private String begin = "<s>";
        private String end = "</s>";
        private String pad = "<pad>";

        Reader(String name) {
            this.name = name;
        }

        SentencePieceModel read(byte[] file) {
            ProtoReader in = new ProtoReader(file, name);
            Normalization normalization = new Normalization();
            Normalization denormalization = new Normalization();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> piece(in.message("pieces"));
                    case 2 -> trainer(in.message("trainer_spec"));
                    case 3 -> normalization.read(in.message("normalizer_spec"));
                    case 5 -> denormalization.read(in.message("denormalizer_spec"));
                    default -> in.skip();
                }
            }
            if (type != 1 && type != 2) {
                throw new TokenizerException(name + ": model type " + type
                        + (type == 3 ? " (word)" : type == 4 ? " (char)" : "") + "; unigram (1) and BPE (2) are read");
            }
            if (pieces.isEmpty()) {
                throw new TokenizerException(name + ": no pieces; a SentencePiece model has at least two");
            }
            if (normalization.charsMap.length > 0) {
                CharsMap.read(normalization.charsMap, name); // broken ones are told here, not on first use
            }
            Optional<Normalizer> denormalizer = denormalization.charsMap.length == 0
                    ? Optional.empty()
                    : Optional.of(new SentencePieceNormalizer(
                            denormalization.options(),
                            Optional.of(CharsMap.read(denormalization.charsMap, name)),
                            PrefixMatcher.of(Map.of()),
                            false));
            Spec spec = new Spec(byteFallback, spaceBehind, unknownSurface, begin, end, pad, denormalizer);
            return new SentencePieceModel(
                    type == 1 ? Type.UNIGRAM : Type.BPE, pieces, normalization.options(), normalization.charsMap, spec);
        }

        private void piece(ProtoReader in) {
            int id = pieces.size();
            if (id == UnigramModel.MAX_PIECES) {
                throw new TokenizerException(
                        name + ": more than " + UnigramModel.MAX_PIECES + " pieces, the most that are read");
            }
            String text = "";
            float score = 0;
            int kind = 1;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> text = utf8(in.bytes("piece"), name, id);
                    case 2 -> score = in.float32("score");
                    case 3 -> kind = in.int32("type");
                    default -> in.skip();
                }
            }
            if (text.isEmpty() || text.length() > UnigramModel.MAX_PIECE_BYTES / 4) {
                throw new TokenizerException(name + ": piece " + id + " has " + text.length()
                        + " characters; possible are 1 to " + UnigramModel.MAX_PIECE_BYTES / 4);
            }
            if (!(Math.abs(score) <= UnigramModel.MAX_SCORE)) {
                throw new TokenizerException(name + ": piece " + id + " '" + text + "' has score " + score
                        + "; a finite number from -1e9 to 1e9 is needed");
            }
            pieces.add(new SentencePiece(text, score, kind(kind, id)));
        }

        private PieceKind kind(int code, int id) {
            for (PieceKind kind : PieceKind.values()) {
                if (code(kind) == code) {
                    return kind;
                }
            }
            throw new TokenizerException(name + ": piece " + id + " has type " + code + "; 1 to 6 are possible");
        }

        private void trainer(ProtoReader in) {
            while (in.next()) {
                switch (in.field()) {
                    case 3 -> type = in.int32("model_type");
                    case 24 -> spaceBehind = in.bool("treat_whitespace_as_suffix");
                    case 35 -> byteFallback = in.bool("byte_fallback");
                    case 44 -> unknownSurface = in.text("unk_surface");
                    case 46 -> begin = in.text("bos_piece");
                    case 47 -> end = in.text("eos_piece");
                    case 48 -> pad = in.text("pad_piece");
                    default -> in.skip();
                }
            }
        }
    }

    /// A `NormalizerSpec` as it is read.
    private static final class Normalization {
        String name = "";
        byte[] charsMap = new byte[0];
        boolean prefix = true;
        boolean trims = true;
        boolean escapes = true;

        void read(ProtoReader in) {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> name = in.text("name");
                    case 2 -> charsMap = in.bytes("precompiled_charsmap");
                    case 3 -> prefix = in.bool("add_dummy_prefix");
                    case 4 -> trims = in.bool("remove_extra_whitespaces");
                    case 5 -> escapes = in.bool("escape_whitespaces");
                    default -> in.skip();
                }
            }
        }

        SentencePieceNormalization options() {
            return new SentencePieceNormalization(name, prefix, trims, escapes);
        }
    }
}
