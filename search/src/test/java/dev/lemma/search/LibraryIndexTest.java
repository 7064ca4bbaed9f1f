package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the index follows its store, and what becomes of it when something breaks.
@Timeout(120)
class LibraryIndexTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path home;

    private static Paper paper(int i, String title) {
        return Paper.builder(PaperId.ofOwn("p" + i), title)
                .summary("Summary number " + i + " of the series.")
                .year(1900 + i % 100)
                .source("test")
                .build();
    }

    private static List<Paper> papers(int n, String title) {
        return IntStream.range(0, n).mapToObj(i -> paper(i, title)).toList();
    }

    private static long total(Library library, String query) {
        return library.search(SearchRequest.of(query)).total();
    }

    private static void await(Library library) {
        assertThat(library.awaitIndexed(LONG))
                .as("indexed in time: %s", library.status())
                .isTrue();
    }

    private Path generation() throws IOException {
        return home.resolve("index")
                .resolve(Files.readString(home.resolve("index/CURRENT")).strip());
    }

    @Test
    void updatesAndRemovalsReachTheIndex() {
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(300, "First title"));
            await(library);
            long version = library.version();
            assertThat(total(library, "first")).isEqualTo(300);
            TestPapers.put(library.store(), papers(150, "Second title"));
            TestPapers.remove(library.store(), "own:p0", "own:p299");
            await(library);
            assertThat(total(library, "first")).isEqualTo(149);
            assertThat(total(library, "second")).isEqualTo(149);
            assertThat(library.version()).isGreaterThan(version);
            assertThat(library.status().papers()).isEqualTo(298);
            assertThat(library.status().indexed()).isEqualTo(298);
            assertThat(library.status().indexing()).isTrue();
            assertThat(library.status().problem()).isEmpty();
            assertThat(library.status().indexSeq()).isEqualTo(library.status().storeSeq());
        }
    }

    @Test
    void reopeningKeepsEverything() throws IOException {
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(30, "Kept title"));
            await(library);
        }
        Path generation = generation();
        try (Library library = Library.open(home)) {
            // Without a wait: it was durable.
            assertThat(total(library, "kept")).isEqualTo(30);
            TestPapers.put(library.store(), papers(10, "Newer title"));
            TestPapers.put(library.store(), List.of(paper(31, "Kept title")));
            await(library);
            assertThat(total(library, "kept")).isEqualTo(21);
            assertThat(total(library, "newer")).isEqualTo(10);
        }
        assertThat(generation()).isEqualTo(generation);
    }

    @Test
    void anEmptyLibraryAnswers() {
        try (Library library = Library.open(home)) {
            assertThat(library.awaitIndexed(Duration.ZERO)).isTrue();
            SearchResult result = library.search(SearchRequest.of("graph \"neural networks\" gr* abstract:x"));
            assertThat(result.total()).isZero();
            assertThat(result.suggestion()).isEmpty();
            assertThat(library.complete("gra", 5)).isEmpty();
            assertThat(library.overview()).isEqualTo(Facets.NONE);
            assertThat(library.newestDay(Filters.NONE)).isEmpty();
            library.rebuild((done, total) -> {});
            assertThat(total(library, "")).isZero();
        }
    }

    @Test
    void aClosedLibrarySaysSo() {
        Library library = Library.open(home);
        library.close();
        library.close();
        assertThatIllegalStateException().isThrownBy(() -> library.search(SearchRequest.of("graph")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments", "cut", "empty", "current", "currentBytes", "noCurrent", "noFiles"})
    void aDamagedIndexIsMadeAnew(String damage) throws IOException {
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(50, "Kept title"));
            await(library);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(generation())) {
            files = all.filter(file -> !file.endsWith("write.lock")).toList();
        }
        Path segments = files.stream()
                .filter(file -> file.getFileName().toString().startsWith("segments_"))
                .findFirst()
                .orElseThrow();
        Path largest = files.stream()
                .max(Comparator.comparingLong(file -> file.toFile().length()))
                .orElseThrow();
        Path current = home.resolve("index/CURRENT");
        switch (damage) {
            case "segments" -> {
                byte[] bytes = Files.readAllBytes(segments);
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(segments, bytes);
            }
            case "cut" ->
                Files.write(
                        largest, java.util.Arrays.copyOf(Files.readAllBytes(largest), (int) (Files.size(largest) / 2)));
            case "empty" -> Files.write(segments, new byte[0]);
            case "current" -> Files.writeString(current, "../../etc/passwd");
            case "currentBytes" -> Files.write(current, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'g', '1'});
            case "noCurrent" -> Files.delete(current);
            case "noFiles" -> {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            default -> throw new IllegalStateException(damage);
        }
        try (Library library = Library.open(home)) {
            await(library);
            assertThat(total(library, "kept")).isEqualTo(50);
            assertThat(library.status().problem()).isEmpty();
            TestPapers.put(library.store(), List.of(paper(51, "Kept title")));
            await(library);
            assertThat(total(library, "kept")).isEqualTo(51);
        }
    }

    @Test
    void theIndexOfAnotherStoreIsMadeAnew(@TempDir Path other) throws IOException {
        try (Library library = Library.open(other)) {
            TestPapers.put(library.store(), papers(50, "Foreign title"));
            await(library);
        }
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(5, "Own title"));
            await(library);
        }
        for (String name : List.of("papers.db", "papers.db-wal", "papers.db-shm")) {
            Files.deleteIfExists(other.resolve(name));
            if (Files.exists(home.resolve(name))) {
                Files.copy(home.resolve(name), other.resolve(name));
            }
        }
        try (Library library = Library.open(other)) {
            await(library);
            assertThat(total(library, "foreign")).isZero();
            assertThat(total(library, "own")).isEqualTo(5);
        }
    }

    /// What cannot be opened lets go of the lock that it took.
    @Test
    void failedOpeningReleasesTheLock() throws IOException {
        Path folder = home.resolve("g1");
        try (PaperIndex index = PaperIndex.open(folder, "store")) {
            index.apply(List.of());
        }
        Files.writeString(folder.resolve("segments_1"), "no index");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> PaperIndex.open(folder, "store"));
        try (FSDirectory directory = FSDirectory.open(folder);
                Lock lock = directory.obtainLock("write.lock")) {
            lock.ensureValid();
        }
    }

    @Test
    void rebuildsWhileItIsSearched() throws Exception {
        try (Library library = Library.open(home);
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            TestPapers.put(library.store(), papers(3_000, "Kept title"));
            await(library);
            Path before = generation();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> searches = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                searches.add(pool.submit(() -> {
                    while (!done.get()) {
                        assertThat(total(library, "kept")).isEqualTo(3_000);
                    }
                }));
            }
            List<Long> progress = new ArrayList<>();
            library.rebuild((indexed, total) -> {
                progress.add(indexed);
                assertThat(total).isEqualTo(3_000);
            });
            done.set(true);
            for (Future<?> search : searches) {
                search.get();
            }
            assertThat(progress).isSorted().endsWith(3_000L);
            assertThat(generation()).isNotEqualTo(before);
            assertThat(total(library, "kept")).isEqualTo(3_000);
            TestPapers.put(library.store(), List.of(paper(3_000, "Kept title")));
            await(library);
            assertThat(total(library, "kept")).isEqualTo(3_001);
        }
    }

    @Test
    void theSecondLibraryReadsAndTakesOver() throws IOException {
        try (Library second = firstAndSecond()) {
            TestPapers.put(second.store(), papers(30, "Later title"));
            await(second);
            assertThat(total(second, "later")).isEqualTo(30);
            assertThat(second.status().indexing()).isTrue();
        }
        try (Stream<Path> generations = Files.list(home.resolve("index"))) {
            assertThat(generations.filter(path -> path.getFileName().toString().startsWith("g")))
                    .hasSize(1);
        }
    }

    private Library firstAndSecond() {
        try (Library first = Library.open(home)) {
            Library second = Library.open(home);
            assertThat(first.status().indexing()).isTrue();
            assertThat(second.status().indexing()).isFalse();
            TestPapers.put(second.store(), papers(20, "Shared title"));
            await(first);
            await(second);
            assertThat(total(first, "shared")).isEqualTo(20);
            assertThat(total(second, "shared")).isEqualTo(20);
            assertThatExceptionOfType(IndexException.class)
                    .isThrownBy(() -> second.rebuild((done, total) -> {}))
                    .withMessageContaining("another process");
            first.rebuild((done, total) -> {});
            await(second);
            assertThat(total(second, "shared")).isEqualTo(20);
            return second;
        }
    }

    /// The disk takes the files away under the open writer.
    @Test
    void recoversWhenTheWriterBreaks() throws IOException {
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(300, "Kept title"));
            await(library);
            Path generation = generation();
            try (Stream<Path> files = Files.list(generation)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(generation);
            TestPapers.put(library.store(), papers(400, "Later title"));
            // Searches go on meanwhile.
            assertThat(library.search(SearchRequest.of("title")).total()).isPositive();
            await(library);
            assertThat(total(library, "later")).isEqualTo(400);
            assertThat(total(library, "kept")).isZero();
            assertThat(library.status().problem()).isEmpty();
            assertThat(library.status().indexed()).isEqualTo(400);
        }
    }

    /// One paper that Lucene refuses must not keep the others out.
    @Test
    void aPaperThatCannotBeIndexedIsPassedOver() {
        try (Library library = Library.open(home)) {
            List<Paper> papers = new ArrayList<>(papers(3, "Good title"));
            papers.add(
                    1,
                    paper(9, "Bad title").toBuilder()
                            .categories(List.of("c".repeat(40_000)))
                            .build());
            TestPapers.put(library.store(), papers);
            await(library);
            assertThat(total(library, "good")).isEqualTo(3);
        }
    }

    @Test
    void suggestsKnownWords() {
        try (Library library = Library.open(home)) {
            TestPapers.put(library.store(), papers(30, "Transformer models"));
            await(library);
            assertThat(library.search(SearchRequest.of("transfromer title:x -modles \"trensformer\""))
                            .suggestion())
                    .contains("transformer title:x -models \"transformer\"");
            assertThat(library.search(SearchRequest.of("transformer")).suggestion())
                    .isEmpty();
        }
    }
}
