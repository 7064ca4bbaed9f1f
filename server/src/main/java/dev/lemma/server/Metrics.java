package dev.lemma.server;

import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Counts what the site does, in the text format of Prometheus (version 0.0.4). Thread-safe.
final class Metrics {
    /// Upper bounds of the latency histogram in microseconds.
    private static final long[] BOUNDS = {
        500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000
    };

    private final Library library;
    private final ConcurrentHashMap<Series, LongAdder> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Histogram> latency = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder cacheHits = new LongAdder();

    private record Series(String route, int status) {}

    private static final class Histogram {
        final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        final LongAdder nanos = new LongAdder();

        Histogram() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void add(long duration) {
            nanos.add(duration);
            long micros = duration / 1_000;
            int i = 0;
            while (i < BOUNDS.length && micros > BOUNDS[i]) {
                i++;
            }
            buckets[i].increment();
        }
    }

    Metrics(Library library) {
        this.library = library;
    }

    /// Waits until no request is being answered.
    ///
    /// @return whether that came to be in time
    boolean awaitIdle(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (inFlight.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return inFlight.get() == 0;
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    /// @param route a pattern of [Routes], never a reader's text: the number of series is bounded
    void end(String route, int status, long nanos) {
        inFlight.decrementAndGet();
        requests.computeIfAbsent(new Series(route, status), key -> new LongAdder())
                .increment();
        latency.computeIfAbsent(route, key -> new Histogram()).add(nanos);
    }

    void cacheHit() {
        cacheHits.increment();
    }

    Reply answer(Request request) {
        return Reply.text(200, "text/plain; version=0.0.4; charset=utf-8", text());
    }

    private String text() {
        StringBuilder out = new StringBuilder(8_000);
        head(out, "lemma_requests_total", "counter", "Requests by route and status.");
        Map<String, LongAdder> sorted = new TreeMap<>();
        requests.forEach(
                (key, count) -> sorted.put("{route=\"" + key.route() + "\",status=\"" + key.status() + "\"}", count));
        sorted.forEach((labels, count) -> line(out, "lemma_requests_total" + labels, count.sum()));
        head(out, "lemma_request_seconds", "histogram", "Time to answer by route.");
        new TreeMap<>(latency).forEach((route, histogram) -> {
            long sum = 0;
            for (int i = 0; i <= BOUNDS.length; i++) {
                sum += histogram.buckets[i].sum();
                String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i] / 1e6) : "+Inf";
                line(out, "lemma_request_seconds_bucket{route=\"" + route + "\",le=\"" + bound + "\"}", sum);
            }
            line(out, "lemma_request_seconds_sum{route=\"" + route + "\"}", histogram.nanos.sum() / 1e9);
            line(out, "lemma_request_seconds_count{route=\"" + route + "\"}", sum);
        });
        gauge(out, "lemma_requests_in_flight", "Requests being answered.", inFlight.get());
        head(out, "lemma_page_cache_hits_total", "counter", "Answers taken from the page cache.");
        line(out, "lemma_page_cache_hits_total", cacheHits.sum());
        LibraryStatus status = library.status();
        gauge(out, "lemma_papers", "Papers in the store.", status.papers());
        gauge(out, "lemma_papers_indexed", "Papers in the index.", status.indexed());
        gauge(
                out,
                "lemma_index_lag",
                "Changes of the store that the index does not have yet.",
                Math.max(0, status.storeSeq() - status.indexSeq()));
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        gauge(out, "jvm_memory_heap_used_bytes", "Heap in use.", heap.getUsed());
        gauge(out, "jvm_memory_heap_committed_bytes", "Heap taken from the system.", heap.getCommitted());
        gauge(out, "jvm_memory_heap_max_bytes", "Largest heap.", heap.getMax());
        gauge(
                out,
                "jvm_memory_nonheap_used_bytes",
                "Memory outside the heap.",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        return out.toString();
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        head(out, name, "gauge", help);
        line(out, name, value);
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, long value) {
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void line(StringBuilder out, String name, double value) {
        out.append(name).append(' ').append(value).append('\n');
    }
}
