package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// The tokenizer of a SentencePiece unigram model: the usual pipeline, and random and n-best segmentations of
/// the normalised text. Immutable.
final class SentencePieceUnigram implements ScoredTokenizer {
    private final PipelineTokenizer pipeline;
    private final Normalizer normalizer;
    private final UnigramSegmenter segmenter;
    private final Spares<UnigramWorkspace> workspaces;

    SentencePieceUnigram(PipelineTokenizer pipeline, Normalizer normalizer, UnigramSegmenter segmenter) {
        this.pipeline = pipeline;
        this.normalizer = normalizer;
        this.segmenter = segmenter;
        this.workspaces = new Spares<>(segmenter.model()::workspace);
    }

    @Override
    public UnigramModel model() {
        return segmenter.model();
    }

    @Override
    public Segmentation draw(String text, double alpha, RandomGenerator random) {
        byte[] s = normalized(text);
        UnigramWorkspace workspace = workspaces.take();
        int[] drawn = model().sampler(alpha).sample(s, 0, s.length, random, workspace);
        workspaces.give(workspace, s.length);
        return new Segmentation(segmenter.withFallback(s, drawn), model().score(drawn));
    }

    @Override
    public List<Segmentation> nbest(String text, int k) {
        byte[] s = normalized(text);
        List<Segmentation> best = new ArrayList<>();
        for (Segmentation one : model().nbest(s, k)) {
            best.add(new Segmentation(segmenter.withFallback(s, one.ids()), one.score()));
        }
        return best;
    }

    private byte[] normalized(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return normalizer.apply(utf8, 0, utf8.length, true);
    }

    @Override
    public int size() {
        return pipeline.size();
    }

    @Override
    public PieceKind kind(int id) {
        return pipeline.kind(id);
    }

    @Override
    public byte[] piece(int id) {
        return pipeline.piece(id);
    }

    @Override
    public OptionalInt id(byte[] piece) {
        return pipeline.id(piece);
    }

    @Override
    public int[] encode(String text) {
        return pipeline.encode(text);
    }

    @Override
    public int[] encode(byte[] utf8) {
        return pipeline.encode(utf8);
    }

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
}
