package dev.lemma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// LibTorch in a process of its own, for comparisons in which ours and theirs alternate.
///
/// The process is `TorchPeerProcess.java` of the resources, compiled when the peer starts, so that Lemma
/// needs
/// no jar of LibTorch to be built. Requests and answers are lines: `gemm m=512 n=512 k=512 reps=5` is
/// answered with
/// the median time of five runs.
///
/// The processes' OpenMP threads sleep when they wait (`GOMP_SPINCOUNT=0`, `OMP_WAIT_POLICY=passive`): on
/// machines
/// of two processors they would else spin against each other, and LibTorch look several times slower than it
/// is.
///
/// Thread-safety: one request at a time.
public final class TorchPeer implements AutoCloseable {
    private static final String VERSION = "2.10.0-1.5.13";
    private static final String JAVACPP = "1.5.13";
    private static final String OPENBLAS = "0.3.31-1.5.13";
    private static final String SOURCE = "TorchPeerProcess";
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path classes;
    private final BufferedReader answers;
    private final BufferedWriter requests;

    private TorchPeer(Process process, Path classes) {
        this.process = process;
        this.classes = classes;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// LibTorch's jars in the local Maven repository, or nothing if one is missing.
    public static Optional<List<Path>> installed() {
        String os = System.getProperty("os.name").startsWith("Mac") ? "macosx" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository", "org", "bytedeco");
        List<Path> jars = new ArrayList<>();
        for (String classifier : List.of("", "-" + os + "-" + arch)) {
            jars.add(jar(repository, "pytorch", VERSION, classifier));
            jars.add(jar(repository, "openblas", OPENBLAS, classifier));
            jars.add(jar(repository, "javacpp", JAVACPP, classifier));
        }
        return jars.stream().allMatch(Files::isRegularFile) ? Optional.of(jars) : Optional.empty();
    }

    private static Path jar(Path repository, String name, String version, String classifier) {
        return repository.resolve(name).resolve(version).resolve(name + "-" + version + classifier + ".jar");
    }

    /// The jars in a folder.
    ///
    /// @throws IOException if the folder cannot be read or has none
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new IOException(folder + ": has no jars; expected those of org.bytedeco:pytorch " + VERSION);
            }
            return jars;
        }
    }

    /// Compiles and starts the process.
    ///
    /// @param jars LibTorch for JavaCPP with its native libraries
    /// @param threads of LibTorch, at least 1
    /// @throws IOException if it does not compile or start
    public static TorchPeer start(List<Path> jars, int threads) throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ", not at least 1");
        }
        Path classes = Files.createTempDirectory("lemma-torch");
        try {
            String path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            compile(path, classes);
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classes + File.pathSeparator + path,
                    SOURCE,
                    Integer.toString(threads));
            builder.environment().put("GOMP_SPINCOUNT", "0");
            builder.environment().put("OMP_WAIT_POLICY", "passive");
            builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            TorchPeer peer = new TorchPeer(builder.start(), classes);
            try {
                peer.read();
                return peer;
            } catch (IOException e) {
                peer.close();
                throw e;
            }
        } catch (IOException e) {
            delete(classes);
            throw e;
        }
    }

    private static void compile(String path, Path classes) throws IOException {
        String source;
        try (InputStream in = TorchPeer.class.getResourceAsStream(SOURCE + ".java")) {
            if (in == null) {
                throw new IOException(SOURCE + ".java is missing in the jar of bench");
            }
            source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this JVM has no compiler: a JDK is needed to start LibTorch");
        }
        StringWriter errors = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + SOURCE + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", path);
        if (!compiler.getTask(errors, null, null, options, null, List.of(file)).call()) {
            throw new IOException(SOURCE + ".java does not compile against " + path + ": " + errors);
        }
    }

    /// The answer to one request.
    ///
    /// @param op what `TorchPeerProcess` knows, for example `gemm`
    /// @param numbers its sizes, `name=number` with blanks between
    /// @param reps runs that are measured; one more comes before them
    /// @throws IOException if the process refuses or has ended
    public Timing time(String op, String numbers, int reps) throws IOException {
        requests.write(op + " " + numbers + " reps=" + reps);
        requests.newLine();
        requests.flush();
        JsonNode answer = read();
        return new Timing(answer.path("ms").asDouble(), answer.path("min_ms").asDouble());
    }

    /// Times of one request.
    ///
    /// @param median milliseconds
    /// @param least milliseconds
    public record Timing(double median, double least) {}

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("LibTorch's process ended; its jars may not fit this machine");
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("error")) {
            throw new IOException("LibTorch: " + answer.path("error").asText());
        }
        return answer;
    }

    /// Ends the process.
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(classes);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.getLogger(TorchPeer.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} cannot be deleted: {1}", folder, e);
        }
    }
}
