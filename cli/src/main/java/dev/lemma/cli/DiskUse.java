package dev.lemma.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// How much room files take.
final class DiskUse {
    private DiskUse() {}

    /// Bytes of files, and of all files in folders; what does not exist takes none.
    static long of(List<Path> paths) throws IOException {
        Summing visitor = new Summing();
        for (Path path : paths) {
            if (Files.exists(path)) {
                Files.walkFileTree(path, visitor);
            }
        }
        return visitor.bytes;
    }

    private static final class Summing extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // Merged away by the index a moment ago.
            return FileVisitResult.CONTINUE;
        }
    }
}
