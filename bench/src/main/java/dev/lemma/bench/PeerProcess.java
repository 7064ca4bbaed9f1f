package dev.lemma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A peer in a process of its own that answers a line with a line of JSON, so that ours and theirs can
/// alternate.
///
/// It owns a folder for what the peer needs, which goes when it is closed. Thread-safety: one request at a
/// time.
final class PeerProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 20;

    private final String name;
    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final JsonNode greeting;

    private PeerProcess(String name, Path folder, Process process) throws IOException {
        this.name = name;
        this.folder = folder;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.greeting = read();
    }

    /// What to start.
    @FunctionalInterface
    interface Command {
        /// Writes into the folder what the process needs, and says how to start it.
        ///
        /// @throws IOException if that fails
        ProcessBuilder in(Path folder) throws IOException;
    }

    /// Starts a process and waits for its first line. What it writes to standard error is dropped.
    ///
    /// @param name of the peer, for messages
    /// @throws IOException if it does not start; nothing is left behind
    static PeerProcess start(String name, Command command) throws IOException {
        Path folder = Files.createTempDirectory("lemma-peer");
        try {
            Process process = command.in(folder)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return new PeerProcess(name, folder, process);
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    /// The first line.
    JsonNode greeting() {
        return greeting;
    }

    /// The answer to a request.
    ///
    /// @throws IOException if the process has ended, or answers `{"error": ...}`
    JsonNode ask(String request) throws IOException {
        requests.write(request);
        requests.newLine();
        requests.flush();
        return read();
    }

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + "'s process ended; what it was given may not fit it");
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("error")) {
            throw new IOException(name + ": " + answer.path("error").asText());
        }
        return answer;
    }

    /// Ends the process and removes its folder.
    @Override
    public void close() throws IOException {
        try {
            requests.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // It ended by itself: there is nobody left to take what was buffered.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
