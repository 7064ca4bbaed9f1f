package dev.lemma.tokenizer;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/// Text to ids and back by a unigram model over bytes, with the rules of BytePiece.
///
/// A text is brought to normalisation form C, cut behind each run of newlines, and each part is segmented by
/// itself. Bytes given as such are not normalised: any byte sequence comes back from [#decodeToBytes] as it
/// was.
///
/// Immutable; any number of threads may use one. A thread that encodes much keeps a [UnigramWorkspace]: what
/// is then allocated besides the result is the UTF-8 form of the text.
///
/// Source: bojone/bytepiece 0.6 (J. Su 2023).
public final class UnigramTokenizer implements ScoredTokenizer {
    /// Most threads of [#encodeAll].
    public static final int MAX_THREADS = 1_024;

    private final UnigramModel model;

    /// The tokenizer over a model.
    ///
    /// @param model with [UnigramRules#BYTES]
    public UnigramTokenizer(UnigramModel model) {
        if (model.rules() != UnigramRules.BYTES) {
            throw new IllegalArgumentException("model has the rules " + model.rules() + "; BYTES are needed");
        }
        this.model = model;
    }

    /// The model behind it.
    @Override
    public UnigramModel model() {
        return model;
    }

    @Override
    public int size() {
        return model.size();
    }

    @Override
    public PieceKind kind(int id) {
        return model.kind(id);
    }

    @Override
    public byte[] piece(int id) {
        return model.piece(id);
    }

    @Override
    public OptionalInt id(byte[] piece) {
        OptionalInt found = model.id(piece);
        for (int id = 0; id < size() && found.isEmpty(); id++) {
            if (!UnigramModel.isText(kind(id)) && Arrays.equals(piece, piece(id))) {
                found = OptionalInt.of(id);
            }
        }
        return found;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, model.workspace());
    }

    @Override
    public int[] encode(byte[] utf8) {
        return encode(utf8, 0, utf8.length, model.workspace());
    }

    /// [#encode(String)] with scratch memory.
    ///
    /// @param workspace of the same model; its content is overwritten
    public int[] encode(String text, UnigramWorkspace workspace) {
        byte[] utf8 = utf8(text);
        return encode(utf8, 0, utf8.length, workspace);
    }

    /// [#encode(byte\[\])] of `utf8[from, to)` with scratch memory.
    ///
    /// @param workspace of the same model; its content is overwritten
    public int[] encode(byte[] utf8, int from, int to, UnigramWorkspace workspace) {
        Objects.checkFromToIndex(from, to, utf8.length);
        IdBuffer ids = workspace.of(model).ids();
        ids.clear();
        for (int start = from; start < to; ) {
            int end = partEnd(utf8, start, to);
            workspace.viterbi().segment(utf8, start, end, ids);
            start = end;
        }
        return ids.toArray();
    }

    /// Segments a text at random: each part with probability proportional to `exp(alpha * score)`, exactly.
    ///
    /// The model keeps the weights of the last `alpha`; a new one costs time in proportion to the vocabulary.
    ///
    /// @param alpha finite, at least 0; 0 draws all segmentations alike, 0.1 to 0.5 are usual for training,
    ///     large values approach [#encode]
    /// @param random one number is drawn for each id of the result
    public int[] sample(String text, double alpha, RandomGenerator random) {
        byte[] utf8 = utf8(text);
        return sample(utf8, 0, utf8.length, model.sampler(alpha), random, model.workspace());
    }

    /// [#sample(String, double, RandomGenerator)] with the score.
    @Override
    public Segmentation draw(String text, double alpha, RandomGenerator random) {
        int[] ids = sample(text, alpha, random);
        return new Segmentation(ids, model.score(ids));
    }

    /// [#sample(String, double, RandomGenerator)] of the bytes `utf8[from, to)` with scratch memory.
    ///
    /// @param sampler of the same model
    /// @param workspace of the same model; its content is overwritten
    public int[] sample(
            byte[] utf8, int from, int to, PerfectSampler sampler, RandomGenerator random, UnigramWorkspace workspace) {
        Objects.checkFromToIndex(from, to, utf8.length);
        if (sampler.model != model) {
            throw new IllegalArgumentException("sampler is of another model; make one with this model's sampler()");
        }
        IdBuffer ids = workspace.of(model).ids();
        ids.clear();
        for (int start = from; start < to; ) {
            int end = partEnd(utf8, start, to);
            workspace.sampling().sample(sampler, utf8, start, end, random, ids);
            start = end;
        }
        return ids.toArray();
    }

    /// The `k` segmentations with the highest scores, best first; the first is that of [#encode].
    ///
    /// @param k bounded for each part of the text as [UnigramModel#nbest] says
    @Override
    public List<Segmentation> nbest(String text, int k) {
        byte[] utf8 = utf8(text);
        List<Segmentation> best = List.of(new Segmentation(new int[0], 0));
        for (int start = 0; start < utf8.length; ) {
            int end = partEnd(utf8, start, utf8.length);
            best = NBest.join(best, NBest.of(model, utf8, start, end, k), k);
            start = end;
        }
        return best;
    }

    /// [#encode(String)] with the place of each id in the original text.
    public TokenSpans encodeWithOffsets(String text) {
        TextMap map = new TextMap(text);
        return map.spans(model, encode(map.bytes()));
    }

    /// Segments a text as it is read, without holding it: the same ids as [#encode(String)].
    ///
    /// Memory does not grow with the text or its lines, except where paths do not meet ([UnigramWorkspace]).
    ///
    /// @param ids is given each id as soon as nothing to come can change it
    /// @throws TokenizerException if no place to cut for normalisation comes for four million chars
    public void encode(Reader text, IntConsumer ids) throws IOException {
        new UnigramStream(model, ids).read(text);
    }

    /// Segments bytes as they are read, without holding them: the same ids as [#encode(byte\[\])].
    ///
    /// @param utf8 in blocking mode; not closed
    /// @param ids is given each id as soon as nothing to come can change it
    public void encode(ReadableByteChannel utf8, IntConsumer ids) throws IOException {
        new UnigramStream(model, ids).read(utf8);
    }

    /// The ids of many texts, in their order, encoded by several threads.
    ///
    /// @param threads 1 to [#MAX_THREADS]; the calling thread waits for them
    public List<int[]> encodeAll(List<String> texts, int threads) {
        return UnigramBatch.encode(this, texts, threads);
    }

    @Override
    public byte[] decodeToBytes(int[] ids) {
        int length = 0;
        for (int id : ids) {
            if (UnigramModel.isText(kind(id))) {
                length = Math.addExact(length, model.pieces.length(id));
            }
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int id : ids) {
            if (UnigramModel.isText(kind(id))) {
                at = model.pieces.copyTo(id, bytes, at);
            }
        }
        return bytes;
    }

    @Override
    public TokenizerInfo describe() {
        TokenizerInfo plain = ScoredTokenizer.super.describe();
        OptionalInt begin = id("<bos>".getBytes(StandardCharsets.UTF_8));
        OptionalInt end = id("<eos>".getBytes(StandardCharsets.UTF_8));
        return new TokenizerInfo(
                "unigram over bytes",
                size(),
                plain.unknown(),
                begin,
                end,
                plain.special(),
                "NFC",
                "behind each run of newlines",
                plain.byteFallback());
    }

    private static byte[] utf8(String text) {
        return Nfc.of(text).getBytes(StandardCharsets.UTF_8);
    }

    /// Where the part that starts at `from` ends: behind its first run of newlines, or at `to`.
    static int partEnd(byte[] utf8, int from, int to) {
        int end = from;
        while (end < to && utf8[end] != '\n') {
            end++;
        }
        while (end < to && utf8[end] == '\n') {
            end++;
        }
        return end;
    }
}
