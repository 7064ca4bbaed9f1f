package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Trains a Unigram vocabulary: starts from all frequent substrings and drops those whose loss costs the
/// likelihood of the texts least, until as many are left as asked for.
///
/// 1. Distinct words (or lines) are counted, and candidates come from their suffix array.
/// 2. Expectation maximisation fits the probabilities `p` of the pieces: the likelihood of a unit is the sum
///    over its segmentations of the product of their `p`. The M step is `ln p = psi(expected) - psi(sum)`.
/// 3. Each piece's loss is estimated as if the best segmentation of its bytes took over its count; the share
///    `shrinkingFactor` with the largest losses stays. 2 and 3 repeat down to 1.1 times the size, and the
///    highest scores make the result. Single characters (of lines: bytes) always stay.
///
/// Ids of a result from words: `<unk>`, `<s>`, `</s>`, the byte pieces if asked for, then pieces by falling
/// score. From lines: `<pad>`, `<bos>`, `<eos>`, then pieces by length and bytes, all 256 bytes among them,
/// as BytePiece orders them.
///
/// The result depends on texts, options and seed only, not on the number of threads. Memory: the distinct
/// units, about 20 bytes for each byte of them while candidates are looked for, and about 200 bytes a
/// candidate.
///
/// Immutable: any number of threads may train with one trainer, each with its own pool of threads.
///
/// Source: Kudo 2018, Subword Regularization, section 3.2; steps and constants as in SentencePiece 0.1.97.
public final class UnigramTrainer {
    /// Pieces are pruned to this much above the size, then cut by score (SentencePiece).
    private static final double PRUNE_ABOVE = 1.1;

    /// Longest word in bytes and longest line in characters; longer ones are cut.
    private static final int MAX_WORD_BYTES = 1 << 12;

    private static final int MAX_LINE_CHARS = 10_000;
    private static final byte[] SPACE_MARK = "\u2581".getBytes(StandardCharsets.UTF_8);
    private static final List<String> WORD_SPECIALS = List.of("<unk>", "<s>", "</s>");

    private final UnigramTrainingOptions options;

    /// A trainer with these options.
    public UnigramTrainer(UnigramTrainingOptions options) {
        this.options = options;
    }

    /// Trains on texts.
    ///
    /// @throws IllegalArgumentException if the texts hold nothing, or if their pieces do not allow the size
    ///     asked for; the message gives the sizes that they allow
    /// @throws CancellationException if the listener says so
    public TrainedVocabulary train(TrainingTexts texts, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, null);
        }
    }

    /// Trains on texts and measures the result on others.
    ///
    /// @throws IllegalArgumentException as in [#train(TrainingTexts, TrainingListener)]
    /// @throws CancellationException if the listener says so
    public TrainedVocabulary train(TrainingTexts texts, TrainingTexts heldOut, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, heldOut);
        }
    }

    private final class Run {
        private final TrainingPool pool;
        private final boolean words = options.units() == TrainingUnits.WORDS;
        private final StageClock clock = new StageClock();
        private long bytes;
        private long forgotten;
        private @Nullable CharacterInventory characters;

        Run(TrainingPool pool) {
            this.pool = pool;
        }

        TrainedVocabulary train(TrainingTexts texts, @Nullable TrainingTexts heldOut) {
            List<CharacterInventory.Cut> cuts = new ArrayList<>();
            clock.time(TrainingStage.COUNT, () -> cuts.add(count(texts)));
            CharacterInventory.Cut cut = cuts.getFirst();
            List<UnigramFit> fits = new ArrayList<>();
            clock.time(TrainingStage.SEED, () -> fits.add(seed(cut.units())));
            UnigramFit fit = fits.getFirst();
            int candidates = fit.pieces().size();
            clock.time(TrainingStage.PRUNE, () -> prune(fit));
            List<TrainingReport.Compression> measured = new ArrayList<>();
            clock.time(TrainingStage.MEASURE, () -> {
                measured.add(compression(fit, cut, bytes));
                if (heldOut != null) {
                    measured.add(measure(fit, heldOut));
                }
            });
            TrainingReport report = new TrainingReport(
                    measured.getFirst(),
                    heldOut == null ? Optional.empty() : Optional.of(measured.getLast()),
                    characters == null ? 1 : characters.coverage(),
                    candidates,
                    candidates - fit.pieces().size(),
                    forgotten,
                    clock.times());
            return vocabulary(fit, report);
        }

        private UnitCounts unitCounts(TrainingTexts texts, TrainingStage stage) {
            return UnitCounts.of(
                    texts,
                    worker -> splitter(),
                    options.normalization(),
                    new ShardedCounts(options.maxUnitBytes(), options.seed()),
                    pool,
                    stage);
        }

        private TextSplitter splitter() {
            return switch (options.units()) {
                case WORDS -> {
                    byte[] scratch = new byte[MAX_WORD_BYTES + 1];
                    yield (text, from, to, receiver) ->
                            TextParts.words(text, from, to, scratch, MAX_WORD_BYTES, receiver);
                }
                case LINES ->
                    (text, from, to, receiver) -> TextParts.lines(text, from, to, MAX_LINE_CHARS, false, receiver);
            };
        }

        private CharacterInventory.Cut count(TrainingTexts texts) {
            UnitCounts counted = unitCounts(texts, TrainingStage.COUNT);
            bytes = counted.bytes();
            forgotten = counted.counts().forgotten();
            if (counted.counts().size() == 0) {
                throw new IllegalArgumentException("texts hold no " + (words ? "word" : "byte") + " to train on");
            }
            if (words) {
                characters = CharacterInventory.of(counted.counts(), options.characterCoverage());
            }
            CharacterInventory.Cut cut = cut(counted.counts());
            if (!words) {
                // Bytes that do not occur are units that occur 0 times: so they become candidates all the
                // same.
                for (int b = 0; b < 256; b++) {
                    cut.units().add(new byte[] {(byte) b}, 0, 1, 0);
                }
            }
            return cut;
        }

        private CharacterInventory.Cut cut(ShardedCounts counts) {
            if (characters != null) {
                return characters.cut(counts, options.splitByScript(), options.byteFallback());
            }
            return new CharacterInventory.Cut(counts.all(), 0);
        }

        private UnigramFit seed(ByteStringCounts units) {
            pool.listener().progress(TrainingStage.SEED, 0, 1);
            SeedPieces seeds = SeedPieces.of(units, words, options.maxPieceLength(), options.maxSeeds());
            pool.checkCancelled();
            PieceSet pieces = seeds.pieces();
            double[] scores = new double[pieces.size()];
            double sum = 0;
            for (int p = 0; p < scores.length; p++) {
                int length = words ? pieces.chars(p) : pieces.length(p);
                scores[p] = Math.max(1, seeds.frequency(p)) * (double) length;
                sum += scores[p];
            }
            for (int p = 0; p < scores.length; p++) {
                scores[p] = Math.log(scores[p] / sum);
            }
            UnigramFit fit = new UnigramFit(units, words, pieces, scores, pool);
            checkSize(fit);
            pool.listener().progress(TrainingStage.SEED, 1, 1);
            return fit;
        }

        private int specials() {
            return 3 + (words && options.byteFallback() ? 256 : 0);
        }

        private void checkSize(UnigramFit fit) {
            int required = 0;
            for (int p = 0; p < fit.pieces().size(); p++) {
                required += fit.isRequired(p) ? 1 : 0;
            }
            int min = specials() + required;
            int max = specials() + fit.pieces().size();
            if (options.vocabSize() < min || options.vocabSize() > max) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "vocabSize = %d, not in [%d, %d]: these texts have %d single %s, which all get a piece, and %d"
                                + " longer candidates; %d ids are special",
                        options.vocabSize(),
                        min,
                        max,
                        required,
                        words ? "characters" : "bytes",
                        fit.pieces().size() - required,
                        specials()));
            }
        }

        private void prune(UnigramFit fit) {
            int size = options.vocabSize() - specials();
            int target = (int) (size * PRUNE_ABOVE);
            int first = fit.pieces().size();
            while (true) {
                pool.listener()
                        .progress(TrainingStage.PRUNE, first - fit.pieces().size(), first - size);
                for (int i = 0; i < options.subIterations(); i++) {
                    fit.expect();
                    fit.maximize(size);
                }
                if (fit.pieces().size() <= target) {
                    break;
                }
                fit.prune(Math.max(
                        target, (int) (options.shrinkingFactor() * fit.pieces().size())));
            }
            fit.cut(size);
            pool.listener().progress(TrainingStage.PRUNE, first - size, first - size);
        }

        private TrainingReport.Compression compression(UnigramFit fit, CharacterInventory.Cut cut, long textBytes) {
            long tokens = cut.uncovered();
            for (long count : fit.bestCounts(cut.units())) {
                tokens += count;
            }
            return new TrainingReport.Compression(textBytes, tokens);
        }

        private TrainingReport.Compression measure(UnigramFit fit, TrainingTexts texts) {
            UnitCounts counted = unitCounts(texts, TrainingStage.MEASURE);
            return compression(fit, cut(counted.counts()), counted.bytes());
        }

        private TrainedVocabulary vocabulary(UnigramFit fit, TrainingReport report) {
            List<byte[]> pieces = new ArrayList<>();
            List<PieceKind> kinds = new ArrayList<>();
            for (String special : words ? WORD_SPECIALS : BytePieceVocabulary.CONTROLS) {
                pieces.add(special.getBytes(StandardCharsets.UTF_8));
                kinds.add(special.equals("<unk>") ? PieceKind.UNKNOWN : PieceKind.CONTROL);
            }
            for (int b = 0; pieces.size() < specials(); b++) {
                pieces.add(String.format(Locale.ROOT, "<0x%02X>", b).getBytes(StandardCharsets.UTF_8));
                kinds.add(PieceKind.BYTE);
            }
            double[] scores = new double[options.vocabSize()];
            long[] counts = new long[options.vocabSize()];
            PieceSet set = fit.pieces();
            Comparator<Integer> order = words
                    ? Comparator.<Integer>comparingDouble(p -> -fit.score(p))
                    : Comparator.<Integer>comparingInt(set::length);
            // Pieces are in order of their bytes already, and the sort keeps that among equals.
            int[] ids = IntStream.range(0, set.size())
                    .boxed()
                    .sorted(order)
                    .mapToInt(p -> p)
                    .toArray();
            for (int p : ids) {
                scores[pieces.size()] = fit.score(p);
                counts[pieces.size()] = Math.max(1, Math.round(fit.expected(p)));
                pieces.add(words ? withSpaceMark(set.bytes(p)) : set.bytes(p));
                kinds.add(PieceKind.NORMAL);
            }
            return new TrainedVocabulary(
                    pieces.toArray(byte[][]::new), kinds.toArray(PieceKind[]::new), scores, counts, report);
        }
    }

    /// The piece with U+2581 for the space that it may start with.
    private static byte[] withSpaceMark(byte[] piece) {
        if (piece[0] != ' ') {
            return piece;
        }
        byte[] marked = Arrays.copyOf(SPACE_MARK, SPACE_MARK.length + piece.length - 1);
        System.arraycopy(piece, 1, marked, SPACE_MARK.length, piece.length - 1);
        return marked;
    }
}
