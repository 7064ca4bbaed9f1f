package dev.lemma.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// What a command talks to: its streams, and what is known of the screen behind them. Immutable.
///
/// @param in text to work on, of commands that take it
/// @param out results, and nothing else
/// @param err progress, remarks and failures
/// @param screens which of the streams are seen by a person: `1` for `out`, `2` for `err`, as the launcher
///     says in the property `lemma.tty`
/// @param columns width of the screen
/// @param environment the process's variables
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        String screens,
        int columns,
        Map<String, String> environment) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 40;

    Terminal {
        environment = Map.copyOf(environment);
    }

    /// One without input.
    Terminal(PrintStream out, PrintStream err, String screens, int columns, Map<String, String> environment) {
        this(InputStream.nullInputStream(), out, err, screens, columns, environment);
    }

    /// That of this process. Text is UTF-8 whatever the locale: titles and names are of all scripts.
    static Terminal system() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getProperty("lemma.tty", ""),
                Math.max(MIN_COLUMNS, Integer.getInteger("lemma.columns", DEFAULT_COLUMNS)),
                System.getenv());
    }

    /// Whether results may be set in bold: a person reads them, and did not object (https://no-color.org).
    boolean styled() {
        return screens.contains("1")
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").equals("dumb");
    }

    /// Whether progress may move on the screen.
    boolean moving() {
        return screens.contains("2") && !variable("TERM").equals("dumb");
    }

    /// Whether stack traces are wanted.
    boolean debug() {
        return variable("LEMMA_DEBUG").equals("1");
    }

    /// A variable of the environment; empty if it is not set.
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /// A line to `out`.
    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be one more dependency.
    void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }

    /// A remark to `err`, marked as Lemma's.
    @SuppressWarnings("AnnotateFormatMethod") // As above.
    void remark(String format, Object... arguments) {
        err.println("lemma: " + String.format(Locale.ROOT, format, arguments));
    }
}
