package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// A tokenizer in the usual steps: added tokens, normalisation, a first cut, segmentation; and back.
///
/// Immutable: any number of threads may use one. Time is linear in the text but for the segmenter's own.
final class PipelineTokenizer implements Tokenizer {
    private final Parts parts;
    private final Spares<Segmenter.Run> runs;

    /// The steps.
    ///
    /// @param added found in the text as it comes
    /// @param addedNormalized found in normalised text
    record Parts(
            PieceTable pieces,
            List<PieceKind> kinds,
            AddedTokens added,
            Normalizer normalizer,
            AddedTokens addedNormalized,
            PreTokenizer preTokenizer,
            Segmenter segmenter,
            Decoder decoder,
            TokenizerInfo info) {
        Parts {
            kinds = List.copyOf(kinds);
        }
    }

    PipelineTokenizer(Parts parts) {
        this.parts = parts;
        this.runs = new Spares<>(parts.segmenter::start);
    }

    @Override
    public int size() {
        return parts.pieces.size();
    }

    @Override
    public PieceKind kind(int id) {
        return parts.kinds.get(parts.pieces.check(id));
    }

    @Override
    public byte[] piece(int id) {
        return parts.pieces.piece(parts.pieces.check(id));
    }

    @Override
    public OptionalInt id(byte[] piece) {
        int id = parts.pieces.id(piece, 0, piece.length);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), false);
    }

    @Override
    public int[] encode(byte[] utf8) {
        return encode(utf8, false);
    }

    @Override
    public int[] encodeSpecial(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), true);
    }

    private int[] encode(byte[] s, boolean special) {
        IdBuffer out = new IdBuffer();
        Segmenter.Run run = runs.take();
        PreTokenizer.Sink segment = (t, from, to, first) -> run.segment(t, from, to, out);
        PreTokenizer.Sink cut = (t, from, to, first) -> parts.preTokenizer.split(t, from, to, first, segment);
        PreTokenizer.Sink normalize = (t, from, to, first) -> {
            byte[] normal = parts.normalizer.apply(t, from, to, first);
            parts.addedNormalized.split(normal, 0, normal.length, first, special, out, cut);
        };
        parts.added.split(s, 0, s.length, true, special, out, normalize);
        runs.give(run, s.length);
        return out.toArray();
    }

    @Override
    public byte[] decodeToBytes(int[] ids) {
        for (int id : ids) {
            parts.pieces.check(id);
        }
        return parts.decoder.decode(ids);
    }

    @Override
    public TokenizerInfo describe() {
        return parts.info;
    }
}
