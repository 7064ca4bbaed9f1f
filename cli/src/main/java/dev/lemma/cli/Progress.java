package dev.lemma.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far long work is: a bar that moves where a person watches, else a line every few seconds. Both
/// give the rate and an estimate of the rest. Belongs to one thread.
final class Progress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final InstantSource clock;
    private final String task;
    private final String unit;
    private final Instant began;
    private @Nullable ProgressBar bar;
    private Instant lastLine;

    private Progress(Terminal terminal, InstantSource clock, String task, String unit) {
        this.terminal = terminal;
        this.clock = clock;
        this.task = task;
        this.unit = unit;
        this.began = clock.instant();
        this.lastLine = began;
        this.bar = terminal.moving()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(1000)
                        .setUpdateIntervalMillis(250)
                        .hideEta()
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.columns()))
                        .build()
                : null;
    }

    /// @param task what is done: `import`
    /// @param unit what is counted, in the plural: `records`
    static Progress start(Terminal terminal, InstantSource clock, String task, String unit) {
        return new Progress(terminal, clock, task, unit);
    }

    /// Time since the start.
    Duration elapsed() {
        return Duration.between(began, clock.instant());
    }

    /// Shows the state of things, if it is time to.
    ///
    /// @param share of the work that is done, 0 to 1; negative if nobody knows
    /// @param count units so far
    void update(double share, long count) {
        Instant now = clock.instant();
        ProgressBar open = bar;
        if (open != null) {
            if (share >= 0) {
                open.stepTo(Math.round(1000 * Math.min(1, share)));
            } else {
                open.maxHint(-1);
            }
            open.setExtraMessage(describe(share, count, elapsed()));
        } else if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = now;
            String percent = share < 0 ? "" : Math.round(Math.floor(100 * Math.min(1, share))) + " %, ";
            terminal.remark("%s: %s%s", task, percent, describe(share, count, elapsed()));
        }
    }

    /// `12,000 records, 5,480/s, 20 s left`.
    private String describe(double share, long count, Duration elapsed) {
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        String text = String.format(Locale.ROOT, "%,d %s, %,.0f/s", count, unit, count / seconds);
        if (share <= 0.001 || share >= 1) {
            return text;
        }
        Duration left = Duration.ofMillis(Math.round(1000 * seconds * (1 - share) / share));
        return text + ", " + Text.duration(left) + " left";
    }

    /// The work is done (or given up): the bar stays as it is.
    ///
    /// @return time it took
    Duration finish() {
        Duration took = elapsed();
        close();
        return took;
    }

    @Override
    public void close() {
        ProgressBar open = bar;
        bar = null;
        if (open != null) {
            open.close();
        }
    }
}
