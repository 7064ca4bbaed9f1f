package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The built jar in a process of its own, with the memory that the launcher gives an import.
///
/// @param process the process
/// @param outFile what it wrote to standard output
/// @param errFile what it wrote to standard error
record LemmaProcess(Process process, Path outFile, Path errFile) {
    private static final Path JAR = Repository.root().resolve("cli/target/lemma.jar");
    private static final int TIMEOUT_SECONDS = 120;

    /// @param home folder of the library
    /// @param work folder for the output
    static LemmaProcess start(Path home, Path work, String... args) throws IOException {
        return start(ProcessBuilder.Redirect.PIPE, home, work, args);
    }

    /// Runs one that has a file as standard input.
    static LemmaProcess reading(Path in, Path home, Path work, String... args)
            throws IOException, InterruptedException {
        LemmaProcess started = start(ProcessBuilder.Redirect.from(in.toFile()), home, work, args);
        started.end();
        return started;
    }

    private static LemmaProcess start(ProcessBuilder.Redirect in, Path home, Path work, String... args)
            throws IOException {
        assertThat(JAR).exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                JAR.toString(),
                "dev.lemma.cli.Lemma"));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(work, "out", ".txt");
        Path err = Files.createTempFile(work, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LEMMA_HOME", home.toString());
        builder.environment().remove("LEMMA_DEBUG");
        return new LemmaProcess(builder.start(), out, err);
    }

    static LemmaProcess run(Path home, Path work, String... args) throws IOException, InterruptedException {
        LemmaProcess started = start(home, work, args);
        started.end();
        return started;
    }

    /// Waits for its end.
    ///
    /// @return the exit code
    int end() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .as("ends within %s s", TIMEOUT_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    int code() {
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(outFile);
    }

    String err() throws IOException {
        return Files.readString(errFile);
    }
}
