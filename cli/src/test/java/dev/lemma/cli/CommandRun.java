package dev.lemma.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command that was run inside of the test's process.
///
/// @param code exit code
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record CommandRun(int code, String out, String err) {
    /// Runs a command on the library in a folder.
    static CommandRun of(Path home, String... args) {
        return on("", home, args);
    }

    /// As [#of], on a terminal that a person sees (`1`: its results, `2`: its progress).
    static CommandRun on(String screens, Path home, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                screens,
                100,
                Map.of("LEMMA_HOME", home.toString(), "PATH", System.getenv().getOrDefault("PATH", "")));
        int code = Lemma.run(terminal, args);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs a command that reads standard input; what it wrote comes as it is, one char a byte.
    static CommandRun reading(byte[] in, Path home, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(in),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "",
                100,
                Map.of("LEMMA_HOME", home.toString()));
        int code = Lemma.run(terminal, args);
        return new CommandRun(code, out.toString(StandardCharsets.ISO_8859_1), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs `import` with files after some options.
    static CommandRun importing(Path home, List<Path> files, String... options) {
        List<String> args = new ArrayList<>(List.of("import"));
        args.addAll(List.of(options));
        files.forEach(file -> args.add(file.toString()));
        return of(home, args.toArray(String[]::new));
    }
}
