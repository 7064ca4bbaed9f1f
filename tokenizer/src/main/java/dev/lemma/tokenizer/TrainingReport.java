package dev.lemma.tokenizer;

import java.util.List;
import java.util.Optional;

/// What a training did.
///
/// @param training how well the result segments the texts that it comes from
/// @param heldOut the same for texts that were held out, if any were
/// @param coverage share of the characters of the training texts that the pieces cover, in `[0, 1]`
/// @param candidates pieces before the first was dropped
/// @param dropped pieces that were dropped
/// @param forgotten entries of the tables of words, n-grams or candidates that were given up because a memory
///     limit was reached; 0 if none was
/// @param times seconds a stage, in the order of the stages
public record TrainingReport(
        Compression training,
        Optional<Compression> heldOut,
        double coverage,
        int candidates,
        int dropped,
        long forgotten,
        List<StageTime> times) {

    /// Copies the times.
    public TrainingReport {
        times = List.copyOf(times);
    }

    /// How many tokens a text takes.
    ///
    /// @param bytes of UTF-8, as they were given
    /// @param tokens of the best segmentation; a byte that no piece covers is a token
    public record Compression(long bytes, long tokens) {
        /// `bytes / tokens`; 0 where there is no token.
        public double bytesPerToken() {
            return tokens == 0 ? 0 : (double) bytes / tokens;
        }
    }

    /// How long a stage took.
    ///
    /// @param seconds of the clock on the wall
    public record StageTime(TrainingStage stage, double seconds) {}
}
