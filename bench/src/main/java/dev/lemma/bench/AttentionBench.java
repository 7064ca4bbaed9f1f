package dev.lemma.bench;

import dev.lemma.attention.AttentionSpec;
import dev.lemma.attention.AttentionWorkspace;
import dev.lemma.attention.BlockAttention;
import dev.lemma.attention.Heads;
import dev.lemma.attention.KvCache;
import dev.lemma.attention.LogitScale;
import dev.lemma.attention.Mask;
import dev.lemma.attention.PositionScheme;
import dev.lemma.linalg.WorkerPool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// How fast attention is, beside LibTorch and the machine's limits, all measured in one run.
///
/// Everything is measured once in each of several rounds, ours and LibTorch's in turn; medians of the rounds
/// count. Work is `4 d` operations for each query and key that is seen, bytes are those of the keys and
/// values. LibTorch gets queries and keys that are rotated already where it has an operator, and rotates
/// where the published program does.
public final class AttentionBench {
    private static final int HEADS = 8;
    /// The window of masks and piecewise schemes.
    private static final int WINDOW = 512;
    /// Times the machine's limits are measured in a round; the median counts.
    private static final int REPEATS = 5;
    /// From this length on, LibTorch's forms with whole matrices are run once.
    private static final int LONG = 4_096;

    private final Options options;
    private final Consumer<String> out;
    private final WorkerPool pool;
    private final Optional<TorchPeer> torch;
    private final AttentionWorkspace workspace = new AttentionWorkspace();

    /// What to run.
    ///
    /// @param lengths of prefill
    /// @param decodeLengths keys of decoding
    /// @param headSizes `d`
    /// @param coldBytes what the caches that are decoded in turn hold at least; with [#COLD] none is still in
    ///     the processor's cache
    /// @param rounds that count, at least 1; one more comes before them
    /// @param threads at least 1
    /// @param torch the jars of LibTorch, for a comparison
    public record Options(
            List<Integer> lengths,
            List<Integer> decodeLengths,
            List<Integer> headSizes,
            int coldBytes,
            int rounds,
            int threads,
            Optional<List<Path>> torch) {
        /// Well beyond the caches of processors.
        public static final int COLD = 256 << 20;

        /// @throws IllegalArgumentException if a number is less than 1
        public Options {
            lengths = List.copyOf(lengths);
            decodeLengths = List.copyOf(decodeLengths);
            headSizes = List.copyOf(headSizes);
            for (int length : lengths) {
                atLeastOne("lengths", length);
            }
            for (int length : decodeLengths) {
                atLeastOne("decode lengths", length);
            }
            for (int d : headSizes) {
                if (d < 8 || d % 8 != 0) {
                    throw new IllegalArgumentException("head sizes has " + d + ", not a multiple of 8");
                }
            }
            atLeastOne("cold bytes", coldBytes);
            atLeastOne("rounds", rounds);
            atLeastOne("threads", threads);
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " has " + value + ", not at least 1");
            }
        }
    }

    /// An operation of prefill and what LibTorch has for it.
    ///
    /// @param forms operations of `TorchPeerProcess`; the fastest counts
    /// @param published an operation with the whole matrices of the published program, or empty
    private record Prefill(String name, AttentionSpec spec, int seen, List<String> forms, String published) {}

    private AttentionBench(Options options, Consumer<String> out, WorkerPool pool, Optional<TorchPeer> torch) {
        this.options = options;
        this.out = out;
        this.pool = pool;
        this.torch = torch;
    }

    /// Measures, and gives each result to `out`: one JSON object a line.
    ///
    /// @throws IOException if LibTorch does not start or fails
    public static void run(Options options, Consumer<String> out) throws IOException {
        try (WorkerPool pool = new WorkerPool(options.threads())) {
            if (options.torch().isEmpty()) {
                new AttentionBench(options, out, pool, Optional.empty()).run();
                return;
            }
            try (TorchPeer peer = TorchPeer.start(options.torch().get(), options.threads())) {
                new AttentionBench(options, out, pool, Optional.of(peer)).run();
            }
        }
    }

    private void run() throws IOException {
        for (int d : options.headSizes()) {
            for (int n : options.lengths()) {
                prefill(n, d);
            }
        }
        for (int d : options.headSizes()) {
            for (int n : options.decodeLengths()) {
                decode(n, d, HEADS);
                decode(n, d, HEADS / 4);
            }
        }
    }

    private static List<Prefill> prefills(int n, int d) {
        AttentionSpec rope = AttentionSpec.causal(HEADS, HEADS, d);
        // The longest distance stays inside twice the window.
        double k = Math.max(1, (double) n / WINDOW);
        int group = (int) k;
        return List.of(
                new Prefill("rope", rope, n, List.of("sdpa"), ""),
                new Prefill("log-n", rope.withScale(new LogitScale.LogN(512)), n, List.of(), ""),
                new Prefill("temperature", rope.withScale(new LogitScale.Temperature(8_192, 0.1)), n, List.of(), ""),
                new Prefill("key-norm", rope.withScale(new LogitScale.KeyNorm()), n, List.of(), ""),
                new Prefill("cosine", rope.withScale(new LogitScale.Cosine(0)), n, List.of(), ""),
                new Prefill(
                        "rerope",
                        rope.withPositions(new PositionScheme.ReRope(WINDOW)),
                        n,
                        List.of("rerope_blocked"),
                        "rerope_published"),
                new Prefill(
                        "leaky-rerope",
                        rope.withPositions(new PositionScheme.LeakyReRope(WINDOW, k)),
                        n,
                        List.of("leaky_blocked"),
                        "leaky_published"),
                new Prefill(
                        "self-extend",
                        rope.withPositions(new PositionScheme.SelfExtend(WINDOW, group)),
                        n,
                        List.of("extend_blocked"),
                        "extend_published"),
                new Prefill(
                        "window",
                        rope.withMask(new Mask.Window(WINDOW)),
                        WINDOW,
                        n % WINDOW == 0 ? List.of("window_mask", "window_blocked") : List.of("window_mask"),
                        ""),
                new Prefill("lambda", rope.withMask(new Mask.LambdaStreaming(4, WINDOW)), WINDOW + 4, List.of(), ""));
    }

    private void prefill(int n, int d) throws IOException {
        List<Prefill> prefills = prefills(n, d);
        Heads k = random(HEADS, n, d, 1);
        Heads v = random(HEADS, n, d, 2);
        Heads q = random(HEADS, n, d, 3);
        Heads result = Heads.headMajor(new float[HEADS * n * d], HEADS, n, d);
        List<BlockAttention> operators = new ArrayList<>();
        List<KvCache> caches = new ArrayList<>();
        for (Prefill prefill : prefills) {
            BlockAttention operator = new BlockAttention(prefill.spec(), n);
            KvCache cache = operator.cache(n);
            operator.append(k, v, cache, workspace, pool);
            operators.add(operator);
            caches.add(cache);
        }
        double[][] ours = new double[prefills.size()][options.rounds()];
        Map<String, double[]> theirs = new LinkedHashMap<>();
        double[] peaks = new double[options.rounds()];
        MachineLimits limits = new MachineLimits(pool);
        // The compiler needs some hundred tiles of each kind.
        int repeats = Math.max(1, LONG / n);
        for (int round = -Math.max(1, repeats); round < options.rounds(); round++) {
            int counted = Math.max(round, 0);
            // One call that does not count: the first after LibTorch's turn is slower than any other.
            operators.getFirst().prefill(q, caches.getFirst(), result, workspace, pool);
            peaks[counted] = limits.multiplyAddOperations() / time(REPEATS, _ -> limits.multiplyAdd()) / 1e6;
            for (int p = 0; p < prefills.size(); p++) {
                BlockAttention operator = operators.get(p);
                KvCache cache = caches.get(p);
                ours[p][counted] = time(repeats, _ -> operator.prefill(q, cache, result, workspace, pool));
            }
            // After all of ours, since LibTorch's process takes a while to come to rest.
            if (round >= 0 && torch.isPresent()) {
                for (Prefill prefill : prefills) {
                    torch(prefill, n, d, repeats, round, theirs);
                }
            }
        }
        double peak = median(peaks);
        line(String.format(Locale.ROOT, "\"op\":\"peak\",\"threads\":%d,\"gflops\":%.1f", options.threads(), peak));
        for (int p = 0; p < prefills.size(); p++) {
            report(prefills.get(p), n, d, ours[p], ours[0], peak, theirs);
        }
    }

    /// LibTorch's forms of an operation in one round; those with whole matrices once if they are long.
    private void torch(Prefill prefill, int n, int d, int repeats, int round, Map<String, double[]> theirs)
            throws IOException {
        for (String form : prefill.forms()) {
            theirs.computeIfAbsent(form, _ -> new double[options.rounds()])[round] = torch(form, n, d, repeats);
        }
        String published = prefill.published();
        if (!published.isEmpty() && (n < LONG || round == 0)) {
            double[] times = theirs.computeIfAbsent(published, _ -> new double[options.rounds()]);
            Arrays.fill(times, round, options.rounds(), torch(published, n, d, 1));
        }
    }

    private void report(
            Prefill prefill, int n, int d, double[] times, double[] rope, double peak, Map<String, double[]> theirs) {
        double ms = median(times);
        double[] ofRope = new double[times.length];
        for (int round = 0; round < times.length; round++) {
            ofRope[round] = times[round] / rope[round];
        }
        double work = 4.0 * d * HEADS * pairs(n, prefill.seen()) / 1e6;
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "\"op\":\"%s\",\"heads\":%d,\"n\":%d,\"d\":%d,\"threads\":%d,\"ms\":%.2f,\"min_ms\":%.2f,"
                        + "\"gflops\":%.1f,\"of_peak\":%.3f,\"of_rope\":%.3f",
                prefill.name(),
                HEADS,
                n,
                d,
                options.threads(),
                ms,
                Arrays.stream(times).min().orElseThrow(),
                work / ms,
                work / ms / peak,
                median(ofRope)));
        String best = "";
        double bestMs = Double.POSITIVE_INFINITY;
        for (String form : prefill.forms()) {
            double[] measured = theirs.get(form);
            if (measured != null && median(measured) < bestMs) {
                best = form;
                bestMs = median(measured);
            }
        }
        if (!best.isEmpty()) {
            compare(line, "torch", best, bestMs, ms, work);
        }
        double[] published = theirs.get(prefill.published());
        if (published != null) {
            compare(line, "published", prefill.published(), median(published), ms, work);
        }
        line(line.toString());
    }

    private static void compare(StringBuilder line, String name, String form, double other, double ms, double work) {
        line.append(String.format(
                Locale.ROOT,
                ",\"%s\":\"%s\",\"%s_ms\":%.2f,\"%s_gflops\":%.1f,\"times_%s\":%.2f",
                name,
                form,
                name,
                other,
                name,
                work / other,
                name,
                other / ms));
    }

    private void decode(int n, int d, int kvHeads) throws IOException {
        AttentionSpec spec = AttentionSpec.causal(HEADS, kvHeads, d);
        BlockAttention operator = new BlockAttention(spec, n);
        double bytes = 2.0 * kvHeads * n * d * Float.BYTES;
        int copies = (int) Math.max(2, Math.ceil(options.coldBytes() / bytes));
        List<KvCache> caches = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            caches.add(filled(operator, n, copy));
        }
        Heads q = random(HEADS, 1, d, 3);
        Heads result = Heads.headMajor(new float[HEADS * d], HEADS, 1, d);
        MachineLimits limits = new MachineLimits(pool);
        double[] ours = new double[options.rounds()];
        double[] theirs = new double[options.rounds()];
        double[] reads = new double[options.rounds()];
        String form = kvHeads == HEADS ? "decode" : "decode_grouped";
        // On heap like the caches: pages are what they are there.
        MemorySegment memory = MemorySegment.ofArray(new long[options.coldBytes() / Long.BYTES]);
        for (int round = -2; round < options.rounds(); round++) {
            int counted = Math.max(round, 0);
            reads[counted] = options.coldBytes() / time(3, _ -> limits.read(memory)) / 1e6;
            ours[counted] = time(5 * copies, i -> operator.decode(q, caches.get(i % copies), result, workspace, pool));
            if (round >= 0 && torch.isPresent()) {
                theirs[counted] = torch(form, n, d, 5 * copies);
            }
        }
        double ms = median(ours);
        double read = median(reads);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "\"op\":\"%s\",\"heads\":%d,\"kv_heads\":%d,\"n\":%d,\"d\":%d,\"threads\":%d,\"ms\":%.3f,"
                        + "\"gb_s\":%.1f,\"read_gb_s\":%.1f,\"of_read\":%.3f",
                form,
                HEADS,
                kvHeads,
                n,
                d,
                options.threads(),
                ms,
                bytes / ms / 1e6,
                read,
                bytes / ms / 1e6 / read));
        if (torch.isPresent()) {
            double other = median(theirs);
            line.append(String.format(
                    Locale.ROOT,
                    ",\"torch_ms\":%.3f,\"torch_gb_s\":%.1f,\"times_torch\":%.2f",
                    other,
                    bytes / other / 1e6,
                    other / ms));
        }
        line(line.toString());
    }

    private KvCache filled(BlockAttention operator, int n, int seed) {
        int kvHeads = operator.spec().kvHeads();
        int d = operator.spec().headSize();
        KvCache cache = operator.cache(n);
        for (int from = 0; from < n; from += 1_024) {
            int rows = Math.min(1_024, n - from);
            operator.append(
                    random(kvHeads, rows, d, seed + from),
                    random(kvHeads, rows, d, ~(seed + from)),
                    cache,
                    workspace,
                    pool);
        }
        return cache;
    }

    private double torch(String op, int n, int d, int repeats) throws IOException {
        return torch.orElseThrow()
                .time(op, "heads=" + HEADS + " n=" + n + " d=" + d + " w=" + WINDOW, repeats)
                .median();
    }

    /// The median time of one of some calls, in milliseconds.
    private static double time(int calls, IntConsumer call) {
        double[] times = new double[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            call.accept(i);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        return median(times);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// Pairs of a query and a key that it sees.
    private static double pairs(int n, int seen) {
        double first = Math.min(n, seen);
        return first * (first + 1) / 2 + (n - first) * seen;
    }

    private static Heads random(int heads, int n, int d, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[heads * n * d];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return Heads.headMajor(x, heads, n, d);
    }

    private void line(String members) {
        out.accept("{\"bench\":\"attention\"," + members + "}");
    }
}
