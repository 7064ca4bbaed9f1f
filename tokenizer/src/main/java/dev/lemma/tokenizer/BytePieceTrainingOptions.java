package dev.lemma.tokenizer;

import java.util.Comparator;
import java.util.List;

/// How [BytePieceTrainer] trains. Defaults are those of BytePiece 0.6.
///
/// @param maxVocabSizes ids of the results at most, three special ones included, each in `[259, 10,000,000]`;
///     one result each, the largest first
/// @param order longest n-gram of the model that finds candidates, in `[1, 7]` bytes
/// @param minCount n-grams and pieces of two or more bytes that are rarer are dropped; in `[1, 1,000,000]`
/// @param maxPieceLength longest piece in bytes, in `[1, 256]`
/// @param isolateDigits whether each decimal digit is a part by itself
/// @param ensureUnicode whether no candidate starts inside a character
/// @param normalization normal form of the texts
/// @param threads in `[1, 1024]`; the result does not depend on it
/// @param maxNgrams n-grams in memory, in `[65,536, 2^29]`, about 40 bytes each; when there are more, the
///     rarest go into their prefixes
/// @param maxPieceBytes memory for candidates, in `[4,096, 2^30]`; when it is full the rarest are forgotten
/// @param seed chooses among equally rare candidates that are forgotten; without effect if none is
public record BytePieceTrainingOptions(
        List<Integer> maxVocabSizes,
        int order,
        int minCount,
        int maxPieceLength,
        boolean isolateDigits,
        boolean ensureUnicode,
        TextNormalization normalization,
        int threads,
        int maxNgrams,
        long maxPieceBytes,
        long seed) {
    /// Checks the ranges and sorts the sizes.
    ///
    /// @throws IllegalArgumentException if a value is outside its range, or there is no size
    public BytePieceTrainingOptions {
        Check.range("number of maxVocabSizes", maxVocabSizes.size(), 1, 1_000);
        for (int size : maxVocabSizes) {
            Check.range("maxVocabSizes", size, 256 + 3, UnigramTrainingOptions.MAX_VOCAB_SIZE);
        }
        Check.range("order", order, 1, NgramCounts.MAX_ORDER);
        Check.range("minCount", minCount, 1, 1_000_000);
        Check.range("maxPieceLength", maxPieceLength, 1, 256);
        Check.range("threads", threads, 1, TrainingPool.MAX_THREADS);
        Check.range("maxNgrams", maxNgrams, 1 << 16, 1 << 29);
        Check.range("maxPieceBytes", maxPieceBytes, 1 << 12, 1L << 30);
        maxVocabSizes = maxVocabSizes.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /// BytePiece's settings: order 6, count 2, 36 bytes, whole characters, NFC; one thread a processor, 2^26
    /// n-grams, 1 GiB of candidates.
    ///
    /// @param maxVocabSize ids of the result at most
    public static BytePieceTrainingOptions of(int maxVocabSize) {
        return new BytePieceTrainingOptions(
                List.of(maxVocabSize),
                6,
                2,
                36,
                false,
                true,
                TextNormalization.NFC,
                Check.processors(),
                1 << 26,
                1L << 30,
                0);
    }

    /// The same with another `maxVocabSizes`.
    public BytePieceTrainingOptions withMaxVocabSizes(List<Integer> maxVocabSizes) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `order`.
    public BytePieceTrainingOptions withOrder(int order) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `minCount`.
    public BytePieceTrainingOptions withMinCount(int minCount) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `maxPieceLength`.
    public BytePieceTrainingOptions withMaxPieceLength(int maxPieceLength) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `isolateDigits`.
    public BytePieceTrainingOptions withIsolateDigits(boolean isolateDigits) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `ensureUnicode`.
    public BytePieceTrainingOptions withEnsureUnicode(boolean ensureUnicode) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `normalization`.
    public BytePieceTrainingOptions withNormalization(TextNormalization normalization) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `threads`.
    public BytePieceTrainingOptions withThreads(int threads) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `maxNgrams`.
    public BytePieceTrainingOptions withMaxNgrams(int maxNgrams) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `maxPieceBytes`.
    public BytePieceTrainingOptions withMaxPieceBytes(long maxPieceBytes) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }

    /// The same with another `seed`.
    public BytePieceTrainingOptions withSeed(long seed) {
        return new BytePieceTrainingOptions(
                maxVocabSizes,
                order,
                minCount,
                maxPieceLength,
                isolateDigits,
                ensureUnicode,
                normalization,
                threads,
                maxNgrams,
                maxPieceBytes,
                seed);
    }
}
