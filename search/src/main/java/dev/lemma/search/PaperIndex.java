package dev.lemma.search;

import dev.lemma.papers.StoreChange;
import java.io.IOException;
import java.lang.System.Logger.Level;
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
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;

/// One Lucene index in one folder, opened to write if no other process does, else to read what that one
/// commits.
///
/// Its commits say of which store they are, by which version of [IndexFields] they were written, and up to
/// which change of the store they reach. Writing belongs to one thread; [#searchers] is thread-safe.
final class PaperIndex implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PaperIndex.class.getName());

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
        Optional<IndexWriter> writer = Optional.empty();
        try {
            writer = writer(directory);
            return open(directory, writer, storeId);
        } catch (IOException | RuntimeException e) {
            letGo(directory, writer);
            throw e;
        }
    }

    /// As [#open], but only to write; empty while another process does.
    static Optional<PaperIndex> openToWrite(Path folder, String storeId) throws IOException {
        Directory directory = FSDirectory.open(folder);
        Optional<IndexWriter> writer = Optional.empty();
        try {
            writer = writer(directory);
            if (writer.isPresent()) {
                return Optional.of(open(directory, writer, storeId));
            }
        } catch (IOException | RuntimeException e) {
            letGo(directory, writer);
            throw e;
        }
        directory.close();
        return Optional.empty();
    }

    private static PaperIndex open(Directory directory, Optional<IndexWriter> writer, String storeId)
            throws IOException {
        if (writer.isEmpty()) {
            if (!DirectoryReader.indexExists(directory)) {
                throw new IOException(directory + ": another process is making this index; try again in a moment");
            }
            SearcherManager searchers = new SearcherManager(directory, new SearcherFactory());
            return new PaperIndex(directory, writer, searchers, storeId, number(userData(searchers), SEQ, storeId));
        }
        IndexWriter out = writer.get();
        if (!fits(userData(out), storeId)) {
            out.deleteAll();
            // At once, so that other processes find an index to read.
            commit(out, storeId, 0, 0);
        }
        SearcherManager searchers = new SearcherManager(out, new SearcherFactory());
        PaperIndex index = new PaperIndex(directory, writer, searchers, storeId, number(userData(out), SEQ, storeId));
        index.lastKey = number(userData(out), LAST_KEY, storeId);
        return index;
    }

    /// Closes what a failed opening had opened; without this the lock would be held for ever.
    private static void letGo(Directory directory, Optional<IndexWriter> writer) {
        writer.ifPresent(out -> IOUtils.closeWhileHandlingException(out::rollback));
        IOUtils.closeWhileHandlingException(directory);
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

    private static boolean fits(Map<String, String> data, String storeId) {
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

    /// Of the commit that searchers see, which may not be the last one.
    private static Map<String, String> userData(SearcherManager searchers) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return ((DirectoryReader) searcher.getIndexReader())
                    .getIndexCommit()
                    .getUserData();
        } finally {
            searchers.release(searcher);
        }
    }

    private static long number(Map<String, String> data, String name, String storeId) {
        return fits(data, storeId) ? Long.parseLong(data.getOrDefault(name, "0")) : 0;
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

    /// Takes in changes, a paper at most once among them. They can be searched after [#refresh] and are durable
    /// after [#commit].
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
                    try {
                        // Row numbers only grow: a larger one than any before needs no look-up of what to
                        // replace.
                        if (key > lastKey) {
                            out.addDocument(buffers.document(put.stored()));
                        } else {
                            out.updateDocument(keyOf(key), buffers.document(put.stored()));
                        }
                    } catch (IllegalArgumentException e) {
                        // Lucene's limits, for example of 32,766 bytes for a value: one paper must not stop the
                        // rest.
                        out.deleteDocuments(keyOf(key));
                        LOG.log(
                                Level.WARNING,
                                put.stored().paper().id() + " cannot be indexed and will not be found: "
                                        + e.getMessage());
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
            commit(out, storeId, seq, lastKey);
            committedSeq = seq;
        }
    }

    private static void commit(IndexWriter out, String storeId, long seq, long lastKey) throws IOException {
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
    }

    /// Lets new searchers see what was applied, or what the writing process committed.
    ///
    /// @return whether there was anything new
    boolean refresh() throws IOException {
        boolean refreshed = searchers.maybeRefresh();
        if (writer.isEmpty()) {
            seq = number(userData(searchers), SEQ, storeId);
        }
        return refreshed;
    }

    private static Term keyOf(long key) {
        return new Term(IndexFields.KEY, IndexFields.keyTerm(key));
    }

    /// Gives up what was not committed, and the lock; [#searchers] go on with what they have. For an index
    /// whose writer failed: half of a batch may be in, which no later one would replace.
    void abandon() throws IOException {
        if (writer.isPresent()) {
            writer.get().rollback();
        }
    }

    /// Commits, unless the writer has failed or was abandoned, and closes.
    @Override
    public void close() throws IOException {
        try (directory;
                helper;
                searchers) {
            try {
                if (writer.isPresent() && writer.get().isOpen()) {
                    commit();
                }
            } finally {
                abandon();
            }
        }
    }
}
