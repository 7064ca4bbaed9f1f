package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImportRunTest {
    @TempDir
    Path folder;

    private PaperStore store;

    @BeforeEach
    void open() {
        store = PaperStore.open(folder.resolve("papers.db"));
    }

    @AfterEach
    void close() {
        assertThat(store.check()).isEmpty();
        store.close();
    }

    private ImportReport run(Path... files) {
        return run(ImportOptions.DEFAULT, ImportListener.NONE, files);
    }

    private ImportReport run(ImportOptions options, ImportListener listener, Path... files) {
        ImportReport report = new ImportRun(store, options, listener).run(List.of(files));
        assertThat(report.records())
                .isEqualTo(report.added() + report.updated() + report.unchanged() + report.broken() + report.skipped());
        return report;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path gzip(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), gzipped(text));
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String line(String id, String title, String more) {
        return "{\"id\": \"" + id + "\", \"title\": \"" + title + "\", \"authors\": [\"Ada Lovelace\"]" + more + "}\n";
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> line("own:p" + i, "Title " + i, ""))
                .collect(Collectors.joining());
    }

    private static void assertCounts(ImportReport report, long added, long updated, long unchanged, long broken) {
        assertThat(List.of(report.added(), report.updated(), report.unchanged(), report.broken()))
                .as("added, updated, unchanged, broken of %s", report)
                .isEqualTo(List.of(added, updated, unchanged, broken));
    }

    private List<String> titles() {
        return store.changes(0, 100_000).stream()
                .filter(StoreChange.Put.class::isInstance)
                .map(change -> ((StoreChange.Put) change).stored().paper().title())
                .toList();
    }

    @Test
    void takesSeveralFormatsInOneRun() throws IOException {
        Path lemma = file("a.jsonl", lines(0, 3));
        Path bibtex = gzip("b.bib.gz", "@article{k, title={A Bib Title}, author={Knuth, Donald}, year={1984}}\n");
        Path ris = file("c.ris", "TY  - JOUR\nTI  - A Ris Title\nAU  - Knuth, Donald\nPY  - 1984\nER  - \n");
        Path list = file(
                "iclr2018.json",
                "[{\"id\": \"x1\", \"title\": \"List Title\", \"author\": \"A B;C D\", \"status\": \"Poster\"}]");
        List<String> formats = new ArrayList<>();
        ImportReport report = run(
                ImportOptions.DEFAULT,
                new ImportListener() {
                    @Override
                    public void started(Path file, String format, long skipped) {
                        formats.add(file.getFileName() + " " + format + " " + skipped);
                    }
                },
                lemma,
                bibtex,
                ris,
                list);
        assertCounts(report, 6, 0, 0, 0);
        assertThat(report.failures()).isEmpty();
        assertThat(report.interrupted()).isFalse();
        assertThat(formats)
                .containsExactly(
                        "a.jsonl lemma-jsonl 0", "b.bib.gz bibtex 0", "c.ris ris 0", "iclr2018.json paperlists 0");
        assertThat(store.find(new PaperId("venue:ICLR.2018/x1"))).isPresent();
        assertCounts(run(lemma, bibtex, ris, list), 0, 0, 6, 0);
        assertThat(store.lastSeq()).isEqualTo(6);
    }

    @Test
    void theListenerHearsOfEveryBatch() throws IOException {
        Path file = gzip("a.jsonl.gz", lines(0, 25));
        List<Long> records = new ArrayList<>();
        long size = Files.size(file);
        run(
                ImportOptions.DEFAULT.withBatch(10),
                new ImportListener() {
                    @Override
                    public void committed(long bytesRead, long bytesTotal, ImportReport report) {
                        records.add(report.records());
                        assertThat(bytesRead).isBetween(1L, size);
                        assertThat(bytesTotal).isEqualTo(size);
                        assertThat(store.size()).isEqualTo(report.records());
                    }
                },
                file);
        assertThat(records).containsExactly(10L, 20L, 25L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|",
                "|, \"updated\": \"2024-01-02\"",
                ", \"updated\": \"2024-01-02\"|",
                ", \"updated\": \"2024-01-02\"|, \"updated\": \"2024-01-02\"",
                ", \"updated\": \"2024-01-02\"|, \"updated\": \"2024-01-03\"",
                ", \"updated\": \"2024-01-03\"|, \"updated\": \"2024-01-02\"",
                ", \"updated\": \"2024-01-02\"|, \"announced\": \"2024-01-03\"",
                ", \"announced\": \"2024-01-03\"|, \"updated\": \"2024-01-02\"",
                "|, \"source\": \"classics\"",
                ", \"source\": \"classics\"|"
            })
    void aSecondRunChangesNothingEvenIfAFileContradictsItself(String extras) throws IOException {
        int bar = extras.indexOf('|');
        Path file = file(
                "a.jsonl",
                line("own:a", "One", extras.substring(0, bar)) + line("own:a", "Two", extras.substring(bar + 1)));
        run(file);
        long seq = store.lastSeq();
        assertCounts(run(file), 0, 0, 2, 0);
        assertThat(store.lastSeq()).isEqualTo(seq);
    }

    @Test
    void cutCompressedDataIsAFailureAndTheRestGoesIn() throws IOException {
        byte[] whole = gzipped(lines(0, 20_000));
        Path cut = Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
        Path good = file("good.jsonl", lines(100_000, 100_002));
        ImportReport report = run(cut, good);
        assertThat(report.failures())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(cut + ": ends in the middle of its compressed data after ")
                        .endsWith(" records, which are in: the file is cut; get it again"));
        assertThat(report.added()).isGreaterThan(1_000);
        assertThat(store.size()).isEqualTo(report.added());
        assertThat(store.find(new PaperId("own:p100001"))).isPresent();
        assertThat(report.interrupted()).isFalse();
        Path tiny = Files.write(folder.resolve("tiny.jsonl.gz"), Arrays.copyOf(whole, 5));
        assertThat(run(tiny).failures())
                .containsExactly(tiny + ": ends in the middle of its compressed data: the file is cut; get it again");
    }

    @Test
    void damagedCompressedDataIsAFailure() throws IOException {
        byte[] bytes = gzipped(lines(0, 20_000));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 200, (byte) 0x5a);
        Path file = Files.write(folder.resolve("bad.jsonl.gz"), bytes);
        assertThat(run(file).failures())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith(file + ": ").contains("get "));
    }

    @Test
    void aCutArrayIsAFailureThatNamesFileAndLine() throws IOException {
        StringBuilder text = new StringBuilder("[\n");
        for (int i = 0; i < 10; i++) {
            text.append("{\"id\": \"x" + i + "\", \"title\": \"T" + i
                    + "\", \"author\": \"A B\", \"status\": \"Poster\"},\n");
        }
        Path file = file("iclr2018.json", text + "{\"id\": \"x11\", \"titl");
        ImportReport report = run(file);
        assertCounts(report, 10, 0, 0, 0);
        assertThat(report.failures())
                .containsExactly(
                        file + ":12: the file ends inside the record that starts here, after 10 whole records");
        assertCounts(run(file), 0, 0, 10, 0);
    }

    @Test
    void noiseIsNotRecognised() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);
        noise[0] = 1;
        Path file = Files.write(folder.resolve("noise"), noise);
        ImportReport report = run(file);
        assertThat(report.records()).isZero();
        assertThat(report.failures())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(file + ": the format was not recognised; there are ")
                        .contains("lemma-jsonl", "bibtex")
                        .endsWith("(choose one with --format)"));
    }

    @Test
    void noiseInANamedFormatNeverHangs() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(6).nextBytes(noise);
        noise[0] = 1;
        Path file = Files.write(folder.resolve("noise2024.json"), noise);
        for (Importer importer : Importers.all()) {
            ImportReport report = run(ImportOptions.DEFAULT.withFormat(importer.name()), ImportListener.NONE, file);
            assertThat(report.added()).as(importer.name()).isZero();
            assertThat(report.failures()).as(importer.name()).noneMatch(line -> line.contains("\n"));
            assertThat(report.failures()).as(importer.name()).noneMatch(line -> line.contains("mistake in Lemma"));
        }
    }

    @Test
    void aLineOf50MegabytesIsOneBrokenRecord() throws IOException {
        Path file = folder.resolve("long.jsonl");
        byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(line("own:a", "First", "").getBytes(StandardCharsets.UTF_8));
            out.write("{\"id\": \"own:b\", \"title\": \"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50; i++) {
                out.write(part);
            }
            out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
            out.write(line("own:c", "Third", "").getBytes(StandardCharsets.UTF_8));
        }
        ImportReport report = run(file);
        assertCounts(report, 2, 0, 0, 1);
        assertThat(report.problems())
                .containsExactly(new ImportReport.Problem(
                        file.toString(), 2, "a line of more than 16 MiB; larger ones are not read"));
    }

    @Test
    void wrongBytesAreReadAsTheyMostlyMean() throws IOException {
        byte[] text = line("own:a", "Schr#dinger", "").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '#') {
                text[i] = (byte) 0xf6;
            }
        }
        assertCounts(run(Files.write(folder.resolve("latin.jsonl"), text)), 1, 0, 0, 0);
        assertThat(titles()).containsExactly("Schrödinger");
    }

    @Test
    void filesThatCannotBeReadAreOneLineEach() throws IOException {
        Path missing = folder.resolve("missing.jsonl");
        Path directory = Files.createDirectory(folder.resolve("dir"));
        Path empty = file("empty.jsonl", "");
        Path good = file("good.jsonl", lines(0, 2));
        ImportReport report = run(missing, directory, empty, good);
        assertCounts(report, 2, 0, 0, 0);
        assertThat(report.failures())
                .containsExactly(
                        missing + ": no such file",
                        directory + ": is a folder; name the files in it, for example " + directory + "/*.jsonl.gz",
                        empty + ": the file is empty");
        assertThat(report.interrupted()).isFalse();
    }

    @Test
    void brokenRecordsAreCountedAndNamed() throws IOException {
        Path file = file(
                "a.jsonl",
                line("own:a", "Good", "")
                        + "{\"id\": \"own:b\", \"title\": \"\"}\n"
                        + "{\"id\": \"own:c\"}\n"
                        + "{\"id\": \"own:d\", \"title\": \n"
                        + "\n"
                        + line("own:e", "Good too", ""));
        ImportReport report = run(file);
        assertCounts(report, 2, 0, 0, 3);
        assertThat(report.records()).isEqualTo(5);
        assertThat(report.problems()).extracting(ImportReport.Problem::line).containsExactly(2L, 3L, 4L);
        assertThat(report.problems().getFirst()).asString().startsWith(file + ":2: ");
    }

    @Test
    void onlyTheFirstBrokenRecordsAreNamed() throws IOException {
        ImportReport report = run(
                ImportOptions.DEFAULT.withFormat("lemma-jsonl"),
                ImportListener.NONE,
                file("a.jsonl", "{}\n".repeat(ImportReport.MAX_PROBLEMS + 5)));
        assertThat(report.broken()).isEqualTo(ImportReport.MAX_PROBLEMS + 5);
        assertThat(report.problems()).hasSize(ImportReport.MAX_PROBLEMS);
    }

    @Test
    void fiveThousandAuthorsGoIn() throws IOException {
        String authors =
                IntStream.range(0, 5_000).mapToObj(i -> "\"A" + i + " Author\"").collect(Collectors.joining(","));
        Path file = file("a.jsonl", "{\"id\": \"own:a\", \"title\": \"T\", \"authors\": [" + authors + "]}\n");
        assertCounts(run(file), 1, 0, 0, 0);
        assertThat(store.find(new PaperId("own:a")).orElseThrow().paper().authors())
                .hasSize(5_000);
        assertCounts(run(file), 0, 0, 1, 0);
    }

    @Test
    void anUnknownFormatImportsNothing() throws IOException {
        Path file = file("a.jsonl", lines(0, 1));
        assertThatThrownBy(() -> run(ImportOptions.DEFAULT.withFormat("nope"), ImportListener.NONE, file))
                .isInstanceOf(ImportException.class)
                .hasMessageStartingWith("--format: there is no format 'nope'; there are lemma-jsonl, ");
        assertThat(store.size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> ImportOptions.DEFAULT.withBatch(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ImportOptions.DEFAULT.withYear(99));
    }

    private ImportReport stoppedAfter(int batches, Path... files) {
        ImportRun[] run = new ImportRun[1];
        int[] seen = {0};
        run[0] = new ImportRun(store, ImportOptions.DEFAULT.withBatch(10), new ImportListener() {
            @Override
            public void committed(long bytesRead, long bytesTotal, ImportReport report) {
                if (++seen[0] == batches) {
                    run[0].stop();
                }
            }
        });
        return run[0].run(List.of(files));
    }

    @Test
    void aStoppedRunGoesOnWhereItWas() throws IOException {
        Path one = gzip("one.jsonl.gz", lines(0, 95));
        Path two = file("two.jsonl", lines(95, 100));
        ImportReport first = stoppedAfter(3, one, two);
        assertCounts(first, 30, 0, 0, 0);
        assertThat(first.interrupted()).isTrue();
        assertThat(store.size()).isEqualTo(30);
        List<Long> skipped = new ArrayList<>();
        ImportReport second = run(
                ImportOptions.DEFAULT,
                new ImportListener() {
                    @Override
                    public void started(Path file, String format, long passed) {
                        skipped.add(passed);
                    }
                },
                one,
                two);
        assertCounts(second, 70, 0, 0, 0);
        assertThat(second.skipped()).isEqualTo(30);
        assertThat(second.records()).isEqualTo(100);
        assertThat(second.interrupted()).isFalse();
        assertThat(skipped).containsExactly(30L, 0L);
        assertThat(store.size()).isEqualTo(100);
        ImportReport third = run(one, two);
        assertCounts(third, 0, 0, 100, 0);
        assertThat(third.skipped()).isZero();
    }

    @Test
    void aRunStoppedAfterItsLastBatchIsWhole() throws IOException {
        Path file = file("a.jsonl", lines(0, 5));
        ImportReport report = stoppedAfter(1, file);
        assertCounts(report, 5, 0, 0, 0);
        assertThat(report.interrupted()).isFalse();
        assertThat(run(file).skipped()).isZero();
    }

    @Test
    void aFileThatChangedIsReadFromItsStart() throws IOException {
        Path file = file("a.jsonl", lines(0, 50));
        stoppedAfter(2, file);
        file("a.jsonl", lines(0, 60));
        ImportReport report = run(file);
        assertThat(report.skipped()).isZero();
        assertCounts(report, 40, 0, 20, 0);
    }

    /// The descriptions that were passed over count as the first ones, as they would in one piece.
    @Test
    void aResumedRunKnowsTheIdsThatItPassesOver() throws IOException {
        Path file = file(
                "a.jsonl", line("own:a", "First", "") + lines(0, 20) + line("own:a", "Second", "") + lines(20, 30));
        stoppedAfter(1, file);
        run(file);
        assertThat(store.find(new PaperId("own:a")).orElseThrow().paper().title())
                .isEqualTo("First");
        long seq = store.lastSeq();
        run(file);
        assertThat(store.lastSeq()).isEqualTo(seq);
    }

    @Test
    void aCrashBetweenBatchesLosesAndDoublesNothing() throws IOException {
        Path file = gzip("a.jsonl.gz", lines(0, 1_005));
        int crashes = 0;
        for (int after = 1; after < 8; after++) {
            int[] seen = {0};
            int fatal = after;
            ImportListener crashing = new ImportListener() {
                @Override
                public void committed(long bytesRead, long bytesTotal, ImportReport report) {
                    if (++seen[0] == fatal) {
                        throw new IllegalArgumentException("crash");
                    }
                }
            };
            long before = store.size();
            assertThatThrownBy(() -> run(ImportOptions.DEFAULT.withBatch(20), crashing, file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("crash");
            crashes++;
            assertThat(store.size()).isEqualTo(before + 20L * after);
        }
        assertThat(crashes).isEqualTo(7);
        ImportReport report = run(file);
        assertThat(report.skipped()).isEqualTo(20 * 28);
        assertThat(report.records()).isEqualTo(1_005);
        assertCounts(report, 1_005 - 20 * 28, 0, 0, 0);
        assertThat(titles()).hasSize(1_005).doesNotHaveDuplicates();
    }

    @Test
    void aListenerThatFailsAtTheStartEndsTheRun() throws IOException {
        Path file = file("a.jsonl", lines(0, 5));
        assertThatThrownBy(() -> run(
                        ImportOptions.DEFAULT,
                        new ImportListener() {
                            @Override
                            public void started(Path path, String format, long skipped) {
                                throw new UncheckedIOException(new IOException("full"));
                            }
                        },
                        file))
                .isInstanceOf(UncheckedIOException.class);
        assertCounts(run(file), 5, 0, 0, 0);
    }

    @Test
    void anInterruptedThreadStopsTheRun() throws IOException {
        Path file = file("a.jsonl", lines(0, 100));
        ImportReport report = run(
                ImportOptions.DEFAULT.withBatch(10),
                new ImportListener() {
                    @Override
                    public void committed(long bytesRead, long bytesTotal, ImportReport soFar) {
                        Thread.currentThread().interrupt();
                    }
                },
                file);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.interrupted()).isTrue();
        assertThat(report.added()).isEqualTo(10);
        assertThat(run(file).added()).isEqualTo(90);
    }

    @Test
    void theSameFileTwiceInARunIsReadTwice() throws IOException {
        Path file = file("a.jsonl", lines(0, 15));
        assertCounts(run(file, file), 15, 0, 15, 0);
    }

    @Test
    void noFilesNoRecords() {
        ImportReport report = run();
        assertThat(report.records()).isZero();
        assertThat(report.interrupted()).isFalse();
    }

    /// Reads nothing and fails after one paper.
    private record Failing(Throwable failure) implements Importer {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public String description() {
            return "fails";
        }

        @Override
        public boolean recognises(String head, String fileName) {
            return true;
        }

        @Override
        public void read(InputStream in, ImportContext context, RecordSink sink) {
            sink.paper(
                    1,
                    Paper.builder(new PaperId("own:" + context.fileName()), context.fileName())
                            .build());
            switch (failure) {
                case Error e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IllegalArgumentException(failure);
            }
        }
    }

    private ImportReport failing(Throwable failure, Path... files) {
        return new ImportRun(store, ImportOptions.DEFAULT, ImportListener.NONE)
                .run(List.of(files), new Failing(failure));
    }

    @Test
    void aMistakeInAnImporterIsALineAndTheRestGoesIn() throws IOException {
        Path one = file("one", "x");
        Path two = file("two", "x");
        for (Throwable failure :
                List.of(new IllegalStateException("oh"), new StackOverflowError(), new AssertionError())) {
            ImportReport report = failing(failure, one, two);
            assertThat(report.records()).isEqualTo(2);
            assertThat(report.failures())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith(one + ": the importer failing failed after 1 records, which are in (java.lang.")
                    .endsWith("): this is a mistake in Lemma, please report it");
        }
        assertThat(failing(new UncheckedIOException(new IOException("gone")), one)
                        .failures())
                .containsExactly(one + ": cannot be read: gone after 1 records, which are in");
    }

    /// The reading thread died of it, and the run waited for ever.
    @Test
    void wantOfMemoryEndsTheRun() throws IOException {
        Path one = file("one", "x");
        assertThatThrownBy(() -> failing(new OutOfMemoryError("test"), one))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("test");
        assertThat(store.size()).isEqualTo(1);
    }

    /// Reads until it is interrupted, as from a pipe that nobody writes to.
    private static final class Waiting implements Importer {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public String description() {
            return "waits";
        }

        @Override
        public boolean recognises(String head, String fileName) {
            return true;
        }

        @Override
        public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    void stopIsHeardWhileNothingComes() throws Exception {
        Path file = file("one", "x");
        Waiting waiting = new Waiting();
        ImportRun run = new ImportRun(store, ImportOptions.DEFAULT, ImportListener.NONE);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<ImportReport> report = threads.submit(() -> run.run(List.of(file), waiting));
            waiting.begun.await();
            run.stop();
            assertThat(report.get().interrupted()).isTrue();
            assertThat(report.get().failures()).isEmpty();
        }
    }

    /// A batch of the largest records would not fit into memory.
    @Test
    void batchesEndByCharactersToo() throws IOException {
        String summary = "x".repeat(Paper.MAX_SUMMARY - 1);
        Path file = folder.resolve("large.jsonl");
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 200; i++) {
                out.write(line("own:p" + i, "Title " + i, ", \"abstract\": \"" + summary + "\""));
            }
        }
        List<Long> records = new ArrayList<>();
        run(
                ImportOptions.DEFAULT,
                new ImportListener() {
                    @Override
                    public void committed(long bytesRead, long bytesTotal, ImportReport report) {
                        records.add(report.records());
                    }
                },
                file);
        assertThat(records).containsExactly(84L, 168L, 200L);
    }
}
