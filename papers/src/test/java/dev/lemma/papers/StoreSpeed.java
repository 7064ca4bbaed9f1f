package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Measures [PaperStore.Writer#put] alone, without parsing: `StoreSpeed <folder of venue files> <store file>`.
/// Not a test; run by hand.
final class StoreSpeed {
    private StoreSpeed() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            files = all.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
        try (PaperStore store = PaperStore.open(Path.of(arguments[1]))) {
            for (String round : List.of("first", "second")) {
                long nanos = 0;
                long count = 0;
                try (PaperStore.Writer writer = store.writer()) {
                    for (Path file : files) {
                        List<Paper> papers = papers(file);
                        long start = System.nanoTime();
                        for (int i = 0; i < papers.size(); i++) {
                            writer.put(papers.get(i), false);
                            if (i % 1_000 == 999) {
                                writer.commit();
                            }
                        }
                        writer.commit();
                        nanos += System.nanoTime() - start;
                        count += papers.size();
                    }
                }
                System.out.printf(
                        "%s run: %d papers, %.1f s, %.0f papers/s%n", round, count, nanos / 1e9, count * 1e9 / nanos);
            }
            long start = System.nanoTime();
            long after = 0;
            long count = 0;
            while (true) {
                List<StoreChange> changes = store.changes(after, 500);
                if (changes.isEmpty()) {
                    break;
                }
                after = changes.getLast().seq();
                count += changes.size();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("changes: %d in %.1f s, %.0f /s%n", count, seconds, count / seconds);
        }
    }

    private static List<Paper> papers(Path file) throws IOException {
        List<Paper> papers = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            new VenueJsonlImporter()
                    .read(in, ImportContext.ofFile(String.valueOf(file.getFileName())), new RecordSink() {
                        @Override
                        public void paper(long line, Paper paper) {
                            papers.add(paper);
                        }

                        @Override
                        public void broken(long line, String reason) {
                            throw new IllegalStateException(file + ":" + line + ": " + reason);
                        }
                    });
        }
        return papers;
    }
}
