package dev.lemma.tokenizer;

/// Follows a training and may end it.
///
/// Both methods are called often (several times a second at least) and must be quick.
@FunctionalInterface
public interface TrainingListener {
    /// Follows nothing.
    TrainingListener NONE = (stage, done, total) -> {};

    /// Tells how far the training is. Called by the thread that called the trainer only.
    ///
    /// @param done what is done of this stage, never less than in the call before, in the unit of the stage
    /// @param total what is to be done, or 0 where it is not known yet
    void progress(TrainingStage stage, long done, long total);

    /// Whether the training shall end with a [CancellationException]. Called by any of its threads.
    default boolean cancelled() {
        return false;
    }
}
