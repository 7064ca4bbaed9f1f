package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/// The vocabulary in the metadata of a GGUF file (`tokenizer.ggml.*`), as llama.cpp reads it. Immutable.
///
/// Models `llama` (SentencePiece BPE by scores) and `gpt2` (byte-level BPE by merges) make a tokenizer.
///
/// @param model `llama` or `gpt2`
/// @param pre how text is cut first, of `gpt2`: `llama-bpe`, `qwen2`, `gpt-2`, ...; empty for llama.cpp's
///     default
/// @param tokens one an id
/// @param scores one an id for `llama`; larger joins first
/// @param types one an id, llama.cpp's numbers: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6
///     byte; or empty, for all normal
/// @param merges of `gpt2`: two tokens with a space between, by rank
/// @param begin id of the token that begins a text
/// @param end id of the token that ends a text
/// @param unknown id of the token for what no token covers
/// @param addBegin whether a model expects `begin` before a prompt; encoding never adds it
/// @param addSpacePrefix of `llama`: whether a space is put before text
public record GgufVocabulary(
        String model,
        String pre,
        List<String> tokens,
        List<Float> scores,
        List<Integer> types,
        List<String> merges,
        OptionalInt begin,
        OptionalInt end,
        OptionalInt unknown,
        boolean addBegin,
        boolean addSpacePrefix) {
    private static final String PREFIX = "tokenizer.ggml.";

    public GgufVocabulary {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(pre, "pre");
        tokens = List.copyOf(tokens);
        scores = List.copyOf(scores);
        types = List.copyOf(types);
        merges = List.copyOf(merges);
    }

    /// The vocabulary in metadata.
    ///
    /// @param metadata values by key: numbers as [Number], texts as [String], truth values as [Boolean],
    ///     arrays as lists of these or as `float[]` and `int[]`
    /// @throws TokenizerException if a key that is needed is missing or a value has another type
    public static GgufVocabulary of(Map<String, ?> metadata) {
        Metadata in = new Metadata(metadata);
        List<String> tokens = in.list("tokens", String.class);
        if (tokens.isEmpty() || tokens.size() > UnigramModel.MAX_PIECES) {
            throw new TokenizerException("GGUF metadata: " + PREFIX + "tokens has " + tokens.size() + " tokens; 1 to "
                    + UnigramModel.MAX_PIECES + " are possible");
        }
        List<Float> scores = new ArrayList<>();
        in.list("scores", Number.class).forEach(score -> scores.add(score.floatValue()));
        List<Integer> types = new ArrayList<>();
        in.list("token_type", Number.class).forEach(type -> types.add(type.intValue()));
        String model = in.value("model", String.class, "");
        boolean llama = model.equals("llama");
        return new GgufVocabulary(
                model,
                in.value("pre", String.class, ""),
                tokens,
                scores,
                types,
                in.list("merges", String.class),
                in.id("bos_token_id", tokens.size()),
                in.id("eos_token_id", tokens.size()),
                in.id("unknown_token_id", tokens.size()),
                in.value("add_bos_token", Boolean.class, llama),
                in.value("add_space_prefix", Boolean.class, llama));
    }

    /// The tokenizer. Special pieces are the tokens of type control and unknown.
    ///
    /// Other than in llama.cpp, a control token that is not asked for is never made of text, not even by
    /// merges.
    ///
    /// @throws TokenizerException if the model or the first cut is not supported, or the parts do not fit
    ///     together
    public Tokenizer tokenizer() {
        if (types.size() != tokens.size() && !types.isEmpty()) {
            throw error("token_type", types.size() + " values for " + tokens.size() + " tokens; one a token is needed");
        }
        return switch (model) {
            case "llama" -> sentencePiece();
            case "gpt2" -> byteLevel();
            default -> throw error("model", "'" + model + "'; supported are llama and gpt2");
        };
    }

    private Tokenizer sentencePiece() {
        if (scores.size() != tokens.size()) {
            throw error("scores", scores.size() + " values for " + tokens.size() + " tokens; one a token is needed");
        }
        List<byte[]> pieces = new ArrayList<>();
        List<PieceKind> kinds = kinds();
        List<AddedTokens.Token> added = new ArrayList<>();
        List<String> special = new ArrayList<>();
        BitSet hidden = new BitSet();
        int[] bytes = new int[256];
        java.util.Arrays.fill(bytes, -1);
        float[] ranks = new float[tokens.size()];
        int unknownId = unknown.orElse(-1);
        for (int id = 0; id < tokens.size(); id++) {
            byte[] piece = tokens.get(id).getBytes(StandardCharsets.UTF_8);
            pieces.add(piece);
            ranks[id] = scores.get(id);
            if (!Float.isFinite(ranks[id])) {
                throw error("scores", "token " + id + " has score " + ranks[id] + "; a finite number is needed");
            }
            PieceKind kind = kinds.get(id);
            boolean control = kind == PieceKind.CONTROL || kind == PieceKind.UNKNOWN;
            hidden.set(id, control || kind == PieceKind.BYTE);
            if (kind == PieceKind.UNKNOWN) {
                unknownId = id;
            }
            if (kind == PieceKind.BYTE) {
                int b = SentencePieceDecoder.byteOf(piece);
                if (b < 0) {
                    throw error(
                            "tokens",
                            "token " + id + " '" + tokens.get(id) + "' is of type byte; <0x00> to <0xFF> are");
                }
                bytes[b] = id;
            }
            if (control || kind == PieceKind.USER_DEFINED) {
                add(added, id, control);
            }
            if (control) {
                special.add(tokens.get(id));
            }
        }
        PieceTable findable = findable(pieces, hidden);
        boolean allBytes = java.util.Arrays.stream(bytes).noneMatch(id -> id < 0);
        Fallback fallback = new Fallback(allBytes ? bytes : new int[0], unknownId, false, false);
        SentencePieceNormalization options = new SentencePieceNormalization("identity", addSpacePrefix, false, true);
        boolean words = SpmBpe.cutsAtSpaces(pieces, hidden);
        PieceTable table = new PieceTable(pieces);
        return new PipelineTokenizer(new PipelineTokenizer.Parts(
                table,
                kinds,
                new AddedTokens(added),
                (s, from, to, first) -> escape(s, from, to),
                AddedTokens.NONE,
                words ? SpmBpe.SPACES : PreTokenizer.NONE,
                SpmBpe.segmenter(findable, ranks, new BitSet(), PrefixMatcher.of(Map.of()), fallback),
                new SentencePieceDecoder(
                        table, kinds, options, unknownId < 0 ? "" : tokens.get(unknownId), Normalizer.NONE),
                info(
                        "GGUF SentencePiece BPE",
                        OptionalInt.of(unknownId),
                        special,
                        options.toString(),
                        "none",
                        allBytes)));
    }

    private Tokenizer byteLevel() {
        Cut cut = Cut.of(pre);
        BpeTokenizer.Builder builder = BpeTokenizer.builder(cut.pattern);
        List<PieceKind> kinds = kinds();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (ids.put(token, id) != null) {
                throw error("tokens", "token " + id + " '" + token + "' was there before; every token is there once");
            }
            PieceKind kind = kinds.get(id);
            // Only normal tokens are written in the alphabet of bytes.
            byte[] piece = kind == PieceKind.NORMAL || kind == PieceKind.BYTE
                    ? ByteAlphabet.bytesOrText(token)
                    : token.getBytes(StandardCharsets.UTF_8);
            boolean reachable =
                    kind != PieceKind.NORMAL || ByteAlphabet.bytes(token).isPresent();
            builder.add(piece, piece.length == 0 || !reachable ? PieceKind.UNUSED : kind);
        }
        int rank = 0;
        for (String merge : merges) {
            int space = merge.indexOf(' ', 1);
            String left = space < 0 ? merge : merge.substring(0, space);
            String right = space < 0 ? "" : merge.substring(space + 1);
            Integer leftId = ids.get(left);
            Integer rightId = ids.get(right);
            Integer result = ids.get(left + right);
            if (leftId == null || rightId == null || result == null) {
                throw error("merges", "merge " + rank + " '" + merge + "' is not of two tokens that make a token");
            }
            merge(builder, leftId, rightId, result, rank++);
        }
        if (cut.wholeWords) {
            builder.wholeWords();
        }
        try {
            return builder.describe("GGUF byte-level BPE", begin, end).build();
        } catch (TokenizerException e) {
            throw error("tokens", String.valueOf(e.getMessage()));
        }
    }

    private static void merge(BpeTokenizer.Builder builder, int left, int right, int result, int rank) {
        try {
            builder.merge(left, right, result);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(
                    "GGUF metadata: " + PREFIX + "merges: merge " + rank + ": " + e.getMessage(), e);
        }
    }

    private PieceTable findable(List<byte[]> pieces, BitSet hidden) {
        PieceTable table = new PieceTable(pieces, hidden);
        if (table.duplicate() >= 0) {
            throw error(
                    "tokens",
                    "token " + table.duplicate() + " '" + tokens.get(table.duplicate())
                            + "' was there before; every token is there once");
        }
        return table;
    }

    private void add(List<AddedTokens.Token> added, int id, boolean special) {
        if (tokens.get(id).isEmpty()) {
            throw error("tokens", "token " + id + " is empty; at least one character is needed");
        }
        added.add(AddedTokens.Token.of(tokens.get(id), id, special));
    }

    private TokenizerInfo info(
            String type, OptionalInt unknownId, List<String> special, String normalization, String cut, boolean bytes) {
        OptionalInt known = unknownId.orElse(-1) < 0 ? OptionalInt.empty() : unknownId;
        return new TokenizerInfo(type, tokens.size(), known, begin, end, special, normalization, cut, bytes);
    }

    private List<PieceKind> kinds() {
        List<PieceKind> kinds = new ArrayList<>(tokens.size());
        boolean unknownSeen = false;
        for (int id = 0; id < tokens.size(); id++) {
            PieceKind kind = switch (types.isEmpty() ? 1 : types.get(id)) {
                case 2 -> PieceKind.UNKNOWN;
                case 3 -> PieceKind.CONTROL;
                case 4 -> PieceKind.USER_DEFINED;
                case 0, 5 -> PieceKind.UNUSED;
                case 6 -> PieceKind.BYTE;
                case 1 -> PieceKind.NORMAL;
                default ->
                    throw error("token_type", "token " + id + " has type " + types.get(id) + "; 0 to 6 are possible");
            };
            if (kind == PieceKind.UNKNOWN && unknownSeen) {
                kind = PieceKind.CONTROL; // one is enough
            }
            unknownSeen |= kind == PieceKind.UNKNOWN;
            kinds.add(kind);
        }
        return kinds;
    }

    private byte[] escape(byte[] s, int from, int to) {
        byte[] space = CodePoints.metaSpace();
        ByteBuilder out = new ByteBuilder((int) Math.min(Integer.MAX_VALUE - 64, (to - from) * 5L / 4 + 16));
        if (addSpacePrefix) {
            out.add(space);
        }
        for (int at = from; at < to; at++) {
            if (s[at] == ' ') {
                out.add(space);
            } else {
                out.add(s[at]);
            }
        }
        return out.toArray();
    }

    private static TokenizerException error(String key, String what) {
        return new TokenizerException("GGUF metadata: " + PREFIX + key + ": " + what);
    }

    /// What llama.cpp makes of `tokenizer.ggml.pre`.
    private record Cut(SplitPattern pattern, boolean wholeWords) {
        static Cut of(String pre) {
            return switch (pre.toLowerCase(Locale.ROOT)) {
                case "", "default" -> new Cut(SplitPattern.LLAMA_CPP_DEFAULT, false);
                case "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2" ->
                    new Cut(SplitPattern.LLAMA3, true);
                case "dbrx", "smaug-bpe", "chatglm-bpe", "glm4" -> new Cut(SplitPattern.LLAMA3, false);
                case "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan" ->
                    new Cut(SplitPattern.QWEN2, false);
                case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b" ->
                    new Cut(SplitPattern.SMOLLM, false);
                case "gpt-2",
                        "phi-2",
                        "jina-es",
                        "jina-de",
                        "jina-v2-es",
                        "jina-v2-de",
                        "jina-v1-en",
                        "jina-v2-code",
                        "roberta-bpe",
                        "gigachat",
                        "mpt",
                        "olmo",
                        "jais",
                        "trillion",
                        "modern-bert",
                        "exaone4" -> new Cut(SplitPattern.GPT2, false);
                case "gpt-4o", "llama4" -> new Cut(SplitPattern.O200K, false);
                default ->
                    throw error(
                            "pre",
                            "'" + pre + "' is not supported; among the supported are default, gpt-2, "
                                    + "llama-bpe, qwen2, smollm and gpt-4o");
            };
        }
    }

    /// Typed looks at metadata.
    private record Metadata(Map<String, ?> values) {
        <T> T value(String key, Class<T> type, T otherwise) {
            Object value = values.get(PREFIX + key);
            if (value == null) {
                return otherwise;
            }
            if (!type.isInstance(value)) {
                throw error(
                        key,
                        "is of type " + value.getClass().getSimpleName() + "; " + type.getSimpleName() + " is needed");
            }
            return type.cast(value);
        }

        OptionalInt id(String key, int size) {
            Number id = value(key, Number.class, -1);
            if (id.longValue() == -1 || id.longValue() == 0xFFFFFFFFL) {
                return OptionalInt.empty();
            }
            if (id.longValue() < 0 || id.longValue() >= size) {
                throw error(key, id + " is no token; 0 to " + (size - 1) + " are");
            }
            return OptionalInt.of(id.intValue());
        }

        <T> List<T> list(String key, Class<T> type) {
            Object value = values.get(PREFIX + key);
            List<T> result = new ArrayList<>();
            switch (value) {
                case null -> {}
                case List<?> list -> list.forEach(element -> result.add(element(key, element, type)));
                case float[] array -> {
                    for (float element : array) {
                        result.add(element(key, element, type));
                    }
                }
                case int[] array -> {
                    for (int element : array) {
                        result.add(element(key, element, type));
                    }
                }
                default -> throw error(key, "is of type " + value.getClass().getSimpleName() + "; an array is needed");
            }
            return result;
        }

        private static <T> T element(String key, Object element, Class<T> type) {
            if (!type.isInstance(element)) {
                throw error(key, "has an element '" + element + "'; " + type.getSimpleName() + " is needed");
            }
            return type.cast(element);
        }
    }
}
