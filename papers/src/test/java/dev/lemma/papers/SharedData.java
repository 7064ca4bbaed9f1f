package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/// The folder of shared data, which is not in the repository; tests that need it skip where it is absent.
final class SharedData {
    private SharedData() {}

    /// A file or folder of shared data: under the system property `lemma.shared`, the environment's
    /// `LEMMA_SHARED`, or `shared` beside any folder above this one.
    static Path path(String name) {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getProperty("lemma.shared")).map(Path::of).ifPresent(candidates::add);
        Optional.ofNullable(System.getenv("LEMMA_SHARED")).map(Path::of).ifPresent(candidates::add);
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            candidates.add(up.resolve("shared"));
        }
        Optional<Path> found = candidates.stream()
                .map(folder -> folder.resolve("data").resolve(name))
                .filter(Files::exists)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "skipped: shared/data/" + name + " is not here; LEMMA_SHARED can name the folder 'shared'");
        return found.orElseThrow();
    }

    /// The content of a file, decompressed.
    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
