package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Trains a vocabulary of byte pieces without iterations over the texts: an n-gram model cuts them into
/// candidates, which are then thinned out among themselves.
///
/// 1. Byte n-grams up to `order` are counted over the parts of the texts (lines, at most 10,000 characters).
/// 2. Those of two or more bytes that are rarer than `minCount` go; the others give `ln P(last byte | bytes
///    before)`.
/// 3. Each part is cut into candidates by [BytePieceSegmenter], and these are counted; all single bytes
///    belong to them.
/// 4. Candidates that are too rare or too long go: the others segment them and take over their counts.
/// 5. Each piece is segmented by all pieces, which take over its count, until none is left that never wins.
/// 6. If there are still too many, the most frequent stay and take over the counts of the others; then 5
///    again.
///
/// Ids: `<pad>`, `<bos>`, `<eos>`, then pieces by length and bytes. A piece's score is `ln(count) - ln(sum)`.
///
/// The result depends on texts, options and seed only, not on the number of threads. It goes through the
/// texts three times. Memory: about 40 bytes for each distinct n-gram, and the distinct candidates.
///
/// Immutable: any number of threads may train with one trainer, each with its own pool of threads.
///
/// Source: J. Su, Scientific Spaces 9752 and 9768; BytePiece 0.6. One departure: see [BytePieceSegmenter].
public final class BytePieceTrainer {
    private static final int MAX_PART_CHARS = 10_000;
    private static final int SPECIALS = 3;
    /// Pieces a task when pieces are segmented.
    private static final int BLOCK = 1 << 12;

    private final BytePieceTrainingOptions options;

    /// A trainer with these options.
    public BytePieceTrainer(BytePieceTrainingOptions options) {
        this.options = options;
    }

    /// Trains on texts: a vocabulary for each size asked for, the largest first. One that is smaller than
    /// asked for has all pieces that are left after step 5.
    ///
    /// @throws IllegalArgumentException if the texts hold no byte
    /// @throws CancellationException if the listener says so
    public List<TrainedVocabulary> train(TrainingTexts texts, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, null);
        }
    }

    /// Trains on texts and measures the results on others.
    ///
    /// @throws IllegalArgumentException if the texts hold no byte
    /// @throws CancellationException if the listener says so
    public List<TrainedVocabulary> train(TrainingTexts texts, TrainingTexts heldOut, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, heldOut);
        }
    }

    /// Pieces with their counts, which belong to it.
    private static final class Vocabulary implements CountedStrings {
        private final PieceSet pieces;
        private final long[] counts;
        private final double[] scores; // piece -> ln(count) - ln(sum)

        Vocabulary(PieceSet pieces, long[] counts) {
            this.pieces = pieces;
            this.counts = counts;
            scores = new double[counts.length];
            double total = Math.log((double) Arrays.stream(counts).sum());
            for (int p = 0; p < scores.length; p++) {
                scores[p] = Math.log((double) counts[p]) - total;
            }
        }

        UnigramLattice lattice() {
            return new UnigramLattice(pieces, new CandidateTrie(pieces), scores);
        }

        /// The pieces of these numbers, which ascend, with other counts.
        Vocabulary select(int[] kept, long[] allCounts) {
            return new Vocabulary(
                    pieces.select(kept),
                    Arrays.stream(kept).mapToLong(p -> allCounts[p]).toArray());
        }

        @Override
        public int size() {
            return counts.length;
        }

        @Override
        public byte[] arena() {
            return pieces.arena();
        }

        @Override
        public int start(int string) {
            return pieces.start(string);
        }

        @Override
        public int end(int string) {
            return pieces.end(string);
        }

        @Override
        public long count(int string) {
            return counts[string];
        }
    }

    private final class Run {
        private final TrainingPool pool;
        private final StageClock clock = new StageClock();
        private final UnigramLattice.Workspace[] workspaces;
        private long bytes;
        private long forgotten;
        private int candidates;

        Run(TrainingPool pool) {
            this.pool = pool;
            workspaces = new UnigramLattice.Workspace[pool.threads()];
            Arrays.setAll(workspaces, w -> new UnigramLattice.Workspace());
        }

        List<TrainedVocabulary> train(TrainingTexts texts, @Nullable TrainingTexts heldOut) {
            List<NgramCounts.NgramModel> models = new ArrayList<>();
            clock.time(TrainingStage.COUNT, () -> models.add(countNgrams(texts)));
            List<ShardedCounts> found = new ArrayList<>();
            clock.time(TrainingStage.SEGMENT, () -> found.add(segment(texts, models.removeFirst())));
            List<Vocabulary> results = new ArrayList<>();
            clock.time(TrainingStage.PRUNE, () -> results.addAll(prune(found.removeFirst())));
            List<UnigramLattice> lattices =
                    results.stream().map(Vocabulary::lattice).toList();
            List<List<TrainingReport.Compression>> measured = new ArrayList<>();
            clock.time(TrainingStage.MEASURE, () -> {
                measured.add(measure(lattices, texts, bytes));
                if (heldOut != null) {
                    measured.add(measure(lattices, heldOut, 0));
                }
            });
            List<TrainedVocabulary> trained = new ArrayList<>();
            for (int r = 0; r < results.size(); r++) {
                TrainingReport report = new TrainingReport(
                        measured.getFirst().get(r),
                        heldOut == null
                                ? Optional.empty()
                                : Optional.of(measured.getLast().get(r)),
                        1,
                        candidates,
                        candidates - results.get(r).size(),
                        forgotten,
                        clock.times());
                trained.add(trained(results.get(r), report));
            }
            return trained;
        }

        /// Hands the parts of a block to `receiver`.
        private void parts(TextBlocks.Block block, boolean isolateDigits, TextSplitter.Receiver receiver) {
            for (int t = 0; t < block.size(); t++) {
                byte[] text = options.normalization().apply(block.bytes(), block.start(t), block.end(t));
                TextParts.lines(text, 0, text.length, MAX_PART_CHARS, isolateDigits, receiver);
            }
        }

        private NgramCounts.NgramModel countNgrams(TrainingTexts texts) {
            NgramCounts counts = new NgramCounts(options.order(), options.maxNgrams(), pool);
            bytes = TextBlocks.forEachBatch(
                    texts,
                    pool,
                    TrainingStage.COUNT,
                    0,
                    blocks -> counts.add(
                            blocks.size(), (b, receiver) -> parts(blocks.get(b), options.isolateDigits(), receiver)));
            if (bytes == 0) {
                throw new IllegalArgumentException("texts hold no byte to train on");
            }
            counts.complete();
            forgotten += counts.forgotten();
            return counts.model(options.minCount());
        }

        private ShardedCounts segment(TrainingTexts texts, NgramCounts.NgramModel model) {
            ShardedCounts found = new ShardedCounts(options.maxPieceBytes(), options.seed());
            BytePieceSegmenter[] segmenters = new BytePieceSegmenter[pool.threads()];
            Arrays.setAll(segmenters, w -> new BytePieceSegmenter(model, options.ensureUnicode()));
            TextBlocks.forEachBatch(texts, pool, TrainingStage.SEGMENT, bytes, blocks -> {
                List<ByteStringCounts> tables = new ArrayList<>();
                blocks.forEach(b -> tables.add(new ByteStringCounts()));
                pool.run(blocks.size(), (b, worker) -> {
                    ByteStringCounts table = tables.get(b);
                    TextSplitter.Receiver count = (text, from, to) -> table.add(text, from, to, 1);
                    BytePieceSegmenter segmenter = segmenters[worker];
                    parts(
                            blocks.get(b),
                            options.isolateDigits(),
                            (part, from, to) -> segmenter.segment(part, from, to, count));
                });
                found.merge(tables, pool);
            });
            forgotten += found.forgotten();
            return found;
        }

        /// Steps 4 to 6, for each size.
        private List<Vocabulary> prune(ShardedCounts found) {
            Vocabulary vocabulary = withoutWasted(withoutRare(found));
            List<Vocabulary> results = new ArrayList<>();
            for (int size : options.maxVocabSizes()) {
                if (vocabulary.size() > size - SPECIALS) {
                    vocabulary = withoutWasted(cut(vocabulary, size - SPECIALS));
                }
                results.add(vocabulary);
            }
            return results;
        }

        private boolean isKept(int length, long count) {
            return length == 1 || length <= options.maxPieceLength() && count >= options.minCount();
        }

        private Vocabulary withoutRare(ShardedCounts found) {
            ByteStringCounts singles = new ByteStringCounts();
            for (int b = 0; b < 256; b++) {
                singles.add(new byte[] {(byte) b}, 0, 1, 0);
            }
            ByteStringCounts kept = new ByteStringCounts();
            ByteStringCounts dropped = new ByteStringCounts();
            for (int s = 0; s < ShardedCounts.SHARDS; s++) {
                ByteStringCounts shard = found.shard(s);
                for (int e = 0; e < shard.size(); e++) {
                    int length = shard.end(e) - shard.start(e);
                    ByteStringCounts to = length == 1 ? singles : isKept(length, shard.count(e)) ? kept : dropped;
                    to.add(shard.arena(), shard.start(e), shard.end(e), shard.hash(e), shard.count(e));
                }
            }
            candidates = Math.addExact(256 + kept.size(), dropped.size());
            for (int b = 0; b < 256; b++) {
                long count = Math.max(1, singles.count(b));
                kept.add(singles.arena(), singles.start(b), singles.end(b), singles.hash(b), count);
            }
            Vocabulary vocabulary = sorted(kept);
            long[] counts = split(vocabulary.lattice(), vocabulary.size(), dropped);
            for (int p = 0; p < counts.length; p++) {
                counts[p] += vocabulary.counts[p];
            }
            return new Vocabulary(vocabulary.pieces, counts);
        }

        private static Vocabulary sorted(ByteStringCounts strings) {
            int[] order = IntStream.range(0, strings.size())
                    .boxed()
                    .sorted((a, b) -> Arrays.compareUnsigned(
                            strings.arena(),
                            strings.start(a),
                            strings.end(a),
                            strings.arena(),
                            strings.start(b),
                            strings.end(b)))
                    .mapToInt(e -> e)
                    .toArray();
            int[] starts = Arrays.stream(order).map(strings::start).toArray();
            int[] lengths = Arrays.stream(order)
                    .map(e -> strings.end(e) - strings.start(e))
                    .toArray();
            long[] counts = Arrays.stream(order).mapToLong(strings::count).toArray();
            return new Vocabulary(new PieceSet(strings.arena(), starts, lengths), counts);
        }

        /// Step 5.
        private Vocabulary withoutWasted(Vocabulary start) {
            Vocabulary vocabulary = start;
            int first = start.size();
            int size;
            do {
                pool.listener().progress(TrainingStage.PRUNE, first - vocabulary.size(), 0);
                size = vocabulary.size();
                long[] counts = split(vocabulary.lattice(), size, vocabulary);
                int[] used = IntStream.range(0, size).filter(p -> counts[p] > 0).toArray();
                vocabulary = vocabulary.select(used, counts);
            } while (vocabulary.size() < size);
            return vocabulary;
        }

        /// Step 6: the `target` first by (single bytes, count, length, bytes), and the counts of the others.
        private Vocabulary cut(Vocabulary vocabulary, int target) {
            PieceSet pieces = vocabulary.pieces;
            int[] order = IntStream.range(0, vocabulary.size())
                    .boxed()
                    .sorted(Comparator.<Integer>comparingInt(p -> pieces.length(p) > 1 ? 1 : 0)
                            .thenComparingLong(p -> -vocabulary.counts[p])
                            .thenComparingInt(p -> -pieces.length(p))
                            .thenComparingInt(p -> p))
                    .mapToInt(p -> p)
                    .toArray();
            int[] kept = Arrays.copyOf(order, target);
            int[] dropped = Arrays.copyOfRange(order, target, order.length);
            Arrays.sort(kept);
            Arrays.sort(dropped);
            Vocabulary smaller = vocabulary.select(kept, vocabulary.counts);
            Vocabulary rest = vocabulary.select(dropped, vocabulary.counts);
            long[] counts = split(smaller.lattice(), smaller.size(), rest);
            for (int p = 0; p < counts.length; p++) {
                counts[p] += smaller.counts[p];
            }
            return new Vocabulary(smaller.pieces, counts);
        }

        /// How often each piece occurs in the best segmentations of strings.
        private long[] split(UnigramLattice lattice, int pieces, CountedStrings strings) {
            int size = strings.size();
            long[][] partial = new long[pool.threads()][pieces];
            pool.run((size + BLOCK - 1) / BLOCK, (b, worker) -> {
                UnigramLattice.Workspace work = workspaces[worker];
                for (int s = b * BLOCK; s < Math.min(size, (b + 1) * BLOCK); s++) {
                    int n = lattice.best(strings.arena(), strings.start(s), strings.end(s), -1, work);
                    for (int k = 0; k < n; k++) {
                        partial[worker][work.path(k)] += strings.count(s);
                    }
                }
            });
            long[] counts = new long[pieces];
            for (long[] part : partial) {
                for (int p = 0; p < pieces; p++) {
                    counts[p] += part[p];
                }
            }
            return counts;
        }

        /// Bytes a token of each vocabulary. Digits are not isolated: BytePiece does so in training only.
        private List<TrainingReport.Compression> measure(
                List<UnigramLattice> lattices, TrainingTexts texts, long total) {
            long[][] tokens = new long[pool.threads()][lattices.size()];
            long size = TextBlocks.forEachBatch(
                    texts,
                    pool,
                    TrainingStage.MEASURE,
                    total,
                    blocks -> pool.run(
                            blocks.size(),
                            (b, worker) -> parts(blocks.get(b), false, (part, from, to) -> {
                                for (int l = 0; l < tokens[worker].length; l++) {
                                    tokens[worker][l] += lattices.get(l).best(part, from, to, -1, workspaces[worker]);
                                }
                            })));
            return IntStream.range(0, lattices.size())
                    .mapToObj(l -> new TrainingReport.Compression(
                            size, Arrays.stream(tokens).mapToLong(t -> t[l]).sum()))
                    .toList();
        }
    }

    private static TrainedVocabulary trained(Vocabulary vocabulary, TrainingReport report) {
        PieceSet pieces = vocabulary.pieces;
        // Pieces are in order of their bytes already, and the sort keeps that among equally long ones.
        int[] order = IntStream.range(0, vocabulary.size())
                .boxed()
                .sorted(Comparator.comparingInt(pieces::length))
                .mapToInt(p -> p)
                .toArray();
        int size = SPECIALS + order.length;
        byte[][] strings = new byte[size][];
        PieceKind[] kinds = new PieceKind[size];
        double[] scores = new double[size];
        long[] counts = new long[size];
        for (int id = 0; id < size; id++) {
            boolean special = id < SPECIALS;
            int piece = special ? -1 : order[id - SPECIALS];
            strings[id] = special
                    ? BytePieceVocabulary.CONTROLS.get(id).getBytes(StandardCharsets.UTF_8)
                    : pieces.bytes(piece);
            kinds[id] = special ? PieceKind.CONTROL : PieceKind.NORMAL;
            scores[id] = special ? 0 : vocabulary.scores[piece];
            counts[id] = special ? 0 : vocabulary.counts[piece];
        }
        return new TrainedVocabulary(strings, kinds, scores, counts, report);
    }
}
