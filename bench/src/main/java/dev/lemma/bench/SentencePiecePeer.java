package dev.lemma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
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

    private final PeerProcess process;

    /// What one request took.
    ///
    /// @param seconds of the clock on the wall
    /// @param tokens of all texts together; 0 for `load`
    record Timing(double seconds, long tokens) {}

    private SentencePiecePeer(PeerProcess process) {
        this.process = process;
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
        return new SentencePiecePeer(PeerProcess.start("SentencePiece", folder -> {
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
            return new ProcessBuilder(python, "-u", script.toString(), model.toString(), corpus.toString());
        }));
    }

    /// Version of the module.
    String version() {
        return process.greeting().path("version").asText();
    }

    /// `hash = 31 * hash + id` over the ids of each text.
    List<Integer> hashes() throws IOException {
        List<Integer> hashes = new ArrayList<>();
        process.ask("ids").path("hashes").forEach(hash -> hashes.add((int) hash.asLong()));
        return hashes;
    }

    /// @param request `load`, `encode` or `sample ALPHA`
    Timing time(String request) throws IOException {
        JsonNode answer = process.ask(request);
        return new Timing(answer.path("s").asDouble(), answer.path("tokens").asLong());
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
