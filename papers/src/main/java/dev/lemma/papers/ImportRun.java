package dev.lemma.papers;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Files into a store: finds each file's format, reads it as a stream, and keeps count of what became of every
/// record.
///
/// One thread reads and one writes; between them are at most a few batches, so memory does not grow with the
/// files. Each batch is one transaction, which also keeps the place in the file: a run that was killed goes on
/// from there when the same files are given again, as long as they have not changed. A file that cannot be read
/// is one line in the report, and the others go in.
///
/// One run is one use; [#stop] may be called from any thread.
public final class ImportRun {
    private static final int QUEUED_BATCHES = 4;
    /// Characters after which a batch is handed over although it has few papers: memory stays bounded whatever
    /// the records are.
    private static final int BATCH_CHARS = 8 << 20;
    /// How long the two threads wait for each other before they look whether the run was stopped.
    private static final long POLL_MILLIS = 100;

    private final PaperStore store;
    private final ImportOptions options;
    private final ImportListener listener;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong bytesRead = new AtomicLong();

    private long added;
    private long updated;
    private long unchanged;
    private long broken;
    private long skipped;
    private final List<ImportReport.Problem> problems = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean unfinished;
    private final SeenIds seen = new SeenIds();

    public ImportRun(PaperStore store, ImportOptions options, ImportListener listener) {
        this.store = store;
        this.options = options;
        this.listener = listener;
    }

    /// Imports the files in order.
    ///
    /// @throws ImportException if the options name a format that does not exist; nothing is imported then
    /// @throws StoreException if the store cannot be written
    public ImportReport run(List<Path> files) {
        @Nullable Importer fixed = null;
        if (options.format().isPresent()) {
            fixed = Importers.byName(options.format().get())
                    .orElseThrow(() -> new ImportException(
                            "--format",
                            0,
                            "there is no format '" + options.format().get() + "'; there are " + names()));
        }
        return run(files, fixed);
    }

    /// As [#run(List)], with the importer of all files, or null to find it by content.
    ImportReport run(List<Path> files, @Nullable Importer fixed) {
        long total = files.stream().mapToLong(ImportRun::sizeOf).sum();
        try (PaperStore.Writer writer = store.writer()) {
            for (Path file : files) {
                if (stopped.get()) {
                    unfinished = true;
                    break;
                }
                long before = bytesRead.get();
                try {
                    importFile(file, fixed, writer, total);
                } catch (ImportException e) {
                    failures.add(e.getMessage());
                } catch (IOException e) {
                    failures.add(file + ": " + reason(e));
                }
                bytesRead.set(before + sizeOf(file));
            }
            writer.commit();
        }
        return report();
    }

    /// Asks the run to stop after the batch at hand; what was committed stays, and the next run goes on from
    /// there.
    public void stop() {
        stopped.set(true);
    }

    private ImportReport report() {
        return new ImportReport(added, updated, unchanged, broken, skipped, problems, failures, unfinished);
    }

    private void importFile(Path file, @Nullable Importer fixed, PaperStore.Writer writer, long total)
            throws IOException {
        if (Files.isDirectory(file)) {
            throw new ImportException(
                    file.toString(), 0, "is a folder; name the files in it, for example " + file + "/*.jsonl.gz");
        }
        if (!Files.exists(file)) {
            throw new ImportException(file.toString(), 0, "no such file");
        }
        Place place = Place.of(file);
        try (InputStream counted = new Counted(Files.newInputStream(file), bytesRead);
                InputStream opened = decompressed(counted)) {
            byte[] head = opened.readNBytes(Importers.HEAD);
            if (head.length == 0) {
                throw new ImportException(file.toString(), 0, "the file is empty");
            }
            String name = baseName(file);
            Importer importer = fixed != null
                    ? fixed
                    : Importers.detect(new String(head, StandardCharsets.UTF_8), name.toLowerCase(Locale.ROOT))
                            .orElseThrow(() -> new ImportException(
                                    file.toString(),
                                    0,
                                    "the format was not recognised; there are " + names()
                                            + " (choose one with --format)"));
            long skip = place.committed(store);
            listener.started(file, importer.name(), skip);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), opened);
            pump(
                    file,
                    place,
                    importer,
                    new ImportContext(name, options.venue(), options.year()),
                    whole,
                    skip,
                    writer,
                    total);
        }
    }

    /// Reads on a thread of its own, writes on this one.
    private void pump(
            Path file,
            Place place,
            Importer importer,
            ImportContext context,
            InputStream in,
            long skip,
            PaperStore.Writer writer,
            long total)
            throws IOException {
        ArrayBlockingQueue<List<Item>> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
        Reading reading = new Reading(queue, skip);
        Thread reader =
                Thread.ofPlatform().name("import-reader").daemon().start(() -> reading.run(importer, context, in));
        long records = skip;
        skipped += skip;
        boolean ended = false;
        try {
            while (!ended && !stopped.get()) {
                List<Item> batch = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (batch == null) {
                    continue;
                }
                for (Item item : batch) {
                    if (item instanceof End) {
                        ended = true;
                    } else {
                        write(file, item, writer);
                        records++;
                    }
                }
                place.keep(writer, ended ? 0 : records);
                writer.commit();
                listener.committed(bytesRead.get(), total, report());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.set(true);
        } finally {
            reading.cancelled = true;
            queue.clear();
            // It may be waiting for a pipe; after its end this does nothing.
            reader.interrupt();
            join(reader);
        }
        unfinished |= !ended;
        Throwable failure = reading.failure;
        if (ended && failure != null) {
            throw asFailure(file, importer, failure, reading.records());
        }
    }

    private void write(Path file, Item item, PaperStore.Writer writer) {
        switch (item) {
            case Read read -> {
                // The first description of a paper in a run counts, a later one only if it is newer: so a
                // second run changes nothing.
                boolean again = !seen.add(read.paper().id().value());
                switch (writer.put(read.paper(), again)) {
                    case NEW -> added++;
                    case UPDATED -> updated++;
                    case UNCHANGED -> unchanged++;
                }
            }
            case Broken record -> {
                broken++;
                if (problems.size() < ImportReport.MAX_PROBLEMS) {
                    problems.add(new ImportReport.Problem(file.toString(), record.line(), record.reason()));
                }
            }
            case End end -> throw new IllegalStateException("the end is no record: " + end);
        }
    }

    private static String names() {
        return Importers.all().stream().map(Importer::name).collect(Collectors.joining(", "));
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private static ImportException asFailure(Path file, Importer importer, Throwable failure, long records) {
        String after = records == 0 ? "" : " after " + records + " records, which are in";
        return switch (failure) {
            case ImportException e -> new ImportException(file.toString(), e.line(), withoutPlace(e));
            case EOFException e ->
                new ImportException(
                        file.toString(),
                        0,
                        "ends in the middle of its compressed data" + after + ": the file is cut; get it again");
            case ZipException e ->
                new ImportException(
                        file.toString(),
                        0,
                        "the compressed data is damaged (" + e.getMessage() + ")" + after + ": get the file again");
            case IOException e -> new ImportException(file.toString(), 0, reason(e) + after);
            case VirtualMachineError e when !(e instanceof StackOverflowError) -> throw e;
            default -> {
                System.getLogger(ImportRun.class.getName())
                        .log(System.Logger.Level.ERROR, "the importer " + importer.name() + " failed", failure);
                yield new ImportException(
                        file.toString(),
                        0,
                        "the importer " + importer.name() + " failed" + after + " (" + failure
                                + "): this is a mistake in Lemma, please report it");
            }
        };
    }

    /// The reason alone: an importer knows only the last part of the file's name.
    private static String withoutPlace(ImportException e) {
        String message = String.valueOf(e.getMessage());
        String place = (e.line() > 0 ? e.file() + ":" + e.line() : e.file()) + ": ";
        return message.startsWith(place) ? message.substring(place.length()) : message;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "no permission to read it";
            case EOFException eof -> "ends in the middle of its compressed data: the file is cut; get it again";
            case ZipException zip -> "the compressed data is damaged (" + zip.getMessage() + "): get the file again";
            default -> "cannot be read: " + e.getMessage();
        };
    }

    private static String baseName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the reading thread hands to the writing one.
    private sealed interface Item {}

    private record Read(Paper paper) implements Item {}

    private record Broken(long line, String reason) implements Item {}

    private record End() implements Item {}

    /// Stops the reading thread from inside an importer.
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("import stopped", null, false, false);
        }
    }

    /// The reading thread's side: passes over what an earlier run committed, and packs the rest into batches.
    private final class Reading implements RecordSink {
        private final ArrayBlockingQueue<List<Item>> queue;
        private final long skip;
        private List<Item> batch = new ArrayList<>();
        private int batchChars;
        private long records;
        // Written before the batch with the End is handed over, read after it was taken.
        private volatile @Nullable Throwable failure;
        private volatile boolean cancelled;

        Reading(ArrayBlockingQueue<List<Item>> queue, long skip) {
            this.queue = queue;
            this.skip = skip;
        }

        void run(Importer importer, ImportContext context, InputStream in) {
            try {
                importer.read(in, context, this);
            } catch (Cancelled e) {
                return;
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            } catch (Throwable e) {
                // Errors too: the writing thread waits for the end and has to be told.
                failure = e;
            }
            batch.add(new End());
            try {
                handOver();
            } catch (Cancelled e) {
                // Nobody waits for the end any more.
                return;
            }
        }

        long records() {
            return records;
        }

        @Override
        public void paper(long line, Paper paper) {
            if (records < skip) {
                // Its later descriptions in the file are not the first ones. The writing thread does not touch
                // the ids before it has the first batch.
                seen.add(paper.id().value());
            }
            take(new Read(paper), charsOf(paper));
        }

        @Override
        public void broken(long line, String reason) {
            take(new Broken(line, reason), reason.length());
        }

        private void take(Item item, int chars) {
            if (cancelled) {
                throw new Cancelled();
            }
            if (++records > skip) {
                batch.add(item);
                batchChars += chars;
                if (batch.size() >= options.batch() || batchChars >= BATCH_CHARS) {
                    handOver();
                }
            }
        }

        private static int charsOf(Paper paper) {
            return paper.title().length()
                    + paper.summary().length()
                    + charsOf(paper.authors())
                    + charsOf(paper.keywords())
                    + charsOf(paper.categories());
        }

        private static int charsOf(List<String> texts) {
            int chars = 0;
            for (String text : texts) {
                // A short text is an object all the same.
                chars += 20 + text.length();
            }
            return chars;
        }

        private void handOver() {
            try {
                while (!queue.offer(batch, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (cancelled) {
                        throw new Cancelled();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Cancelled();
            }
            batch = new ArrayList<>();
            batchChars = 0;
        }
    }

    /// The place in a file up to which it is in the store. The name holds what would change if the file did.
    private record Place(String note) {
        static Place of(Path file) throws IOException {
            return new Place("import:" + file.toRealPath() + ":" + Files.size(file) + ":"
                    + Files.getLastModifiedTime(file).toMillis());
        }

        long committed(PaperStore store) {
            return store.note(note).map(Long::parseLong).orElse(0L);
        }

        /// Part of the batch's own transaction; 0 when the file is done.
        void keep(PaperStore.Writer writer, long records) {
            writer.note(note, records == 0 ? "" : Long.toString(records));
        }
    }

    /// Counts the bytes that pass.
    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                count.incrementAndGet();
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            if (n > 0) {
                count.addAndGet(n);
            }
            return n;
        }
    }
}
