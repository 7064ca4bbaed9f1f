package dev.lemma.search;

import dev.lemma.papers.PaperStore;
import dev.lemma.papers.StoreChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// Keeps an index equal to its store: one thread reads the store's numbered changes and applies them.
///
/// The index lies in generations: folders `g1`, `g2`, ... of which the file `CURRENT` names the one in use.
/// Making the index anew fills the next one and then renames a new `CURRENT` into place, which every process
/// that has the index open notices; at any moment there is one whole index. A generation that is damaged is
/// left and the next one begun.
///
/// Thread-safe.
final class IndexFollower implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexFollower.class.getName());

    private static final String CURRENT = "CURRENT";
    private static final int BATCH = 2_000;
    private static final long IDLE_MS = 200;
    /// While changes keep coming: how often they become searchable, and durable. Every time costs a small
    /// segment and its merging later.
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long TAKE_OVER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_MS = 5_000;

    private final PaperStore store;
    private final Path folder;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock rebuilding = new ReentrantLock();

    private volatile Opened opened;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable String problem;
    // Guarded by lock: the last change that searchers see.
    private long visibleSeq;

    // Of the thread only.
    private long lastRefresh;
    private long lastCommit;
    private long lastTry;

    /// A generation and its index.
    private record Opened(String name, PaperIndex index) {}

    private IndexFollower(PaperStore store, Path folder, Opened opened) {
        this.store = store;
        this.folder = folder;
        this.opened = opened;
        this.visibleSeq = opened.index().seq();
        this.thread = Thread.ofPlatform().name("index-follower").daemon().unstarted(this::run);
    }

    static IndexFollower start(PaperStore store, Path folder) {
        try {
            Files.createDirectories(folder);
            IndexFollower follower = new IndexFollower(store, folder, open(store, folder));
            follower.thread.start();
            return follower;
        } catch (IOException e) {
            throw new IndexException(folder + ": the index cannot be opened: " + e.getMessage(), e);
        }
    }

    private static Opened open(PaperStore store, Path folder) throws IOException {
        String name = current(folder);
        try {
            return new Opened(name, PaperIndex.open(folder.resolve(name), store.uuid()));
        } catch (CorruptIndexException
                | IndexFormatTooNewException
                | IndexFormatTooOldException
                | IndexNotFoundException
                | IllegalArgumentException
                | java.nio.file.NoSuchFileException
                | java.io.EOFException e) {
            return begin(store, folder, name, e);
        }
    }

    /// An empty generation in place of a damaged one.
    private static Opened begin(PaperStore store, Path folder, String damaged, Exception damage) throws IOException {
        LOG.log(
                Level.WARNING,
                "The index in " + folder.resolve(damaged) + " is damaged (" + damage.getMessage()
                        + "); a new one is made from the store.");
        String next = next(folder);
        Opened fresh = new Opened(next, PaperIndex.open(folder.resolve(next), store.uuid()));
        switchTo(folder, next);
        return fresh;
    }

    // For readers

    @FunctionalInterface
    interface Use<T> {
        T of(IndexSearcher searcher) throws IOException;
    }

    /// Runs a search on the present state.
    <T> T with(Use<T> use) {
        while (true) {
            PaperIndex index = opened.index();
            IndexSearcher searcher;
            try {
                searcher = index.searchers().acquire();
            } catch (AlreadyClosedException e) {
                if (closing()) {
                    throw new IllegalStateException("the library is closed", e);
                }
                // The generation was switched between the two lines above.
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                return use.of(searcher);
            } catch (IOException e) {
                throw new IndexException("the index cannot be read: " + e.getMessage(), e);
            } finally {
                release(index, searcher);
            }
        }
    }

    private static void release(PaperIndex index, IndexSearcher searcher) {
        try {
            index.searchers().release(searcher);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "releasing a searcher failed", e);
        }
    }

    long version() {
        return version.get();
    }

    LibraryStatus status() {
        long papers = store.size();
        long indexed = with(searcher -> (long) searcher.getIndexReader().numDocs());
        return new LibraryStatus(
                papers,
                indexed,
                store.lastSeq(),
                visibleSeq(),
                opened.index().writable(),
                Optional.ofNullable(problem),
                store.lastImport());
    }

    private long visibleSeq() {
        lock.lock();
        try {
            return visibleSeq;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until searchers see a change.
    boolean await(long seq, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (visibleSeq < seq && left > 0 && !closing()) {
                left = changed.awaitNanos(left);
            }
            return visibleSeq >= seq;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    // The thread

    private void run() {
        while (!closing()) {
            try {
                boolean busy = follow();
                problem = null;
                if (!busy) {
                    pause(IDLE_MS);
                }
            } catch (IOException | RuntimeException e) {
                if (closing()) {
                    return;
                }
                problem = String.valueOf(e.getMessage());
                LOG.log(Level.WARNING, "The index cannot be kept up to date (trying again)", e);
                pause(RETRY_MS);
                reopen(e);
            }
        }
    }

    /// One step; whether there may be more to do at once.
    private boolean follow() throws IOException {
        if (!current(folder).equals(opened.name())) {
            swap(open(store, folder));
            return true;
        }
        PaperIndex index = opened.index();
        long now = System.nanoTime();
        if (!index.writable()) {
            if (index.refresh()) {
                version.incrementAndGet();
            }
            publish(index.seq());
            if (now - lastTry > TAKE_OVER_NANOS) {
                lastTry = now;
                takeOver();
            }
            return false;
        }
        List<StoreChange> changes = store.changes(index.seq(), BATCH);
        index.apply(changes);
        boolean caughtUp = changes.size() < BATCH;
        if (index.seq() > visibleSeq() && (caughtUp || now - lastRefresh > REFRESH_NANOS)) {
            index.refresh();
            version.incrementAndGet();
            publish(index.seq());
            lastRefresh = System.nanoTime();
        }
        if (now - lastCommit > COMMIT_NANOS || (caughtUp && changes.isEmpty())) {
            index.commit();
            lastCommit = now;
        }
        return !caughtUp;
    }

    private void publish(long seq) {
        lock.lock();
        try {
            visibleSeq = seq;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The process that wrote the index may be gone: then this one writes.
    private void takeOver() throws IOException {
        Optional<PaperIndex> index = PaperIndex.openToWrite(folder.resolve(opened.name()), store.uuid());
        if (index.isPresent()) {
            swap(new Opened(opened.name(), index.get()));
        }
    }

    private void swap(Opened next) throws IOException {
        Opened before = opened;
        opened = next;
        version.incrementAndGet();
        publish(next.index().seq());
        try {
            before.index().close();
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(Level.WARNING, "closing the index that was in use before failed", e);
        }
        if (next.index().writable()) {
            deleteOthers(folder, next.name());
        }
    }

    /// Begins again from the last commit, or with nothing where the files are to blame. Until that succeeds,
    /// searches see the state before.
    private void reopen(Exception failure) {
        try {
            Opened before = opened;
            before.index().abandon();
            swap(isDamage(failure) ? begin(store, folder, before.name(), failure) : open(store, folder));
        } catch (IOException | RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    private static boolean isDamage(@Nullable Throwable failure) {
        return failure != null && (failure instanceof CorruptIndexException || isDamage(failure.getCause()));
    }

    /// Woken by close only: new changes are found by looking, since another process may make them.
    private void pause(long millis) {
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    // Generations

    /// Fills a new generation from the store and switches to it.
    void rebuild(RebuildListener listener) {
        if (!opened.index().writable()) {
            throw new IndexException(folder + ": another process writes this index; rebuild it there or stop that one");
        }
        rebuilding.lock();
        try {
            fill(listener);
        } finally {
            rebuilding.unlock();
        }
    }

    private void fill(RebuildListener listener) {
        try {
            String name = next(folder);
            long total = store.size();
            try (PaperIndex index = PaperIndex.open(folder.resolve(name), store.uuid())) {
                long done = 0;
                while (true) {
                    List<StoreChange> changes = store.changes(index.seq(), BATCH);
                    if (changes.isEmpty()) {
                        break;
                    }
                    index.apply(changes);
                    done += changes.size();
                    listener.progress(Math.min(done, total), total);
                }
            }
            switchTo(folder, name);
        } catch (IOException e) {
            throw new IndexException(folder + ": the index cannot be rebuilt: " + e.getMessage(), e);
        }
        awaitSwitch();
    }

    private void awaitSwitch() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline && !closing()) {
            try {
                if (opened.name().equals(current(folder))) {
                    return;
                }
            } catch (IOException e) {
                throw new IndexException(folder + ": " + e.getMessage(), e);
            }
            pause(IDLE_MS / 4);
        }
    }

    private static String current(Path folder) throws IOException {
        Path pointer = folder.resolve(CURRENT);
        if (!Files.exists(pointer)) {
            switchTo(folder, "g1");
        }
        // Any bytes are a text in this encoding, garbage too.
        String name = Files.readString(pointer, StandardCharsets.ISO_8859_1).strip();
        if (!name.matches("g\\d{1,9}")) {
            // A pointer that says nothing is as good as none.
            name = next(folder);
            switchTo(folder, name);
        }
        return name;
    }

    private static String next(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            int last = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("g\\d{1,9}"))
                    .mapToInt(IndexFollower::number)
                    .max()
                    .orElse(0);
            return "g" + (last + 1);
        }
    }

    /// Writes the pointer aside, makes it durable, and renames it into place.
    private static void switchTo(Path folder, String name) throws IOException {
        Path aside = folder.resolve(CURRENT + "." + ProcessHandle.current().pid());
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        try {
            Files.move(aside, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(aside, folder.resolve(CURRENT), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteOthers(Path folder, String keep) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.filter(p -> p.getFileName().toString().matches("g\\d{1,9}"))
                    .toList()) {
                // A higher one may be in the making by another process.
                if (number(path.getFileName().toString()) < number(keep)) {
                    delete(path);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "old generations of the index were left: " + e.getMessage());
        }
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing.countDown();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        opened.index().close();
    }
}
