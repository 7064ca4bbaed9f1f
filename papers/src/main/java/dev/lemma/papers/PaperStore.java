package dev.lemma.papers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/// All papers, in one SQLite file that owns them: whatever else Lemma keeps of papers is derived from it.
///
/// Every change has a number ([StoredPaper#seq]) that grows in the order of commits, also across processes;
/// [#changes] reads them in that order, so an index that remembers the last number it has seen can always catch
/// up.
///
/// Durability: a [Writer#commit] that returned survives `kill -9` and loss of power (WAL, `synchronous=FULL`).
/// Several processes may have one store open; one writes at a time, the others wait for its commit.
///
/// Thread-safe; a [Writer] belongs to one thread.
public final class PaperStore implements AutoCloseable {
    /// Version of the schema that this code reads and writes; older ones are migrated when opened.
    public static final int SCHEMA_VERSION = StoreSchema.VERSION;

    private static final String COLUMNS =
            "pk, seq, work, imported, id, title, authors, summary, categories, venue, year, published, "
                    + "updated, announced, comment, doi, journal_ref, keywords, url, pdf, source";
    private static final String LAST_SEQ =
            "max(coalesce((SELECT max(seq) FROM paper), 0), coalesce((SELECT max(seq) FROM removal), 0))";
    private static final int READERS = 8;
    private static final int BUSY_SECONDS = 60;

    private final Path file;
    private final Clock clock;
    private final Connection writing;
    private final ReentrantLock writeLock = new ReentrantLock();
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore readers = new Semaphore(READERS);
    private final AtomicBoolean closed = new AtomicBoolean();

    private PaperStore(Path file, Clock clock, Connection writing) {
        this.file = file;
        this.clock = clock;
        this.writing = writing;
    }

    /// Opens a store and creates it if there is none.
    ///
    /// @throws StoreException if the file is no store, is of a newer version, or cannot be opened
    public static PaperStore open(Path file) {
        return open(file, Clock.systemUTC());
    }

    /// As [#open(Path)], with the clock that stamps imports.
    public static PaperStore open(Path file, Clock clock) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the folder of " + file, e);
        }
        Connection connection = null;
        try {
            connection = connect(file, false);
            // Before anything is written: another program's database stays as it is.
            StoreSchema.version(connection, file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
            }
            StoreSchema.migrate(connection, file);
            return new PaperStore(file, clock, connection);
        } catch (SQLException e) {
            closeQuietly(connection);
            throw failure(file, "cannot be opened", e);
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    public Path file() {
        return file;
    }

    /// The paper of an id, or of an id that it had before ([Writer#put] says when that happens).
    public Optional<StoredPaper> find(PaperId id) {
        return read(reader -> {
            Optional<StoredPaper> found = one(reader.byId, id.value());
            return found.isPresent() ? found : one(reader.byAlias, id.value());
        });
    }

    /// The paper with this DOI, in whatever case.
    public Optional<StoredPaper> findByDoi(String doi) {
        return read(reader -> one(reader.byDoi, doi));
    }

    /// The papers of the given row numbers, in that order; what is no longer there is left out.
    public List<StoredPaper> fetch(long[] keys) {
        return read(reader -> {
            List<StoredPaper> found = new ArrayList<>(keys.length);
            for (long key : keys) {
                reader.byKey.setLong(1, key);
                try (ResultSet row = reader.byKey.executeQuery()) {
                    if (row.next()) {
                        found.add(stored(row));
                    }
                }
            }
            return found;
        });
    }

    /// The other papers that are the same work.
    public List<StoredPaper> linked(StoredPaper paper) {
        return read(reader -> {
            reader.byWork.setLong(1, paper.work());
            reader.byWork.setLong(2, paper.key());
            return all(reader.byWork);
        });
    }

    /// The changes after a number, in order, at most `limit` of them. A paper that changed twice appears once,
    /// with its last change.
    ///
    /// @throws IllegalArgumentException if the limit is less than 1
    public List<StoreChange> changes(long afterSeq, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not at least 1");
        }
        return read(reader -> {
            List<StoreChange> changes = new ArrayList<>();
            // Both queries must see one state: a removal committed between them would hide the papers before
            // it.
            reader.begin.execute();
            try {
                reader.changed.setLong(1, afterSeq);
                reader.changed.setInt(2, limit);
                for (StoredPaper paper : all(reader.changed)) {
                    changes.add(new StoreChange.Put(paper));
                }
                reader.removed.setLong(1, afterSeq);
                reader.removed.setInt(2, limit);
                try (ResultSet rows = reader.removed.executeQuery()) {
                    while (rows.next()) {
                        changes.add(new StoreChange.Removed(rows.getLong(1), rows.getLong(2)));
                    }
                }
            } finally {
                reader.end.execute();
            }
            changes.sort(Comparator.comparingLong(StoreChange::seq));
            return changes.size() <= limit ? changes : List.copyOf(changes.subList(0, limit));
        });
    }

    /// Number of the last change; 0 for a store that never had one.
    public long lastSeq() {
        return read(reader -> number(reader.lastSeq));
    }

    /// How many papers there are.
    public long size() {
        return read(reader -> number(reader.count));
    }

    /// How many papers each source brought, by falling count.
    public Map<String, Long> sizeBySource() {
        return read(reader -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            try (Statement statement = reader.connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT source, count(*) FROM paper GROUP BY source ORDER BY 2 DESC, 1")) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        });
    }

    /// When a paper last changed.
    public Optional<Instant> lastImport() {
        return read(reader -> {
            long millis = number(reader.lastImport);
            return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        });
    }

    /// The id of this store, made when it was created: an index of another store can be told by it.
    public String uuid() {
        return note("uuid")
                .orElseThrow(() -> new StoreException(file + ": the store has no id; it was not made by Lemma"));
    }

    /// A small text kept under a name, see [Writer#note]; an empty text counts as none.
    public Optional<String> note(String name) {
        return read(reader -> {
            reader.note.setString(1, name);
            try (ResultSet row = reader.note.executeQuery()) {
                return row.next() && !row.getString(1).isEmpty() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    /// What `PRAGMA integrity_check` and the foreign key check say: empty if all is sound.
    public List<String> check() {
        return read(reader -> {
            List<String> problems = new ArrayList<>();
            try (Statement statement = reader.connection.createStatement()) {
                try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
                    while (rows.next()) {
                        if (!rows.getString(1).equals("ok")) {
                            problems.add(rows.getString(1));
                        }
                    }
                }
                try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                    while (rows.next()) {
                        problems.add("foreign key broken in table " + rows.getString(1) + ", row " + rows.getLong(2));
                    }
                }
            }
            return problems;
        });
    }

    /// Starts a change; waits until no other one of this process is under way. What is not committed is rolled
    /// back when the writer is closed. Other processes are kept out only between the first change and its
    /// commit.
    ///
    /// @throws IllegalStateException if the store is closed, or this thread has a writer open already
    public Writer writer() {
        if (writeLock.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread has a writer of " + file + " open: close it first");
        }
        writeLock.lock();
        try {
            if (closed.get()) {
                throw new IllegalStateException("the store is closed");
            }
            return new Writer();
        } catch (SQLException e) {
            writeLock.unlock();
            throw failure(file, "cannot be written", e);
        } catch (RuntimeException e) {
            writeLock.unlock();
            throw e;
        }
    }

    /// Waits for the readings and the writer under way; what comes later is an [IllegalStateException].
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            readers.acquireUninterruptibly(READERS);
            try {
                for (Reader reader : idle) {
                    closeQuietly(reader.connection);
                }
                idle.clear();
            } finally {
                // Whoever waits for a reader now learns that the store is closed.
                readers.release(READERS);
            }
            writeLock.lock();
            try {
                closeQuietly(writing);
            } finally {
                writeLock.unlock();
            }
        }
    }

    /// Changes of the store, in transactions. Belongs to the thread that made it.
    public final class Writer implements AutoCloseable {
        private final List<PreparedStatement> statements = new ArrayList<>();
        private final PreparedStatement begin = prepared("BEGIN IMMEDIATE");
        private final PreparedStatement commit = prepared("COMMIT");
        private final PreparedStatement rollback = prepared("ROLLBACK");
        private final PreparedStatement last = prepared("SELECT " + LAST_SEQ
                + ", max(coalesce((SELECT max(pk) FROM paper), 0), coalesce((SELECT max(pk) FROM removal), 0))");
        private final PreparedStatement byId = prepared("SELECT " + COLUMNS + " FROM paper WHERE id = ?");
        private final PreparedStatement byTitle =
                prepared("SELECT pk, work, id, authors, source FROM paper WHERE title_key = ? AND pk <> ? LIMIT 20");
        private final PreparedStatement insert = prepared(
                "INSERT INTO paper (" + COLUMNS + ", title_key) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        private final PreparedStatement update =
                prepared("UPDATE paper SET seq=?, work=?, imported=?, id=?, title=?, authors=?, summary=?, "
                        + "categories=?, venue=?, year=?, published=?, updated=?, announced=?, comment=?, doi=?, "
                        + "journal_ref=?, keywords=?, url=?, pdf=?, source=?, title_key=? WHERE pk=?");
        private final PreparedStatement setNote = prepared("INSERT INTO meta (name, value) VALUES (?, ?) "
                + "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        private final PreparedStatement deletePaper = prepared("DELETE FROM paper WHERE pk = ?");
        private final PreparedStatement insertRemoval = prepared("INSERT INTO removal (seq, pk) VALUES (?, ?)");
        private final PreparedStatement insertAlias = prepared("INSERT INTO alias (id, paper) VALUES (?, ?) "
                + "ON CONFLICT (id) DO UPDATE SET paper = excluded.paper");
        private final PreparedStatement joinWorks = prepared("UPDATE paper SET work = ? WHERE work = ?");
        private final PreparedStatement restOfWork =
                prepared("SELECT coalesce(min(pk), 0) FROM paper WHERE work = ? AND pk <> ?");
        private final PreparedStatement renumberWork = prepared("UPDATE paper SET work = ? WHERE work = ? AND pk <> ?");
        private long lastSeq;
        private long lastKey;
        private boolean inTransaction;
        private boolean writerClosed;

        private Writer() throws SQLException {}

        private PreparedStatement prepared(String sql) throws SQLException {
            PreparedStatement statement = writing.prepareStatement(sql);
            statements.add(statement);
            return statement;
        }

        /// Adds a paper, or brings the stored one up to date: an older description only fills gaps, nothing is
        /// erased.
        ///
        /// A new paper that is the same work as a built-in classic of its branch takes the classic's place; the
        /// classic's id leads to it.
        ///
        /// @param onlyIfNewer the paper may replace what is known only if it is of a later day; else it fills
        ///     gaps
        public PutResult put(Paper given, boolean onlyIfNewer) {
            Paper paper = given.wellFormed();
            try {
                begin();
                byId.setString(1, paper.id().value());
                Optional<StoredPaper> known = first(byId);
                if (known.isEmpty()) {
                    return add(paper) ? PutResult.NEW : PutResult.UNCHANGED;
                }
                StoredPaper stored = known.get();
                Paper merged = Merge.of(stored.paper(), paper, onlyIfNewer);
                if (merged.equals(stored.paper())) {
                    return PutResult.UNCHANGED;
                }
                update(stored, merged);
                return PutResult.UPDATED;
            } catch (SQLException e) {
                throw failure(file, "paper " + paper.id() + " cannot be written", e);
            }
        }

        /// Removes papers; ids that are not there are passed over.
        ///
        /// @return how many were removed
        public int remove(Collection<PaperId> ids) {
            int removed = 0;
            try {
                begin();
                for (PaperId id : ids) {
                    byId.setString(1, id.value());
                    Optional<StoredPaper> stored = first(byId);
                    if (stored.isPresent()) {
                        delete(stored.get().key());
                        removed++;
                    }
                }
                return removed;
            } catch (SQLException e) {
                throw failure(file, "papers cannot be removed", e);
            }
        }

        /// Removes the papers whose last description came from a source.
        ///
        /// @return how many were removed
        public int removeSource(String source) {
            try {
                begin();
                List<Long> keys = new ArrayList<>();
                try (PreparedStatement select = writing.prepareStatement("SELECT pk FROM paper WHERE source = ?")) {
                    select.setString(1, source);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            keys.add(rows.getLong(1));
                        }
                    }
                }
                for (long key : keys) {
                    delete(key);
                }
                return keys.size();
            } catch (SQLException e) {
                throw failure(file, "papers of source " + source + " cannot be removed", e);
            }
        }

        /// Keeps a small text under a name, for [PaperStore#note]; part of the same transaction as the papers.
        public void note(String name, String value) {
            try {
                begin();
                setNote.setString(1, name);
                setNote.setString(2, value);
                setNote.executeUpdate();
            } catch (SQLException e) {
                throw failure(file, "note " + name + " cannot be written", e);
            }
        }

        /// Makes everything since the last commit durable and visible to readers.
        public void commit() {
            if (!inTransaction) {
                return;
            }
            try {
                commit.execute();
                inTransaction = false;
            } catch (SQLException e) {
                throw failure(file, "cannot be committed", e);
            }
        }

        /// Rolls back what was not committed.
        @Override
        public void close() {
            if (writerClosed) {
                return;
            }
            writerClosed = true;
            try {
                if (inTransaction) {
                    inTransaction = false;
                    rollback.execute();
                }
            } catch (SQLException e) {
                // After a full disk or a failed read the database has rolled back by itself, and has nothing
                // more to roll back: the failure that led here was thrown then.
                System.getLogger(PaperStore.class.getName()).log(System.Logger.Level.DEBUG, "rolling back failed", e);
            } finally {
                closeStatements();
                writeLock.unlock();
            }
        }

        private void closeStatements() {
            for (PreparedStatement statement : statements) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    System.getLogger(PaperStore.class.getName())
                            .log(System.Logger.Level.WARNING, "closing a statement failed", e);
                }
            }
        }

        private void begin() throws SQLException {
            if (writerClosed) {
                throw new IllegalStateException("the writer is closed");
            }
            if (inTransaction) {
                return;
            }
            // The write lock is taken first: the numbers read then stay ours until the commit.
            begin.execute();
            inTransaction = true;
            try (ResultSet row = last.executeQuery()) {
                row.next();
                lastSeq = row.getLong(1);
                lastKey = row.getLong(2);
            }
        }

        private boolean add(Paper paper) throws SQLException {
            long key = ++lastKey;
            long titleKey = SameWork.titleKey(paper.title());
            List<Same> same = sameWork(key, paper, titleKey);
            for (Same other : same) {
                if (replaces(other.source(), other.id(), paper.source(), paper.id())) {
                    alias(paper.id(), other.id());
                    return false;
                }
            }
            long work = same.stream().mapToLong(Same::work).min().orElse(key);
            bind(insert, 2, ++lastSeq, work, paper);
            insert.setLong(1, key);
            insert.setLong(22, titleKey);
            insert.executeUpdate();
            join(same, work, paper);
            return true;
        }

        private void update(StoredPaper stored, Paper merged) throws SQLException {
            long titleKey = SameWork.titleKey(merged.title());
            boolean sameAsBefore = titleKey == SameWork.titleKey(stored.paper().title())
                    && merged.authors().equals(stored.paper().authors());
            List<Same> same = sameAsBefore ? List.of() : sameWork(stored.key(), merged, titleKey);
            long work = sameAsBefore
                    ? stored.work()
                    : same.stream().mapToLong(Same::work).min().orElse(stored.key());
            boolean leaves = !sameAsBefore && same.stream().noneMatch(other -> other.work() == stored.work());
            if (leaves && stored.work() == stored.key()) {
                renumberRest(stored.key());
            }
            bind(update, 1, ++lastSeq, work, merged);
            update.setLong(21, titleKey);
            update.setLong(22, stored.key());
            update.executeUpdate();
            join(same, work, merged);
        }

        /// The papers that were one work with a paper that no longer is: their work has that paper's number and
        /// needs another one.
        private void renumberRest(long key) throws SQLException {
            restOfWork.setLong(1, key);
            restOfWork.setLong(2, key);
            long rest = number(restOfWork);
            if (rest > 0) {
                renumberWork.setLong(1, rest);
                renumberWork.setLong(2, key);
                renumberWork.setLong(3, key);
                renumberWork.executeUpdate();
            }
        }

        /// Makes a paper and others one work; it takes the place of built-in ones of its branch.
        private void join(List<Same> same, long work, Paper paper) throws SQLException {
            for (Same other : same) {
                if (other.work() != work) {
                    joinWorks.setLong(1, work);
                    joinWorks.setLong(2, other.work());
                    joinWorks.executeUpdate();
                }
                if (replaces(paper.source(), paper.id(), other.source(), other.id())) {
                    delete(other.key());
                    alias(other.id(), paper.id());
                }
            }
        }

        /// Whether a paper takes the place of a built-in one of the same work.
        private static boolean replaces(String source, PaperId id, String classicSource, PaperId classicId) {
            return classicSource.equals(Classics.SOURCE)
                    && !source.equals(Classics.SOURCE)
                    && id.branch() == classicId.branch();
        }

        private List<Same> sameWork(long key, Paper paper, long titleKey) throws SQLException {
            byTitle.setLong(1, titleKey);
            byTitle.setLong(2, key);
            List<Same> same = new ArrayList<>();
            try (ResultSet rows = byTitle.executeQuery()) {
                while (rows.next()) {
                    if (SameWork.shareAuthor(paper.authors(), split(rows.getString(4)))) {
                        same.add(new Same(
                                rows.getLong(1), rows.getLong(2), new PaperId(rows.getString(3)), rows.getString(5)));
                    }
                }
            }
            return same;
        }

        private void alias(PaperId from, PaperId to) throws SQLException {
            insertAlias.setString(1, from.value());
            insertAlias.setString(2, to.value());
            insertAlias.executeUpdate();
        }

        private void delete(long key) throws SQLException {
            deletePaper.setLong(1, key);
            deletePaper.executeUpdate();
            insertRemoval.setLong(1, ++lastSeq);
            insertRemoval.setLong(2, key);
            insertRemoval.executeUpdate();
        }

        /// Binds all columns from `seq` on, the first at index `at`.
        private void bind(PreparedStatement statement, int at, long seq, long work, Paper paper) throws SQLException {
            int i = at;
            statement.setLong(i++, seq);
            statement.setLong(i++, work);
            statement.setLong(i++, clock.millis());
            statement.setString(i++, paper.id().value());
            statement.setString(i++, paper.title());
            statement.setString(i++, joined(paper.authors()));
            statement.setString(i++, paper.summary());
            statement.setString(i++, joined(paper.categories()));
            statement.setString(i++, paper.venue());
            statement.setInt(i++, paper.year());
            statement.setString(i++, day(paper.published()));
            statement.setString(i++, day(paper.updated()));
            statement.setString(i++, day(paper.announced()));
            statement.setString(i++, paper.comment());
            statement.setString(i++, paper.doi());
            statement.setString(i++, paper.journalRef());
            statement.setString(i++, joined(paper.keywords()));
            statement.setString(i++, paper.url());
            statement.setString(i++, paper.pdf());
            statement.setString(i, paper.source());
        }
    }

    /// What linking needs of a paper of the same work.
    private record Same(long key, long work, PaperId id, String source) {}

    /// A connection for reading and its statements, used by one thread at a time.
    private static final class Reader {
        final Connection connection;
        final PreparedStatement byId;
        final PreparedStatement byAlias;
        final PreparedStatement byDoi;
        final PreparedStatement byKey;
        final PreparedStatement byWork;
        final PreparedStatement changed;
        final PreparedStatement removed;
        final PreparedStatement lastSeq;
        final PreparedStatement count;
        final PreparedStatement lastImport;
        final PreparedStatement note;
        final PreparedStatement begin;
        final PreparedStatement end;

        static Reader open(Path file) throws SQLException {
            Connection connection = connect(file, true);
            try {
                return new Reader(connection);
            } catch (SQLException e) {
                closeQuietly(connection);
                throw e;
            }
        }

        private Reader(Connection connection) throws SQLException {
            this.connection = connection;
            String select = "SELECT " + COLUMNS + " FROM paper ";
            byId = connection.prepareStatement(select + "WHERE id = ?");
            byAlias = connection.prepareStatement(select + "WHERE id = (SELECT paper FROM alias WHERE id = ?)");
            byDoi = connection.prepareStatement(
                    select + "WHERE doi = ? COLLATE NOCASE AND doi <> '' ORDER BY pk LIMIT 1");
            byKey = connection.prepareStatement(select + "WHERE pk = ?");
            byWork = connection.prepareStatement(select + "WHERE work = ? AND pk <> ? ORDER BY pk LIMIT 50");
            changed = connection.prepareStatement(select + "WHERE seq > ? ORDER BY seq LIMIT ?");
            removed = connection.prepareStatement("SELECT seq, pk FROM removal WHERE seq > ? ORDER BY seq LIMIT ?");
            lastSeq = connection.prepareStatement("SELECT " + LAST_SEQ);
            count = connection.prepareStatement("SELECT count(*) FROM paper");
            lastImport = connection.prepareStatement(
                    "SELECT coalesce((SELECT imported FROM paper WHERE seq = (SELECT max(seq) FROM paper)), 0)");
            note = connection.prepareStatement("SELECT value FROM meta WHERE name = ?");
            begin = connection.prepareStatement("BEGIN");
            end = connection.prepareStatement("ROLLBACK");
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Reader reader) throws SQLException;
    }

    private <T> T read(Read<T> work) {
        readers.acquireUninterruptibly();
        Reader reader = null;
        boolean sound = false;
        try {
            if (closed.get()) {
                throw new IllegalStateException("the store is closed");
            }
            reader = idle.pollFirst();
            if (reader == null) {
                reader = Reader.open(file);
            }
            T result = work.from(reader);
            sound = true;
            return result;
        } catch (SQLException e) {
            throw failure(file, "cannot be read", e);
        } finally {
            if (reader != null) {
                if (sound) {
                    idle.addFirst(reader);
                } else {
                    // Whatever state the failure left behind goes with the connection.
                    closeQuietly(reader.connection);
                }
            }
            readers.release();
        }
    }

    /// Transactions are begun and ended by statements: JDBC's own commit begins the next transaction at once,
    /// which would keep every other process from writing as long as the store is open.
    private static Connection connect(Path file, boolean forReading) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_SECONDS * 1_000);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(forReading ? -8_000 : -64_000);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, forReading ? "67108864" : "0");
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, String.valueOf(64L << 20));
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    private static Optional<StoredPaper> one(PreparedStatement statement, String argument) throws SQLException {
        statement.setString(1, argument);
        return first(statement);
    }

    private static Optional<StoredPaper> first(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(stored(row)) : Optional.empty();
        }
    }

    private static List<StoredPaper> all(PreparedStatement statement) throws SQLException {
        List<StoredPaper> papers = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                papers.add(stored(rows));
            }
        }
        return papers;
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static StoredPaper stored(ResultSet row) throws SQLException {
        Paper paper = new Paper(
                new PaperId(row.getString(5)),
                row.getString(6),
                split(row.getString(7)),
                row.getString(8),
                split(row.getString(9)),
                row.getString(10),
                row.getInt(11),
                day(row.getString(12)),
                day(row.getString(13)),
                day(row.getString(14)),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                split(row.getString(18)),
                row.getString(19),
                row.getString(20),
                row.getString(21));
        return new StoredPaper(
                row.getLong(1), row.getLong(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4)), paper);
    }

    /// Lists are kept as lines: names and keywords have no line breaks ([Paper] folds white space).
    private static String joined(List<String> values) {
        return String.join("\n", values);
    }

    private static List<String> split(String lines) {
        return lines.isEmpty() ? List.of() : Arrays.asList(lines.split("\n", -1));
    }

    private static String day(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse("");
    }

    private static Optional<LocalDate> day(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() != 10) {
            return Optional.of(LocalDate.parse(text));
        }
        // As LocalDate.parse, which takes ten times as long.
        return Optional.of(LocalDate.of(
                Integer.parseInt(text, 0, 4, 10), Integer.parseInt(text, 5, 7, 10), Integer.parseInt(text, 8, 10, 10)));
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                System.getLogger(PaperStore.class.getName())
                        .log(System.Logger.Level.WARNING, "closing the store failed", e);
            }
        }
    }

    private static StoreException failure(Path file, String what, SQLException cause) {
        return new StoreException(file + ": " + what + ": " + reason(cause), cause);
    }

    private static String reason(SQLException cause) {
        // The low byte is the kind, the rest the detail.
        return switch (cause.getErrorCode() & 0xff) {
            case 5, 6 -> "another process has been writing for " + BUSY_SECONDS + " seconds: try again when it is done";
            case 8 -> "the file or its folder is read-only: give yourself the right to write there";
            case 11 -> "the file is damaged (" + cause.getMessage() + "): restore it from a copy, or import again";
            case 13 -> "the disk is full: make room and try again";
            case 14 -> "no file can be opened there: check the path and the right to write in its folder";
            case 26 -> "the file is no database: choose another LEMMA_HOME, or move the file away";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
