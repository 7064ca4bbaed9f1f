package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Trains a vocabulary of byte-pair encoding: starts from the 256 bytes and merges the most frequent pair of
/// neighbours inside words, again and again.
///
/// Of equally frequent pairs the one with the smaller left id goes first, then the smaller right id. Words
/// are counted by all threads; merging is one thread's work, as each merge depends on the one before and
/// touches few words.
///
/// The result depends on texts, splitter, options and seed only, not on the number of threads. Memory: about
/// 12 bytes for each byte of the distinct words and as much for their pairs.
///
/// Immutable: any number of threads may train with one trainer, each with its own pool of threads.
///
/// Source: Sennrich, Haddow & Birch 2016 (algorithm 1); bytes as in Radford et al. 2019 (GPT-2).
public final class BpeTrainer {
    private final BpeTrainingOptions options;
    private final TextSplitter splitter;

    /// A trainer with these options.
    ///
    /// @param splitter cuts texts into words. It decides the speed too: a merge goes through each word that
    ///     holds the pair, so words should be short
    public BpeTrainer(BpeTrainingOptions options, TextSplitter splitter) {
        this.options = options;
        this.splitter = splitter;
    }

    /// Trains on texts.
    ///
    /// @throws IllegalArgumentException if the texts hold no byte, or have too few pairs for the size asked
    ///     for; the message gives the sizes that they allow
    /// @throws CancellationException if the listener says so
    public TrainedBpe train(TrainingTexts texts, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, null);
        }
    }

    /// Trains on texts and measures the result on others.
    ///
    /// @throws IllegalArgumentException as in [#train(TrainingTexts, TrainingListener)]
    /// @throws CancellationException if the listener says so
    public TrainedBpe train(TrainingTexts texts, TrainingTexts heldOut, TrainingListener listener) {
        try (TrainingPool pool = new TrainingPool(options.threads(), listener)) {
            return new Run(pool).train(texts, heldOut);
        }
    }

    private final class Run {
        private final TrainingPool pool;
        private final StageClock clock = new StageClock();
        private final int specials = options.specialPieces().size();
        // Symbol -> bytes; a symbol's id is that many after the special pieces
        private final List<byte[]> pieces = new ArrayList<>();
        private final List<Long> counts = new ArrayList<>();
        private final ByteStringCounts symbols = new ByteStringCounts();
        private int[] merges = new int[3 * 256];
        private int mergeCount;

        Run(TrainingPool pool) {
            this.pool = pool;
        }

        TrainedBpe train(TrainingTexts texts, @Nullable TrainingTexts heldOut) {
            List<UnitCounts> counted = new ArrayList<>();
            clock.time(TrainingStage.COUNT, () -> counted.add(count(texts, TrainingStage.COUNT)));
            UnitCounts words = counted.getFirst();
            if (words.counts().size() == 0) {
                throw new IllegalArgumentException("texts hold no byte to train on");
            }
            List<TrainingReport.Compression> measured = new ArrayList<>();
            clock.time(TrainingStage.MERGE, () -> {
                long tokens = merge(words.counts().all());
                measured.add(new TrainingReport.Compression(words.bytes(), tokens));
            });
            if (heldOut != null) {
                clock.time(TrainingStage.MEASURE, () -> measured.add(measure(heldOut)));
            }
            TrainingReport report = new TrainingReport(
                    measured.getFirst(),
                    heldOut == null ? Optional.empty() : Optional.of(measured.getLast()),
                    1,
                    pieces.size(),
                    0,
                    words.counts().forgotten(),
                    clock.times());
            return trained(report);
        }

        private UnitCounts count(TrainingTexts texts, TrainingStage stage) {
            ShardedCounts counts = new ShardedCounts(options.maxWordBytes(), options.seed());
            return UnitCounts.of(texts, worker -> splitter, options.normalization(), counts, pool, stage);
        }

        /// Merges until the vocabulary is full; returns the tokens of the words.
        private long merge(ByteStringCounts words) {
            long[] bytes = new long[256];
            for (int w = 0; w < words.size(); w++) {
                for (int i = words.start(w); i < words.end(w); i++) {
                    bytes[words.arena()[i] & 0xff] += words.count(w);
                }
            }
            for (int b = 0; b < 256; b++) {
                addPiece(new byte[] {(byte) b}, Math.max(1, bytes[b]));
            }
            int target = options.vocabSize() - specials;
            BpeMerger merger = new BpeMerger(words);
            while (pieces.size() < target) {
                if (mergeCount % 256 == 0) {
                    pool.checkCancelled();
                    pool.listener().progress(TrainingStage.MERGE, pieces.size() - 256L, target - 256L);
                }
                boolean merged = merger.mergeNext(
                        options.minCount(),
                        (left, right) -> pieces.get(left).length + pieces.get(right).length <= options.maxPieceLength(),
                        this::name);
                if (!merged) {
                    throw new IllegalArgumentException("vocabSize = " + options.vocabSize() + ", not in ["
                            + (specials + 256) + ", " + (specials + pieces.size()) + "]: no other pair of at most "
                            + options.maxPieceLength() + " bytes occurs " + options.minCount()
                            + " times in these texts");
                }
            }
            pool.listener().progress(TrainingStage.MERGE, target - 256L, target - 256L);
            return merger.tokens();
        }

        private void addPiece(byte[] piece, long count) {
            pieces.add(piece);
            counts.add(count);
            symbols.add(piece, 0, piece.length, 1);
        }

        private int name(BpeMerger.Merge merge) {
            byte[] left = pieces.get(merge.left());
            byte[] right = pieces.get(merge.right());
            byte[] piece = Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, piece, left.length, right.length);
            int symbol = symbols.find(piece);
            if (symbol < 0) {
                symbol = pieces.size();
                addPiece(piece, merge.count());
            }
            if (3 * mergeCount == merges.length) {
                merges = Arrays.copyOf(merges, 2 * merges.length);
            }
            merges[3 * mergeCount] = merge.left() + specials;
            merges[3 * mergeCount + 1] = merge.right() + specials;
            merges[3 * mergeCount++ + 2] = symbol + specials;
            return symbol;
        }

        private TrainingReport.Compression measure(TrainingTexts texts) {
            UnitCounts counted = count(texts, TrainingStage.MEASURE);
            ByteStringCounts words = counted.counts().all();
            LongTable ranks = new LongTable();
            for (int rank = 0; rank < mergeCount; rank++) {
                ranks.add(pairKey(merges[3 * rank], merges[3 * rank + 1]), rank + 1L);
            }
            long tokens = 0;
            for (int w = 0; w < words.size(); w++) {
                tokens += words.count(w) * tokens(words, w, ranks);
            }
            return new TrainingReport.Compression(counted.bytes(), tokens);
        }

        /// Tokens of a word: the merge of the lowest rank everywhere, from the left, until none is left.
        private int tokens(ByteStringCounts words, int word, LongTable ranks) {
            int n = words.end(word) - words.start(word);
            int[] ids = new int[n];
            for (int i = 0; i < n; i++) {
                ids[i] = (words.arena()[words.start(word) + i] & 0xff) + specials;
            }
            while (true) {
                long lowest = Long.MAX_VALUE;
                for (int i = 1; i < n; i++) {
                    int slot = ranks.find(pairKey(ids[i - 1], ids[i]));
                    lowest = slot < 0 ? lowest : Math.min(lowest, ranks.value(slot));
                }
                if (lowest == Long.MAX_VALUE) {
                    return n;
                }
                int merge = 3 * (int) (lowest - 1);
                int out = 0;
                for (int i = 0; i < n; i++) {
                    boolean both = i + 1 < n && ids[i] == merges[merge] && ids[i + 1] == merges[merge + 1];
                    ids[out++] = both ? merges[merge + 2] : ids[i];
                    i += both ? 1 : 0;
                }
                n = out;
            }
        }

        private TrainedBpe trained(TrainingReport report) {
            int size = specials + pieces.size();
            byte[][] strings = new byte[size][];
            PieceKind[] kinds = new PieceKind[size];
            double[] scores = new double[size];
            long[] pieceCounts = new long[size];
            for (int id = 0; id < size; id++) {
                boolean special = id < specials;
                strings[id] = special
                        ? options.specialPieces().get(id).getBytes(StandardCharsets.UTF_8)
                        : pieces.get(id - specials);
                kinds[id] = special ? PieceKind.CONTROL : PieceKind.NORMAL;
                scores[id] = special ? 0 : -id;
                pieceCounts[id] = special ? 0 : counts.get(id - specials);
            }
            TrainedVocabulary vocabulary = new TrainedVocabulary(strings, kinds, scores, pieceCounts, report);
            return new TrainedBpe(vocabulary, Arrays.copyOf(merges, 3 * mergeCount));
        }
    }

    private static long pairKey(int left, int right) {
        return left + 1L << 32 | right;
    }
}
