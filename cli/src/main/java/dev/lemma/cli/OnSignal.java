package dev.lemma.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What happens on Ctrl-C and SIGTERM while a command works: it is asked to stop, and the process ends only
/// when it has, or after a while.
///
/// ```java
/// try (OnSignal signal = OnSignal.call(run::stop)) {
///     run.run(files);
/// }
/// ```
final class OnSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private OnSignal(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    try {
                        if (!finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                            System.getLogger(OnSignal.class.getName())
                                    .log(System.Logger.Level.WARNING, "not finished after " + PATIENCE + "; ending");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "on-signal");
    }

    /// @param stop asks the work to end; called on another thread
    static OnSignal call(Runnable stop) {
        OnSignal signal = new OnSignal(stop);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /// The work has ended.
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook is what waited for this.
            return;
        }
    }
}
