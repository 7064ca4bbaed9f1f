package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PaperStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("papers.db");
    }

    private PaperStore open() {
        return PaperStore.open(file(), CLOCK);
    }

    private static Paper.Builder paper(String id) {
        return Paper.builder(new PaperId(id), "Title of " + id)
                .authors(List.of("Ada Lovelace"))
                .source("test");
    }

    private static PutResult put(PaperStore store, Paper paper) {
        try (PaperStore.Writer writer = store.writer()) {
            PutResult result = writer.put(paper, false);
            writer.commit();
            return result;
        }
    }

    private static StoredPaper found(PaperStore store, String id) {
        return store.find(new PaperId(id)).orElseThrow();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void isEmptyAtFirst() {
        try (PaperStore store = open()) {
            assertThat(store.size()).isZero();
            assertThat(store.lastSeq()).isZero();
            assertThat(store.changes(0, 10)).isEmpty();
            assertThat(store.lastImport()).isEmpty();
            assertThat(store.sizeBySource()).isEmpty();
            assertThat(store.find(new PaperId("own:x"))).isEmpty();
            assertThat(store.findByDoi("")).isEmpty();
            assertThat(store.fetch(new long[] {1, 2})).isEmpty();
            assertThat(store.note("x")).isEmpty();
            assertThat(store.check()).isEmpty();
            assertThat(store.uuid()).hasSize(36);
            assertThat(store.file()).isEqualTo(file());
        }
    }

    @Test
    void keepsEveryPartOfAPaper() {
        Paper whole = paper("arxiv:2404.19756")
                .authors(List.of("Ada Lovelace", "李伟", "Émile Borel"))
                .summary("An abstract with $x^2$,\nlines, \u0000 and 😀.")
                .categories(List.of("cs.LG", "stat.ML"))
                .venue("ICLR")
                .year(2024)
                .published(LocalDate.of(1991, 8, 14))
                .updated(LocalDate.of(2024, 12, 31))
                .announced(LocalDate.of(2025, 1, 1))
                .comment("12 pages")
                .doi("10.1000/182")
                .journalRef("J 1")
                .keywords(List.of("a", "b c"))
                .url("https://example.org/?a=1&b=2")
                .pdf("https://example.org/x.pdf")
                .build();
        try (PaperStore store = open()) {
            put(store, whole);
        }
        try (PaperStore store = open()) {
            StoredPaper stored = found(store, "arxiv:2404.19756");
            assertThat(stored).isEqualTo(new StoredPaper(1, 1, 1, NOW, whole));
            assertThat(store.fetch(new long[] {7, stored.key(), 8})).containsExactly(stored);
            assertThat(store.lastImport()).contains(NOW);
        }
    }

    @Test
    void saysWhatBecameOfAPaper() {
        try (PaperStore store = open()) {
            assertThat(put(store, paper("own:a").build())).isEqualTo(PutResult.NEW);
            assertThat(put(store, paper("own:a").build())).isEqualTo(PutResult.UNCHANGED);
            assertThat(store.lastSeq()).isEqualTo(1);
            assertThat(put(store, paper("own:a").comment("x").build())).isEqualTo(PutResult.UPDATED);
            assertThat(put(store, paper("own:a").build())).isEqualTo(PutResult.UNCHANGED);
            StoredPaper stored = found(store, "own:a");
            assertThat(stored.seq()).isEqualTo(2);
            assertThat(stored.key()).isEqualTo(1);
            assertThat(stored.paper().comment()).isEqualTo("x");
            assertThat(store.size()).isEqualTo(1);
        }
    }

    /// Such texts came back different from how they went in, and so counted as updated at every import.
    @Test
    void textsThatNeedMendingAreUnchangedTheSecondTime() {
        Paper odd = paper("own:a")
                .title("half \ud83d a pair")
                .authors(List.of("", "Two\nLines", " ", "\udc00"))
                .keywords(List.of(""))
                .summary("\ud800\ud800 😀 \udc00")
                .build();
        try (PaperStore store = open()) {
            assertThat(put(store, odd)).isEqualTo(PutResult.NEW);
            assertThat(put(store, odd)).isEqualTo(PutResult.UNCHANGED);
            Paper kept = found(store, "own:a").paper();
            assertThat(kept.title()).isEqualTo("half \ufffd a pair");
            assertThat(kept.authors()).containsExactly("Two Lines", "\ufffd");
            assertThat(kept.keywords()).isEmpty();
            assertThat(kept.summary()).isEqualTo("\ufffd\ufffd 😀 \ufffd");
        }
    }

    @Test
    void rollsBackWhatWasNotCommitted() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
            try (PaperStore.Writer writer = store.writer()) {
                writer.put(paper("own:b").build(), false);
                writer.note("n", "v");
                writer.remove(List.of(new PaperId("own:a")));
                assertThat(store.size()).isEqualTo(1);
            }
            assertThat(store.size()).isEqualTo(1);
            assertThat(store.note("n")).isEmpty();
            assertThat(store.lastSeq()).isEqualTo(1);
            assertThat(store.find(new PaperId("own:a"))).isPresent();
            put(store, paper("own:c").build());
            assertThat(found(store, "own:c").seq()).isEqualTo(2);
        }
    }

    @Test
    void notesAreOfTheSameTransactionAsPapers() {
        try (PaperStore store = open()) {
            try (PaperStore.Writer writer = store.writer()) {
                writer.put(paper("own:a").build(), false);
                writer.note("place", "1");
                assertThat(store.note("place")).isEmpty();
                writer.commit();
                assertThat(store.note("place")).contains("1");
                writer.note("place", "");
                writer.commit();
                assertThat(store.note("place")).isEmpty();
            }
        }
    }

    @Test
    void findsADoiInWhateverCase() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").doi("10.1000/AbC").build());
            put(store, paper("own:b").build());
            for (String doi : List.of("10.1000/AbC", "10.1000/abc", "10.1000/ABC")) {
                assertThat(store.findByDoi(doi).orElseThrow().paper().id()).hasToString("own:a");
            }
            assertThat(store.findByDoi("10.1000/ab")).isEmpty();
            assertThat(store.findByDoi("")).isEmpty();
        }
    }

    @Test
    void pagesThroughChangesWithRemovals() {
        try (PaperStore store = open()) {
            try (PaperStore.Writer writer = store.writer()) {
                for (int i = 0; i < 10; i++) {
                    writer.put(paper("own:p" + i).build(), false);
                }
                assertThat(writer.remove(
                                List.of(new PaperId("own:p3"), new PaperId("own:none"), new PaperId("own:p4"))))
                        .isEqualTo(2);
                writer.put(paper("own:p0").comment("x").build(), false);
                writer.commit();
            }
            List<StoreChange> all = store.changes(0, 1_000);
            assertThat(all).extracting(StoreChange::seq).containsExactly(2L, 3L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
            assertThat(all.get(7)).isEqualTo(new StoreChange.Removed(11, 4));
            for (int limit = 1; limit < 12; limit++) {
                List<StoreChange> paged = new ArrayList<>();
                long after = 0;
                for (List<StoreChange> page = store.changes(after, limit);
                        !page.isEmpty();
                        page = store.changes(after, limit)) {
                    assertThat(page).hasSizeLessThanOrEqualTo(limit);
                    paged.addAll(page);
                    after = page.getLast().seq();
                }
                assertThat(paged).isEqualTo(all);
            }
            assertThat(store.changes(store.lastSeq(), 10)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.changes(0, 0))
                    .withMessage("limit 0 is not at least 1");
        }
    }

    @Test
    void keysAreNeverGivenAgain() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
            try (PaperStore.Writer writer = store.writer()) {
                writer.remove(List.of(new PaperId("own:a")));
                writer.commit();
            }
            assertThat(store.lastSeq()).isEqualTo(2);
            put(store, paper("own:a").build());
            assertThat(found(store, "own:a").key()).isEqualTo(2);
            assertThat(found(store, "own:a").seq()).isEqualTo(3);
        }
    }

    @Test
    void linksOneWorkAcrossBranches() {
        try (PaperStore store = open()) {
            put(
                    store,
                    paper("arxiv:1706.03762").title("Attention Is All You Need").build());
            put(
                    store,
                    paper("venue:NeurIPS.2017/x")
                            .title("Attention is all you need.")
                            .authors(List.of("A. Lovelace"))
                            .build());
            put(
                    store,
                    paper("own:other")
                            .title("Attention is all you need")
                            .authors(List.of("B. Other"))
                            .build());
            StoredPaper arxiv = found(store, "arxiv:1706.03762");
            StoredPaper venue = found(store, "venue:NeurIPS.2017/x");
            assertThat(store.linked(arxiv)).containsExactly(venue);
            assertThat(store.linked(venue)).containsExactly(arxiv);
            assertThat(store.linked(found(store, "own:other"))).isEmpty();
        }
    }

    @Test
    void aPaperThatBelongsToTwoWorksMakesThemOne() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").title("T").authors(List.of("A")).build());
            put(store, paper("own:b").title("T").authors(List.of("B")).build());
            put(store, paper("own:c").title("T").authors(List.of("C")).build());
            put(store, paper("own:d").title("T").authors(List.of("A", "B")).build());
            assertThat(store.linked(found(store, "own:a"))).hasSize(2);
            // An update joins as well as an addition does.
            put(store, paper("own:d").title("T").authors(List.of("A", "C")).build());
            assertThat(store.linked(found(store, "own:c"))).hasSize(3);
        }
    }

    /// The number of the work is the key of its first paper: when that one leaves, it may not take the number
    /// along.
    @Test
    void aPaperThatGetsAnotherTitleLeavesItsWork() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").title("T").build());
            put(store, paper("own:b").title("T").build());
            put(store, paper("own:c").title("T").build());
            put(store, paper("own:a").title("Another").build());
            assertThat(store.linked(found(store, "own:a"))).isEmpty();
            assertThat(store.linked(found(store, "own:b"))).containsExactly(found(store, "own:c"));
            put(store, paper("own:a").title("T").build());
            assertThat(store.linked(found(store, "own:a"))).hasSize(2);
            put(store, paper("own:c").title("Else").build());
            assertThat(store.linked(found(store, "own:c"))).isEmpty();
            assertThat(store.linked(found(store, "own:b"))).containsExactly(found(store, "own:a"));
        }
    }

    @Test
    void aRealPaperTakesTheClassicsPlace() {
        try (PaperStore store = open()) {
            put(
                    store,
                    paper("venue:Mind.1950/computing")
                            .title("T")
                            .source(Classics.SOURCE)
                            .build());
            assertThat(put(store, paper("own:mine").title("T").build())).isEqualTo(PutResult.NEW);
            assertThat(store.size()).as("another branch is no replacement").isEqualTo(2);
            assertThat(put(store, paper("venue:Mind.1950/236").title("T").build()))
                    .isEqualTo(PutResult.NEW);
            assertThat(store.size()).isEqualTo(2);
            assertThat(found(store, "venue:Mind.1950/computing").paper().id()).hasToString("venue:Mind.1950/236");
            assertThat(store.linked(found(store, "own:mine"))).hasSize(1);
            assertThat(store.changes(2, 10))
                    .containsExactly(
                            new StoreChange.Put(found(store, "venue:Mind.1950/236")), new StoreChange.Removed(4, 1));
            // The classic again: known under its other name.
            assertThat(put(
                            store,
                            paper("venue:Mind.1950/computing")
                                    .title("T")
                                    .source(Classics.SOURCE)
                                    .build()))
                    .isEqualTo(PutResult.UNCHANGED);
            assertThat(store.size()).isEqualTo(2);
            try (PaperStore.Writer writer = store.writer()) {
                writer.remove(List.of(new PaperId("venue:Mind.1950/236")));
                writer.commit();
            }
            assertThat(store.find(new PaperId("venue:Mind.1950/computing"))).isEmpty();
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void aRealPaperTakesTheClassicsPlaceWhenItsTitleIsMended() {
        try (PaperStore store = open()) {
            put(
                    store,
                    paper("venue:Mind.1950/computing")
                            .title("T")
                            .source(Classics.SOURCE)
                            .build());
            put(store, paper("venue:Mind.1950/236").title("T with a misprint").build());
            put(store, paper("venue:Mind.1950/236").title("T").build());
            assertThat(store.size()).isEqualTo(1);
            assertThat(found(store, "venue:Mind.1950/computing").paper().id()).hasToString("venue:Mind.1950/236");
        }
    }

    @Test
    void removesASource() {
        try (PaperStore store = open()) {
            put(store, paper("own:a").source("x").build());
            put(store, paper("own:b").title("b").source("x").build());
            put(store, paper("own:c").title("c").source("y").build());
            assertThat(store.sizeBySource()).containsExactly(Map.entry("x", 2L), Map.entry("y", 1L));
            try (PaperStore.Writer writer = store.writer()) {
                assertThat(writer.removeSource("none")).isZero();
                assertThat(writer.removeSource("x")).isEqualTo(2);
                writer.commit();
            }
            assertThat(store.sizeBySource()).containsExactly(Map.entry("y", 1L));
        }
    }

    /// Failed while JDBC's commit began the next transaction at once: the second store could never write.
    @Test
    void twoStoresOfOneFileWriteInTurn() {
        try (PaperStore one = open();
                PaperStore other = open()) {
            assertThat(one.uuid()).isEqualTo(other.uuid());
            for (int i = 0; i < 20; i++) {
                PaperStore store = i % 2 == 0 ? one : other;
                put(store, paper("own:p" + i).build());
                assertThat(one.lastSeq()).isEqualTo(i + 1);
                assertThat(other.lastSeq()).isEqualTo(i + 1);
            }
            try (PaperStore.Writer first = one.writer();
                    PaperStore.Writer second = other.writer()) {
                for (int i = 20; i < 40; i++) {
                    PaperStore.Writer writer = i % 2 == 0 ? first : second;
                    writer.put(paper("own:p" + i).build(), false);
                    writer.commit();
                }
            }
            List<StoreChange> changes = one.changes(0, 100);
            assertThat(changes).hasSize(40).isEqualTo(other.changes(0, 100));
            assertThat(changes)
                    .extracting(StoreChange::seq)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void writersOfTwoStoresAtOnceNeverShareANumber() throws Exception {
        try (PaperStore one = open();
                PaperStore other = open()) {
            inParallel(List.of(
                    () -> {
                        fill(one, "own:x", 60);
                        return null;
                    },
                    () -> {
                        fill(other, "own:y", 60);
                        return null;
                    },
                    () -> {
                        fill(one, "own:z", 60);
                        return null;
                    }));
            assertThat(one.changes(0, 1_000)).hasSize(180);
            assertThat(one.lastSeq()).isEqualTo(180);
            assertThat(one.check()).isEmpty();
        }
    }

    private static void fill(PaperStore store, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            put(store, paper(prefix + i).build());
        }
    }

    private static void inParallel(List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    @Test
    void severalMayMakeANewStoreAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            Path file = folder.resolve("new" + round + ".db");
            List<String> uuids = Collections.synchronizedList(new ArrayList<>());
            Callable<Void> opening = () -> {
                try (PaperStore store = PaperStore.open(file)) {
                    uuids.add(store.uuid());
                }
                return null;
            };
            inParallel(List.of(opening, opening, opening, opening));
            assertThat(uuids).hasSize(4);
            assertThat(uuids.stream().distinct()).hasSize(1);
        }
    }

    /// A change committed between the two queries of [PaperStore#changes] hid the papers before it.
    @Test
    void followingChangesWhileWritingMissesNothing() throws Exception {
        int count = 400;
        try (PaperStore store = open()) {
            AtomicBoolean written = new AtomicBoolean();
            Map<Long, String> model = new TreeMap<>();
            inParallel(List.of(
                    () -> {
                        try {
                            for (int i = 0; i < count; i++) {
                                put(store, paper("own:p" + i).title("t" + i).build());
                                if (i % 2 == 1) {
                                    try (PaperStore.Writer writer = store.writer()) {
                                        writer.remove(List.of(new PaperId("own:p" + (i - 1))));
                                        writer.commit();
                                    }
                                }
                            }
                        } finally {
                            written.set(true);
                        }
                        return null;
                    },
                    () -> {
                        long after = 0;
                        boolean last = false;
                        while (true) {
                            List<StoreChange> changes = store.changes(after, 50);
                            for (StoreChange change : changes) {
                                apply(change, model);
                                after = change.seq();
                            }
                            if (changes.isEmpty() && last) {
                                return null;
                            }
                            last = written.get();
                        }
                    }));
            Map<Long, String> expected = new TreeMap<>();
            store.changes(0, 10_000).forEach(change -> apply(change, expected));
            assertThat(model).isEqualTo(expected).hasSize(count / 2);
        }
    }

    private static void apply(StoreChange change, Map<Long, String> model) {
        switch (change) {
            case StoreChange.Put put ->
                model.put(put.stored().key(), put.stored().paper().id().value());
            case StoreChange.Removed removed -> model.remove(removed.key());
        }
    }

    @Test
    void manyReadWhileOneWrites() throws Exception {
        try (PaperStore store = open()) {
            put(store, paper("own:p0").build());
            AtomicBoolean written = new AtomicBoolean();
            Callable<Void> reading = () -> {
                long seen = 0;
                while (!written.get()) {
                    long size = store.size();
                    assertThat(size).isGreaterThanOrEqualTo(seen);
                    seen = size;
                    StoredPaper stored = found(store, "own:p0");
                    assertThat(stored.paper().comment())
                            .isEqualTo(stored.paper().journalRef());
                }
                return null;
            };
            Callable<Void> writing = () -> {
                try {
                    for (int i = 1; i < 100; i++) {
                        try (PaperStore.Writer writer = store.writer()) {
                            writer.put(paper("own:p" + i).build(), false);
                            writer.put(
                                    paper("own:p0")
                                            .comment("c" + i)
                                            .journalRef("c" + i)
                                            .build(),
                                    false);
                            writer.commit();
                        }
                    }
                } finally {
                    written.set(true);
                }
                return null;
            };
            List<Callable<Void>> tasks = new ArrayList<>(Collections.nCopies(12, reading));
            tasks.add(writing);
            inParallel(tasks);
            assertThat(store.size()).isEqualTo(100);
        }
    }

    @Test
    @SuppressWarnings("try") // closed twice on purpose
    void aThreadHasOneWriter() {
        try (PaperStore store = open()) {
            try (PaperStore.Writer writer = store.writer()) {
                writer.put(paper("own:a").build(), false);
                assertThatIllegalStateException()
                        .isThrownBy(store::writer)
                        .withMessageContaining("this thread has a writer of")
                        .withMessageContaining("close it first");
                writer.commit();
                writer.close();
                assertThatIllegalStateException().isThrownBy(() -> writer.note("a", "b"));
            }
            put(store, paper("own:b").build());
            assertThat(store.size()).isEqualTo(2);
        }
    }

    /// Readings after the closing waited for ever.
    @Test
    void aClosedStoreSaysSo() {
        PaperStore store = open();
        put(store, paper("own:a").build());
        store.close();
        store.close();
        for (int i = 0; i < 10; i++) {
            assertThatIllegalStateException().isThrownBy(store::size).withMessage("the store is closed");
        }
        assertThatIllegalStateException().isThrownBy(store::writer).withMessage("the store is closed");
        try (PaperStore again = open()) {
            assertThat(again.size()).isEqualTo(1);
        }
    }

    @Test
    void closingWaitsForReadersAndWriter() throws Exception {
        PaperStore store = open();
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> writer = threads.submit(() -> {
                try (PaperStore.Writer change = store.writer()) {
                    change.put(paper("own:a").build(), false);
                    writing.countDown();
                    goOn.await();
                    change.commit();
                }
                return null;
            });
            writing.await();
            Future<?> closing = threads.submit(store::close);
            assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            goOn.countDown();
            writer.get();
            closing.get();
        }
        try (PaperStore again = open()) {
            assertThat(again.size()).isEqualTo(1);
        }
    }

    @Test
    void aFailedReadingLeavesTheStoreUsable() throws SQLException {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
            sql("UPDATE paper SET id = 'no id'");
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> store.fetch(new long[] {1})).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> store.changes(0, 10)).isInstanceOf(IllegalArgumentException.class);
            }
            sql("UPDATE paper SET id = 'own:a'");
            assertThat(store.fetch(new long[] {1})).hasSize(1);
            assertThat(store.changes(0, 10)).hasSize(1);
            put(store, paper("own:b").build());
            assertThat(store.size()).isEqualTo(2);
        }
    }

    @Test
    void aNewerStoreIsRefusedAndLeftAsItIs() throws Exception {
        open().close();
        sql("PRAGMA journal_mode = DELETE", "PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(file() + ": made by a newer Lemma (schema 99; this one knows up to "
                        + PaperStore.SCHEMA_VERSION + "): update Lemma");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void anotherProgramsDatabaseIsRefusedAndLeftAsItIs() throws Exception {
        for (String version : List.of("0", "1", "99")) {
            Files.deleteIfExists(file());
            sql("CREATE TABLE bookmark (url TEXT)", "PRAGMA user_version = " + version);
            byte[] before = Files.readAllBytes(file());
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessage(file() + ": a database, but not of Lemma: choose another LEMMA_HOME");
            assertThat(Files.readAllBytes(file())).isEqualTo(before);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws IOException {
        String text = "This is a letter, not a database. ".repeat(200);
        Files.writeString(file(), text);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(file() + ": cannot be opened: the file is no database: choose another LEMMA_HOME, or "
                        + "move the file away");
        assertThat(file()).hasContent(text);
    }

    @Test
    void whereNoFileCanBeIsSaid() throws IOException {
        Files.createDirectories(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(file() + ": cannot be opened: no file can be opened there: check the path and the right "
                        + "to write in its folder");
        Path below = Files.createFile(folder.resolve("plain")).resolve("papers.db");
        assertThatThrownBy(() -> PaperStore.open(below))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot create the folder of " + below);
    }

    @Test
    void makesTheFolderItNeeds() {
        try (PaperStore store = PaperStore.open(folder.resolve("a/b c/ü/papers.db"))) {
            put(store, paper("own:a").build());
            assertThat(store.size()).isEqualTo(1);
        }
    }

    @Test
    void aStoreOfTheFirstVersionIsBroughtUpToDate() throws SQLException {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
        }
        sql("DROP INDEX removal_pk", "PRAGMA user_version = 1");
        try (PaperStore store = open()) {
            assertThat(store.size()).isEqualTo(1);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT user_version, (SELECT count(*) FROM sqlite_master WHERE name = 'removal_pk')"
                                + " FROM pragma_user_version")) {
            assertThat(row.getInt(1)).isEqualTo(PaperStore.SCHEMA_VERSION);
            assertThat(row.getInt(2)).isEqualTo(1);
        }
    }

    @Test
    void writesAheadAndSyncsEveryCommit() throws SQLException {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
            assertThat(file().resolveSibling("papers.db-wal")).exists();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(row.getString(1)).isEqualTo("wal");
        }
    }

    @Test
    void theCheckFindsDamage() throws SQLException {
        try (PaperStore store = open()) {
            put(store, paper("own:a").build());
        }
        sql("PRAGMA foreign_keys = OFF", "INSERT INTO alias (id, paper) VALUES ('own:x', 'own:gone')");
        try (PaperStore store = open()) {
            assertThat(store.check()).containsExactly("foreign key broken in table alias, row 1");
        }
    }
}
