package dev.lemma.bench;

import dev.lemma.linalg.Gemm;
import dev.lemma.linalg.VectorOps;
import dev.lemma.linalg.WeightType;
import dev.lemma.linalg.Weights;
import dev.lemma.linalg.WorkerPool;
import dev.lemma.linalg.Workspace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// How near the kernels of linalg come to the machine's limits, which are measured in the same run.
///
/// Every quantity is measured in each of several rounds, ours and the peer's in turn; the median round
/// counts. One JSON object a line.
public final class LinalgBench {
    /// Times one round measures the same thing; the median of them stands for the round.
    private static final int REPEATS = 5;

    private final Options options;
    private final Sizes sizes;
    private final Consumer<String> out;

    /// How large the work is.
    ///
    /// @param gemm rows and columns of square products
    /// @param memory bytes that are read to measure bandwidth, and at most a matrix of weights: beyond any
    ///     cache
    /// @param columns weights a row, and rows of the layer that meets a prompt
    /// @param tokens of a prompt
    /// @param warmUpNanos for each kind of work
    record Sizes(List<Integer> gemm, long memory, int columns, int tokens, long warmUpNanos) {
        static final Sizes FULL = new Sizes(List.of(512, 1_024, 2_048), 256L << 20, 4_096, 256, 1_000_000_000L);
    }

    /// What to run.
    ///
    /// @param rounds at least 1, after the warm-up
    /// @param threads at least 1
    /// @param torch the jars of LibTorch, for a comparison
    public record Options(int rounds, int threads, Optional<List<Path>> torch) {
        /// @throws IllegalArgumentException if a number is less than 1
        public Options {
            if (rounds < 1 || threads < 1) {
                throw new IllegalArgumentException(
                        "rounds = " + rounds + ", threads = " + threads + ", not both at least 1");
            }
        }
    }

    private LinalgBench(Options options, Sizes sizes, Consumer<String> out) {
        this.options = options;
        this.sizes = sizes;
        this.out = out;
    }

    /// Measures, and gives each result to `out`.
    ///
    /// @throws IOException if LibTorch does not start or fails
    /// @throws IllegalStateException if the JVM runs without the Vector API: its kernels are what is measured
    public static void run(Options options, Consumer<String> out) throws IOException {
        run(options, Sizes.FULL, out);
    }

    static void run(Options options, Sizes sizes, Consumer<String> out) throws IOException {
        if (!VectorOps.usesLanes()) {
            throw new IllegalStateException(
                    "start java with --add-modules jdk.incubator.vector to measure its kernels");
        }
        new LinalgBench(options, sizes, out).run();
    }

    private void run() throws IOException {
        try (WorkerPool one = new WorkerPool(1);
                WorkerPool all = new WorkerPool(options.threads())) {
            double peak = limits(one, 1);
            if (options.threads() > 1) {
                peak = limits(all, options.threads());
            }
            gemm(all, peak);
            for (WeightType type : WeightType.values()) {
                weights(all, type, peak);
            }
        }
    }

    /// Stored weights: a product with one vector beside the plain reading of the same memory, and one with
    /// the tokens of a prompt.
    private void weights(WorkerPool pool, WeightType type, double peak) {
        MachineLimits machine = new MachineLimits(pool);
        Workspace workspace = new Workspace(pool);
        int rows = Math.toIntExact(sizes.memory() / type.bytes(sizes.columns()));
        long bytes = rows * type.bytes(sizes.columns());
        double[] vector = new double[options.rounds()];
        double[] reads = new double[options.rounds()];
        double[] prompts = new double[options.rounds()];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = MachineLimits.memory(arena, sizes.memory());
            fill(type, rows, memory);
            Weights weights = Weights.of(type, rows, sizes.columns(), memory);
            Weights layer = Weights.of(type, sizes.columns(), sizes.columns(), memory);
            float[] x = random(sizes.tokens() * sizes.columns(), 3);
            float[] y = new float[Math.max(rows, sizes.tokens() * sizes.columns())];
            Runnable product = () -> weights.gemv(workspace, x, 0, y, 0);
            Runnable prompt = () -> layer.gemm(workspace, sizes.tokens(), x, 0, sizes.columns(), y, 0, sizes.columns());
            Runnable read = () -> machine.read(memory);
            warmUp(product);
            warmUp(prompt);
            warmUp(read);
            for (int round = 0; round < options.rounds(); round++) {
                vector[round] = median(product);
                reads[round] = median(read);
                prompts[round] = median(prompt);
            }
        }
        double speed = bytes / median(vector) / 1e6;
        double limit = sizes.memory() / median(reads) / 1e6;
        line(String.format(
                Locale.ROOT,
                "\"op\":\"gemv\",\"type\":\"%s\",\"rows\":%d,\"columns\":%d,\"threads\":%d,\"ms\":%.3f,\"gb_s\":%.1f,"
                        + "\"read_gb_s\":%.1f,\"of_read\":%.2f",
                type,
                rows,
                sizes.columns(),
                options.threads(),
                median(vector),
                speed,
                limit,
                speed / limit));
        double operations = 2.0 * sizes.tokens() * sizes.columns() * sizes.columns() / median(prompts) / 1e6;
        line(String.format(
                Locale.ROOT,
                "\"op\":\"gemm\",\"type\":\"%s\",\"tokens\":%d,\"rows\":%d,\"columns\":%d,\"threads\":%d,"
                        + "\"ms\":%.3f,\"gflops\":%.1f,\"of_peak\":%.2f",
                type,
                sizes.tokens(),
                sizes.columns(),
                sizes.columns(),
                options.threads(),
                median(prompts),
                operations,
                operations / peak));
    }

    /// A few rows of normal weights, again and again: speed does not depend on the values as long as they are
    /// ordinary.
    private void fill(WeightType type, int rows, MemorySegment memory) {
        int some = 16;
        long bytes = some * type.bytes(sizes.columns());
        Weights.quantize(type, random(some * sizes.columns(), 4), 0, some * sizes.columns(), memory, 0);
        long end = rows * type.bytes(sizes.columns());
        for (long at = bytes; at < end; at += bytes) {
            MemorySegment.copy(memory, 0, memory, at, Math.min(bytes, end - at));
        }
    }

    /// Measures and prints the limits with a pool.
    ///
    /// @return GFLOP/s
    private double limits(WorkerPool pool, int threads) {
        MachineLimits machine = new MachineLimits(pool);
        double[] multiplyAdds = new double[options.rounds()];
        double[] reads = new double[options.rounds()];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = MachineLimits.memory(arena, sizes.memory());
            warmUp(machine::multiplyAdd);
            warmUp(() -> machine.read(memory));
            for (int round = 0; round < options.rounds(); round++) {
                multiplyAdds[round] = median(machine::multiplyAdd);
                reads[round] = median(() -> machine.read(memory));
            }
        }
        double peak = machine.multiplyAddOperations() / median(multiplyAdds) / 1e6;
        double bandwidth = sizes.memory() / median(reads) / 1e6;
        if (machine.computed() == 0) {
            throw new AssertionError("nothing was computed");
        }
        line(String.format(
                Locale.ROOT,
                "\"op\":\"limits\",\"threads\":%d,\"gflops\":%.1f,\"read_gb_s\":%.1f",
                threads,
                peak,
                bandwidth));
        return peak;
    }

    private void gemm(WorkerPool pool, double peak) throws IOException {
        Workspace workspace = new Workspace(pool);
        if (options.torch().isEmpty()) {
            for (int n : sizes.gemm()) {
                gemm(workspace, n, peak, Optional.empty());
            }
            return;
        }
        try (TorchPeer peer = TorchPeer.start(options.torch().get(), options.threads())) {
            for (int n : sizes.gemm()) {
                gemm(workspace, n, peak, Optional.of(peer));
            }
        }
    }

    private void gemm(Workspace workspace, int n, double peak, Optional<TorchPeer> peer) throws IOException {
        float[] a = random(n * n, 1);
        float[] b = random(n * n, 2);
        float[] c = new float[n * n];
        double[] ours = new double[options.rounds()];
        double[] theirs = new double[options.rounds()];
        Runnable product =
                () -> Gemm.multiply(workspace, Gemm.Op.PLAIN, Gemm.Op.PLAIN, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        warmUp(product);
        for (int round = 0; round < options.rounds(); round++) {
            double time = median(product);
            double other = peer.isEmpty()
                    ? 0
                    : peer.get()
                            .time("gemm", "m=" + n + " n=" + n + " k=" + n, REPEATS)
                            .median();
            ours[round] = time;
            theirs[round] = other;
        }
        double work = 2.0 * n * n * n / 1e6;
        double speed = work / median(ours);
        String comparison = "";
        if (peer.isPresent()) {
            double other = work / median(theirs);
            comparison = String.format(Locale.ROOT, ",\"torch_gflops\":%.1f,\"of_torch\":%.2f", other, speed / other);
        }
        line(String.format(
                Locale.ROOT,
                "\"op\":\"gemm\",\"n\":%d,\"threads\":%d,\"ms\":%.3f,\"gflops\":%.1f,\"of_peak\":%.2f%s",
                n,
                options.threads(),
                median(ours),
                speed,
                speed / peak,
                comparison));
    }

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /// Runs for the compilers, which come to rest after some hundred runs of one kind of task.
    private void warmUp(Runnable work) {
        long end = System.nanoTime() + sizes.warmUpNanos();
        do {
            work.run();
        } while (System.nanoTime() - end < 0);
    }

    /// Median milliseconds of some runs, after one that does not count.
    private static double median(Runnable work) {
        work.run();
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        return median(times);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void line(String fields) {
        out.accept("{\"bench\":\"linalg\"," + fields + "}");
    }
}
