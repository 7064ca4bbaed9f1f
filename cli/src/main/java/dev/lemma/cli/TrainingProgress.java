package dev.lemma.cli;

import dev.lemma.tokenizer.TrainingListener;
import dev.lemma.tokenizer.TrainingStage;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows a training stage by stage, and ends it when asked to. Belongs to the thread that trains, but for
/// [#stop].
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final Terminal terminal;
    private final InstantSource clock;
    private final TrainingFiles files;
    private volatile boolean stopped;
    private @Nullable TrainingStage shown;
    private @Nullable Progress progress;

    TrainingProgress(Terminal terminal, InstantSource clock, TrainingFiles files) {
        this.terminal = terminal;
        this.clock = clock;
        this.files = files;
    }

    @Override
    public void progress(TrainingStage stage, long done, long total) {
        Progress open = progress;
        if (open == null || stage != shown) {
            close();
            open = Progress.start(terminal, clock, "train: " + stage.name().toLowerCase(Locale.ROOT), unit(stage));
            progress = open;
            shown = stage;
        }
        open.update(total > 0 ? (double) done / total : ofFiles(stage) ? files.share() : -1, done);
    }

    private static boolean ofFiles(TrainingStage stage) {
        return switch (stage) {
            case COUNT, SEGMENT, MEASURE -> true;
            case SEED, PRUNE, MERGE -> false;
        };
    }

    private static String unit(TrainingStage stage) {
        return switch (stage) {
            case COUNT, SEGMENT, MEASURE -> "bytes";
            case SEED -> "steps";
            case PRUNE -> "pieces";
            case MERGE -> "merges";
        };
    }

    @Override
    public boolean cancelled() {
        return stopped;
    }

    /// Ends the training soon; called by any thread.
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        Progress open = progress;
        progress = null;
        if (open != null) {
            open.close();
        }
    }
}
