package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A `tokenizer.json` of Hugging Face's tokenizers: Unigram and BPE models with the usual steps around them.
///
/// Truncation, padding and post-processing are not read: encoding adds nothing.
final class HuggingFaceFile {
    static final int MAX_FILE_BYTES = 256 << 20;

    private final JsonTree model;
    private final List<Added> added = new ArrayList<>();
    private final Map<String, Integer> vocabulary = new LinkedHashMap<>(); // of the model
    private final List<Double> scores = new ArrayList<>(); // of a unigram model, by id
    private final HuggingFaceNormalizers normalizers;
    private final HuggingFacePreTokenizers preTokenizers;
    private final HuggingFaceDecoders decoders;
    private final boolean unigram;
    private final boolean byteLevel;
    private final int unknown; // id or -1
    private @Nullable String[] texts = new String[0]; // by id, null where there is none
    private byte[][] pieces = new byte[0][];
    private PieceKind[] kinds = new PieceKind[0];
    private final BitSet hidden = new BitSet(); // what no text becomes

    /// An entry of `added_tokens`.
    private record Added(AddedTokens.Token token, boolean normalized) {}

    private HuggingFaceFile(JsonTree file) {
        preTokenizers = new HuggingFacePreTokenizers(file.find("pre_tokenizer"));
        byteLevel = preTokenizers.isByteLevel();
        normalizers = new HuggingFaceNormalizers(file.find("normalizer"));
        decoders = new HuggingFaceDecoders(file.find("decoder"), byteLevel);
        model = file.get("model");
        JsonTree vocab = model.get("vocab");
        String type = model.text("type", vocab.isObject() ? "BPE" : "Unigram");
        unigram = type.equals("Unigram");
        if (!unigram && !type.equals("BPE")) {
            throw model.error("has the type '" + type + "', which is not supported; BPE and Unigram are");
        }
        if (unigram && byteLevel) {
            throw model.error("is Unigram behind ByteLevel, which is not supported; BPE is");
        }
        if (unigram) {
            readUnigram(vocab);
        } else {
            vocab.members().forEach((text, id) -> vocabulary.put(text, id.integer(0, UnigramModel.MAX_PIECES - 1)));
        }
        unknown = unknown();
        for (JsonTree token : file.find("added_tokens").map(JsonTree::elements).orElse(List.of())) {
            added.add(added(token));
        }
        collect(vocab);
    }

    /// @throws TokenizerException if it cannot be used; the message names the file and the place
    static Tokenizer read(JsonTree file) {
        return new HuggingFaceFile(file).tokenizer();
    }

    private void readUnigram(JsonTree vocab) {
        for (JsonTree entry : vocab.elements()) {
            List<JsonTree> pair = entry.elements();
            if (pair.size() != 2) {
                throw entry.error("has " + pair.size() + " values; a piece and its score are needed");
            }
            if (vocabulary.put(pair.getFirst().text(), scores.size()) != null) {
                throw entry.error("has a piece that was there before; every piece is there once");
            }
            if (scores.size() == UnigramModel.MAX_PIECES) {
                throw entry.error("is one piece too many; at most " + UnigramModel.MAX_PIECES + " are read");
            }
            scores.add(pair.getLast().number());
        }
    }

    private int unknown() {
        if (unigram) {
            JsonTree id = model.find("unk_id")
                    .orElseThrow(() -> model.error("has no 'unk_id'; a Unigram model without one is not supported"));
            return id.integer(0, vocabulary.size() - 1);
        }
        Optional<JsonTree> token = model.find("unk_token");
        Integer id = token.isPresent() ? vocabulary.get(token.get().text()) : Integer.valueOf(-1);
        if (id == null) {
            throw model.error("has an 'unk_token' that is not in its vocabulary");
        }
        return id;
    }

    private static Added added(JsonTree json) {
        boolean special = json.bool("special", false);
        String content = json.get("content").text();
        if (content.isEmpty()) {
            throw json.error("is empty; at least one character is needed");
        }
        return new Added(
                new AddedTokens.Token(
                        content,
                        json.get("id").integer(0, UnigramModel.MAX_PIECES - 1),
                        special,
                        json.bool("lstrip", false),
                        json.bool("rstrip", false),
                        json.bool("single_word", false)),
                json.bool("normalized", !special));
    }

    /// Texts, bytes and kinds by id.
    private void collect(JsonTree vocab) {
        int size = 0;
        for (int id : vocabulary.values()) {
            size = Math.max(size, id + 1);
        }
        for (Added token : added) {
            size = Math.max(size, token.token.id() + 1);
        }
        int most = 2 * (vocabulary.size() + added.size()) + 65_536;
        if (size > most) {
            throw vocab.error("has the id " + (size - 1) + ", but only " + vocabulary.size()
                    + " pieces; ids without gaps are needed");
        }
        texts = new String[size];
        kinds = new PieceKind[size];
        pieces = new byte[size][];
        boolean byteFallback = model.bool("byte_fallback", false);
        for (Map.Entry<String, Integer> entry : vocabulary.entrySet()) {
            int id = entry.getValue();
            String text = entry.getKey();
            if (texts[id] != null) {
                throw vocab.error("has the id " + id + " for '" + texts[id] + "' and for '" + text + "'");
            }
            texts[id] = text;
            pieces[id] = byteLevel ? ByteAlphabet.bytesOrText(text) : text.getBytes(StandardCharsets.UTF_8);
            boolean aByte = byteFallback && SentencePieceDecoder.byteOf(pieces[id]) >= 0;
            kinds[id] = id == unknown ? PieceKind.UNKNOWN : aByte ? PieceKind.BYTE : PieceKind.NORMAL;
            hidden.set(
                    id,
                    kinds[id] != PieceKind.NORMAL
                            || text.isEmpty()
                            || byteLevel && ByteAlphabet.bytes(text).isEmpty());
        }
        for (Added token : added) {
            int id = token.token.id();
            if (texts[id] == null || !token.token.text().equals(texts[id])) {
                hidden.set(id);
            }
            hidden.set(id, hidden.get(id) || token.token.special());
            texts[id] = token.token.text();
            pieces[id] = token.token.text().getBytes(StandardCharsets.UTF_8);
            if (id != unknown) {
                kinds[id] = token.token.special() ? PieceKind.CONTROL : PieceKind.USER_DEFINED;
            }
        }
        for (int id = 0; id < size; id++) {
            if (texts[id] == null) {
                kinds[id] = PieceKind.UNUSED;
                pieces[id] = new byte[0];
                hidden.set(id);
            }
        }
    }

    private Tokenizer tokenizer() {
        List<AddedTokens.Token> raw = new ArrayList<>();
        List<AddedTokens.Token> normalized = new ArrayList<>();
        List<String> special = new ArrayList<>();
        BitSet silent = new BitSet(); // decode to nothing
        for (Added token : added) {
            AddedTokens.Token t = token.token;
            String text = token.normalized ? normalizers.apply(t.text()) : t.text();
            if (!text.isEmpty()) {
                (token.normalized ? normalized : raw)
                        .add(new AddedTokens.Token(
                                text, t.id(), t.special(), t.leftStrip(), t.rightStrip(), t.singleWord()));
            }
            if (t.special()) {
                special.add(t.text());
                silent.set(t.id());
            }
        }
        Fallback fallback = fallback();
        List<byte[]> all = Arrays.asList(pieces);
        PieceTable table = new PieceTable(all);
        HuggingFaceDecoders steps = decoders;
        return new PipelineTokenizer(new PipelineTokenizer.Parts(
                table,
                Arrays.asList(kinds),
                new AddedTokens(raw),
                normalizers.normalizer(),
                new AddedTokens(normalized),
                preTokenizers.preTokenizer(),
                unigram ? unigramSegmenter(fallback) : bpe(fallback),
                ids -> {
                    List<byte[]> row = new ArrayList<>(ids.length);
                    for (int id : ids) {
                        if (!silent.get(id)) {
                            row.add(table.piece(id));
                        }
                    }
                    return steps.decode(row);
                },
                info(special, fallback)));
    }

    private Fallback fallback() {
        int[] bytes = new int[0];
        if (model.bool("byte_fallback", false)) {
            bytes = new int[256];
            Arrays.fill(bytes, -1);
            for (int id = 0; id < kinds.length; id++) {
                if (kinds[id] == PieceKind.BYTE) {
                    bytes[SentencePieceDecoder.byteOf(pieces[id])] = id;
                }
            }
        }
        // The Unigram of the library always joins unknown characters of a word, BPE if told.
        return new Fallback(bytes, unknown, unigram || model.bool("fuse_unk", false), false);
    }

    private Segmenter unigramSegmenter(Fallback fallback) {
        try {
            return new HuggingFaceUnigram(pieces, scores, hidden, unknown, fallback);
        } catch (TokenizerException e) {
            throw new TokenizerException(model.path() + ": " + e.getMessage(), e);
        }
    }

    private Segmenter bpe(Fallback fallback) {
        for (String option : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.text(option, "").isEmpty()) {
                throw model.error("has a '" + option + "', which is not supported; null is");
            }
        }
        if (model.find("dropout").map(JsonTree::number).orElse(0.0) != 0) {
            throw model.error("has a 'dropout', which is not supported; null is");
        }
        List<JsonTree> lines = model.get("merges").elements();
        BpeMerges merges = new BpeMerges(lines.size());
        int rank = 0;
        for (JsonTree line : lines) {
            String left;
            String right;
            if (line.isText()) {
                String text = line.text();
                int space = text.indexOf(' ', 1);
                left = space < 0 ? text : text.substring(0, space);
                right = space < 0 ? "" : text.substring(space + 1);
            } else {
                List<JsonTree> pair = line.elements();
                left = pair.isEmpty() ? "" : pair.getFirst().text();
                right = pair.size() != 2 ? "" : pair.getLast().text();
            }
            Integer leftId = vocabulary.get(left);
            Integer rightId = vocabulary.get(right);
            Integer result = vocabulary.get(left + right);
            if (leftId == null || rightId == null || result == null) {
                throw line.error("is '" + left + "' and '" + right
                        + "'; two pieces of the vocabulary that make a third " + "are needed");
            }
            merges.add(leftId, rightId, rank++, result);
        }
        PieceTable table = new PieceTable(Arrays.asList(pieces), hidden);
        BpeSegmenter.Parts parts = new BpeSegmenter.Parts(table, merges);
        parts.fallback = fallback;
        parts.wholeWords = model.bool("ignore_merges", false);
        return byteLevel ? parts.overBytes() : parts.overCharacters();
    }

    private TokenizerInfo info(List<String> special, Fallback fallback) {
        return new TokenizerInfo(
                "Hugging Face " + (unigram ? "Unigram" : byteLevel ? "byte-level BPE" : "BPE"),
                pieces.length,
                unknown < 0 ? OptionalInt.empty() : OptionalInt.of(unknown),
                OptionalInt.empty(),
                OptionalInt.empty(),
                special,
                normalizers.description(),
                preTokenizers.description(),
                fallback.hasBytes());
    }
}
