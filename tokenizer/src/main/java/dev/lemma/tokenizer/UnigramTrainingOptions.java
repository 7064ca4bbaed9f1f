package dev.lemma.tokenizer;

/// How [UnigramTrainer] trains.
///
/// @param vocabSize ids of the result, special and byte pieces included; what is possible depends on the
///     texts
/// @param units what no piece reaches across
/// @param normalization normal form of the texts
/// @param characterCoverage share of the characters of the texts, in `[0.9, 1]`, that get a piece, the most
///     frequent first; the others are unknown or bytes. Without meaning for lines, where every byte has a
///     piece
/// @param byteFallback whether there is a piece of kind [PieceKind#BYTE] for each byte. Without meaning for
///     lines
/// @param splitByScript whether words are cut where the script changes (letters, digits and punctuation,
///     say). Without meaning for lines
/// @param maxPieceLength longest piece in `[1, 256]`: characters for words, bytes for lines
/// @param maxSeeds candidates to start from at most, in `[1, 10,000,000]`
/// @param shrinkingFactor share of the candidates that each pruning keeps, in `[0.1, 0.95]`
/// @param subIterations rounds of expectation maximisation between prunings, in `[1, 100]`
/// @param threads in `[1, 1024]`; the result does not depend on it
/// @param maxUnitBytes memory for distinct words or lines, in `[4,096, 2^30]`; when it is full the rarest are
///     forgotten
/// @param seed chooses among equally rare lines that are forgotten; without effect if none is
public record UnigramTrainingOptions(
        int vocabSize,
        TrainingUnits units,
        TextNormalization normalization,
        double characterCoverage,
        boolean byteFallback,
        boolean splitByScript,
        int maxPieceLength,
        int maxSeeds,
        double shrinkingFactor,
        int subIterations,
        int threads,
        long maxUnitBytes,
        long seed) {
    /// Most ids that a trainer makes.
    static final int MAX_VOCAB_SIZE = 10_000_000;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a value is outside its range
    public UnigramTrainingOptions {
        Check.range("vocabSize", vocabSize, 1, MAX_VOCAB_SIZE);
        Check.range("characterCoverage", characterCoverage, 0.9, 1);
        Check.range("maxPieceLength", maxPieceLength, 1, 256);
        Check.range("maxSeeds", maxSeeds, 1, 10_000_000);
        Check.range("shrinkingFactor", shrinkingFactor, 0.1, 0.95);
        Check.range("subIterations", subIterations, 1, 100);
        Check.range("threads", threads, 1, TrainingPool.MAX_THREADS);
        Check.range("maxUnitBytes", maxUnitBytes, 1 << 12, 1L << 30);
    }

    /// SentencePiece's settings: words, NFKC, coverage 0.9995, no byte pieces, cut by script, 16 characters,
    /// 1,000,000 seeds, factor 0.75, two rounds; one thread a processor and 64 MiB of words.
    ///
    /// @param vocabSize ids of the result
    public static UnigramTrainingOptions of(int vocabSize) {
        return new UnigramTrainingOptions(
                vocabSize,
                TrainingUnits.WORDS,
                TextNormalization.NFKC,
                0.9995,
                false,
                true,
                16,
                1_000_000,
                0.75,
                2,
                Check.processors(),
                1L << 26,
                0);
    }

    /// Settings for lines as BytePiece has them: form C, pieces of at most 36 bytes, the rest as in [#of].
    ///
    /// @param vocabSize ids of the result, at least 259
    public static UnigramTrainingOptions lines(int vocabSize) {
        return of(vocabSize)
                .withUnits(TrainingUnits.LINES)
                .withNormalization(TextNormalization.NFC)
                .withMaxPieceLength(36);
    }

    /// The same with another `vocabSize`.
    public UnigramTrainingOptions withVocabSize(int vocabSize) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `units`.
    public UnigramTrainingOptions withUnits(TrainingUnits units) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `normalization`.
    public UnigramTrainingOptions withNormalization(TextNormalization normalization) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `characterCoverage`.
    public UnigramTrainingOptions withCharacterCoverage(double characterCoverage) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `byteFallback`.
    public UnigramTrainingOptions withByteFallback(boolean byteFallback) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `splitByScript`.
    public UnigramTrainingOptions withSplitByScript(boolean splitByScript) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `maxPieceLength`.
    public UnigramTrainingOptions withMaxPieceLength(int maxPieceLength) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `maxSeeds`.
    public UnigramTrainingOptions withMaxSeeds(int maxSeeds) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `shrinkingFactor`.
    public UnigramTrainingOptions withShrinkingFactor(double shrinkingFactor) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `subIterations`.
    public UnigramTrainingOptions withSubIterations(int subIterations) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `threads`.
    public UnigramTrainingOptions withThreads(int threads) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `maxUnitBytes`.
    public UnigramTrainingOptions withMaxUnitBytes(long maxUnitBytes) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }

    /// The same with another `seed`.
    public UnigramTrainingOptions withSeed(long seed) {
        return new UnigramTrainingOptions(
                vocabSize,
                units,
                normalization,
                characterCoverage,
                byteFallback,
                splitByScript,
                maxPieceLength,
                maxSeeds,
                shrinkingFactor,
                subIterations,
                threads,
                maxUnitBytes,
                seed);
    }
}
