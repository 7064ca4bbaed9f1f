package dev.lemma.search;

import dev.lemma.papers.StoreChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/// One Lucene index in one folder, opened to write if no other process does, else to read what that one commits.
///
/// Its commits say of which store they are, by which version of [IndexFields] they were written, and up to which
/// change of the store they
/// reach. Writing belongs to one thread; [#searchers] is thread-safe.
final class PaperIndex implements AutoCloseable {
    private static final String STORE = "store";
    private static final String FIELDS = "fields";
    private static final String SEQ = "seq";
    private static final String LAST_KEY = "key";
    private static final double RAM_MB = 128;
    /// Changes that are worth a second thread.
    private static final int WORTH_SHARING = 100;

    private final Directory directory;
    private final Optional<IndexWriter> writer;
    private final SearcherManager searchers;
    private final String storeId;
    private final IndexFields fields = new IndexFields();
    private final IndexFields helperFields = new IndexFields();
    private final ExecutorService helper = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("index-helper").daemon().factory());
    private long seq;
    private long committedSeq;
    private long lastKey;

    private PaperIndex(
            Directory directory, Optional<IndexWriter> writer, SearcherManager searchers, String storeId, long seq) {
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.storeId = storeId;
        this.seq = seq;
        this.committedSeq = seq;
    }

    /// Opens the index of a folder; a new or foreign one is empty and starts at change 0.
    ///
    /// @param storeId which store it must be of
    /// @throws IOException if it is damaged or cannot be opened
    static PaperIndex open(Path folder, String storeId) throws IOException {
        Directory directory = FSDirectory.open(folder);
        try {
            Optional<IndexWriter> writer = writer(directory);
            if (writer.isEmpty() && !DirectoryReader.indexExists(directory)) {
                throw new IOException(folder + ": another process is making this index; try again in a moment");
            }
            if (writer.isPresent() && !fits(writer.get(), storeId)) {
                writer.get().deleteAll();
            }
            SearcherManager searchers = writer.isPresent()
                    ? new SearcherManager(writer.get(), new SearcherFactory())
                    : new SearcherManager(directory, new SearcherFactory());
            Map<String, String> data = writer.isPresent()
                    ? userData(writer.get())
                    : DirectoryReader.listCommits(directory).getLast().getUserData();
            PaperIndex index = new PaperIndex(directory, writer, searchers, storeId, number(data, SEQ, storeId));
            index.lastKey = number(data, LAST_KEY, storeId);
            return index;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Optional<IndexWriter> writer(Directory directory) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new KeywordAnalyzer())
                .setSimilarity(IndexFields.similarity())
                .setRAMBufferSizeMB(RAM_MB)
                .setMergeScheduler(new ConcurrentMergeScheduler());
        try {
            return Optional.of(new IndexWriter(directory, config));
        } catch (LockObtainFailedException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(IndexWriter writer, String storeId) {
        Map<String, String> data = userData(writer);
        return storeId.equals(data.get(STORE)) && IndexFields.VERSION.equals(data.get(FIELDS));
    }

    private static Map<String, String> userData(IndexWriter writer) {
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> entries = writer.getLiveCommitData();
        if (entries != null) {
            entries.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }

    private static long number(Map<String, String> data, String name, String storeId) {
        return storeId.equals(data.get(STORE)) && IndexFields.VERSION.equals(data.get(FIELDS))
                ? Long.parseLong(data.getOrDefault(name, "0"))
                : 0;
    }

    /// Whether this process writes the index.
    boolean writable() {
        return writer.isPresent();
    }

    /// The last change of the store that is in.
    long seq() {
        return seq;
    }

    SearcherManager searchers() {
        return searchers;
    }

    /// Takes in changes, a paper at most once among them. They can be searched after [#refresh] and are durable after
    /// [#commit].
    void apply(List<StoreChange> changes) throws IOException {
        IndexWriter out = writer.orElseThrow(() -> new IllegalStateException("the index is open for reading only"));
        int half = changes.size() / 2;
        if (half < WORTH_SHARING) {
            apply(changes, fields, out);
        } else {
            Future<?> other = helper.submit(() -> {
                apply(changes.subList(0, half), helperFields, out);
                return null;
            });
            try {
                apply(changes.subList(half, changes.size()), fields, out);
            } finally {
                finish(other);
            }
        }
        for (StoreChange change : changes) {
            if (change instanceof StoreChange.Put put) {
                lastKey = Math.max(lastKey, put.stored().key());
            }
            seq = change.seq();
        }
    }

    private void apply(List<StoreChange> changes, IndexFields buffers, IndexWriter out) throws IOException {
        for (StoreChange change : changes) {
            switch (change) {
                case StoreChange.Put put -> {
                    long key = put.stored().key();
                    // Row numbers only grow: a larger one than any before needs no look-up of what to replace.
                    if (key > lastKey) {
                        out.addDocument(buffers.document(put.stored()));
                    } else {
                        out.updateDocument(keyOf(key), buffers.document(put.stored()));
                    }
                }
                case StoreChange.Removed removed -> out.deleteDocuments(keyOf(removed.key()));
            }
        }
    }

    private static void finish(Future<?> other) throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                other.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes what was applied durable.
    void commit() throws IOException {
        if (writer.isPresent() && seq != committedSeq) {
            IndexWriter out = writer.get();
            out.setLiveCommitData(Map.of(
                            STORE,
                            storeId,
                            FIELDS,
                            IndexFields.VERSION,
                            SEQ,
                            Long.toString(seq),
                            LAST_KEY,
                            Long.toString(lastKey))
                    .entrySet());
            out.commit();
            committedSeq = seq;
        }
    }

    /// Lets new searchers see what was applied, or what the writing process committed.
    ///
    /// @return whether there was anything new
    boolean refresh() throws IOException {
        boolean refreshed = searchers.maybeRefresh();
        if (writer.isEmpty()) {
            seq = number(DirectoryReader.listCommits(directory).getLast().getUserData(), SEQ, storeId);
        }
        return refreshed;
    }

    private static Term keyOf(long key) {
        return new Term(IndexFields.KEY, IndexFields.keyTerm(key));
    }

    /// Commits and closes.
    @Override
    public void close() throws IOException {
        try (directory;
                helper) {
            commit();
            searchers.close();
            if (writer.isPresent()) {
                writer.get().close();
            }
        }
    }
}
