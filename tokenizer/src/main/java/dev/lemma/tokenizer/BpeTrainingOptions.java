package dev.lemma.tokenizer;

import java.util.List;
import java.util.Set;

/// How [BpeTrainer] trains.
///
/// @param vocabSize ids of the result: special pieces, 256 bytes, merges; what is possible depends on the
///     texts
/// @param specialPieces pieces of kind [PieceKind#CONTROL] that come first, all different
/// @param minCount pairs that are rarer are not merged; in `[1, 1,000,000]`
/// @param maxPieceLength longest piece in bytes, in `[2, 4096]`
/// @param normalization normal form of the texts
/// @param threads in `[1, 1024]`; the result does not depend on it
/// @param maxWordBytes memory for distinct words, in `[4,096, 2^30]`; when it is full the rarest are
///     forgotten
/// @param seed chooses among equally rare words that are forgotten; without effect if none is
public record BpeTrainingOptions(
        int vocabSize,
        List<String> specialPieces,
        int minCount,
        int maxPieceLength,
        TextNormalization normalization,
        int threads,
        long maxWordBytes,
        long seed) {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a value is outside its range or a special piece is there twice
    public BpeTrainingOptions {
        specialPieces = List.copyOf(specialPieces);
        Check.range("number of specialPieces", specialPieces.size(), 0, 10_000);
        if (Set.copyOf(specialPieces).size() < specialPieces.size()) {
            throw new IllegalArgumentException("specialPieces = " + specialPieces + "; they must differ");
        }
        Check.range("vocabSize", vocabSize, 256 + specialPieces.size(), UnigramTrainingOptions.MAX_VOCAB_SIZE);
        Check.range("minCount", minCount, 1, 1_000_000);
        Check.range("maxPieceLength", maxPieceLength, 2, 4_096);
        Check.range("threads", threads, 1, TrainingPool.MAX_THREADS);
        Check.range("maxWordBytes", maxWordBytes, 1 << 12, 1L << 30);
    }

    /// No special piece, pairs that occur twice, 256 bytes, texts as they are; one thread a processor and 256
    /// MiB of words.
    ///
    /// @param vocabSize ids of the result
    public static BpeTrainingOptions of(int vocabSize) {
        return new BpeTrainingOptions(
                vocabSize, List.of(), 2, 256, TextNormalization.NONE, Check.processors(), 1L << 28, 0);
    }

    /// The same with another `vocabSize`.
    public BpeTrainingOptions withVocabSize(int vocabSize) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `specialPieces`.
    public BpeTrainingOptions withSpecialPieces(List<String> specialPieces) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `minCount`.
    public BpeTrainingOptions withMinCount(int minCount) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `maxPieceLength`.
    public BpeTrainingOptions withMaxPieceLength(int maxPieceLength) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `normalization`.
    public BpeTrainingOptions withNormalization(TextNormalization normalization) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `threads`.
    public BpeTrainingOptions withThreads(int threads) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `maxWordBytes`.
    public BpeTrainingOptions withMaxWordBytes(long maxWordBytes) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }

    /// The same with another `seed`.
    public BpeTrainingOptions withSeed(long seed) {
        return new BpeTrainingOptions(
                vocabSize, specialPieces, minCount, maxPieceLength, normalization, threads, maxWordBytes, seed);
    }
}
