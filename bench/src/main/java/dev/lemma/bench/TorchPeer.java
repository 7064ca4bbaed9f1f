package dev.lemma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// LibTorch in a process of its own, for comparisons in which ours and theirs alternate.
///
/// The process is `TorchPeerProcess.java` of the resources, compiled when the peer starts, so that Lemma
/// needs no jar of LibTorch to be built. Requests and answers are lines: `gemm m=512 n=512 k=512 reps=5` is
/// answered with the median time of five runs. `mvn -f bench/peers/torch dependency:resolve` brings the jars
/// into the local Maven repository.
///
/// The process's OpenMP threads sleep when they wait (`GOMP_SPINCOUNT=0`, `OMP_WAIT_POLICY=passive`): on
/// machines of two processors they would else spin against each other, and LibTorch look several times slower
/// than it is.
///
/// Thread-safety: one request at a time.
public final class TorchPeer implements AutoCloseable {
    private static final String VERSION = "2.10.0-1.5.13";
    private static final String JAVACPP = "1.5.13";
    private static final String OPENBLAS = "0.3.31-1.5.13";
    private static final String SOURCE = "TorchPeerProcess";
    /// Taken in turn without a pause, our kernels ran at half speed; presumably its threads still look for
    /// work.
    private static final long REST_MILLIS = 150;

    private final PeerProcess process;

    private TorchPeer(PeerProcess process) {
        this.process = process;
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
        String path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return new TorchPeer(PeerProcess.start("LibTorch", classes -> {
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
            return builder;
        }));
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
        JsonNode answer = process.ask(op + " " + numbers + " reps=" + reps);
        rest();
        return new Timing(answer.path("ms").asDouble(), answer.path("min_ms").asDouble());
    }

    private static void rest() throws InterruptedIOException {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while LibTorch came to rest");
        }
    }

    /// Times of one request.
    ///
    /// @param median milliseconds
    /// @param least milliseconds
    public record Timing(double median, double least) {}

    /// Ends the process.
    @Override
    public void close() throws IOException {
        process.close();
    }
}
