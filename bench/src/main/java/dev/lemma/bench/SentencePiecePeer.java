package dev.lemma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// SentencePiece in a Python process of its own, for comparisons in which ours and theirs alternate.
///
/// The process is `sentencepiece_peer.py` of the resources; requests and answers are lines. Its times include
/// the lists that Python makes of the ids: the library's own C++ is about 20 % faster.
///
/// Thread-safety: one request at a time.
final class SentencePiecePeer implements AutoCloseable {
    private static final String SCRIPT = "sentencepiece_peer.py";
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final Path folder;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final String version;

    /// What one request took.
    ///
    /// @param seconds of the clock on the wall
    /// @param tokens of all texts together; 0 for `load`
    record Timing(double seconds, long tokens) {}

    private SentencePiecePeer(Process process, Path folder) throws IOException {
        this.process = process;
        this.folder = folder;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.version = read().path("version").asText();
    }

    /// A Python that has the module `sentencepiece`, if there is one.
    static Optional<String> python() {
        return PYTHONS.stream().filter(SentencePiecePeer::hasModule).findFirst();
    }

    private static boolean hasModule(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import sentencepiece")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Starts the process.
    ///
    /// @param python from [#python]
    /// @throws IOException if it does not start, or SentencePiece refuses the model
    static SentencePiecePeer start(String python, Path model, List<String> texts) throws IOException {
        Path folder = Files.createTempDirectory("lemma-sentencepiece");
        try {
            Path script = folder.resolve(SCRIPT);
            try (InputStream in = SentencePiecePeer.class.getResourceAsStream(SCRIPT)) {
                if (in == null) {
                    throw new IOException(SCRIPT + " is missing in the jar of bench");
                }
                Files.copy(in, script);
            }
            Path corpus = folder.resolve("corpus.jsonl");
            try (BufferedWriter out = Files.newBufferedWriter(corpus)) {
                for (String text : texts) {
                    out.write(JSON.getNodeFactory().textNode(text).toString());
                    out.newLine();
                }
            }
            Process process = new ProcessBuilder(python, "-u", script.toString(), model.toString(), corpus.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return new SentencePiecePeer(process, folder);
            } catch (IOException e) {
                process.destroy();
                throw e;
            }
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    /// Version of the module.
    String version() {
        return version;
    }

    /// `hash = 31 * hash + id` over the ids of each text.
    List<Integer> hashes() throws IOException {
        List<Integer> hashes = new ArrayList<>();
        ask("ids").path("hashes").forEach(hash -> hashes.add((int) hash.asLong()));
        return hashes;
    }

    /// @param request `load`, `encode` or `sample ALPHA`
    Timing time(String request) throws IOException {
        JsonNode answer = ask(request);
        return new Timing(answer.path("s").asDouble(), answer.path("tokens").asLong());
    }

    private JsonNode ask(String request) throws IOException {
        requests.write(request);
        requests.newLine();
        requests.flush();
        return read();
    }

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("SentencePiece's process ended; it may not know the model");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException {
        try {
            requests.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SCRIPT));
        Files.deleteIfExists(folder.resolve("corpus.jsonl"));
        Files.delete(folder);
    }
}
