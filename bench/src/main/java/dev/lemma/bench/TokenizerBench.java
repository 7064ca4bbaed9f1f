package dev.lemma.bench;

import dev.lemma.tokenizer.PerfectSampler;
import dev.lemma.tokenizer.ScoredTokenizer;
import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.Tokenizers;
import dev.lemma.tokenizer.UnigramTokenizer;
import dev.lemma.tokenizer.UnigramWorkspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// How fast tokenizers are: best segmentations, random ones, threads, allocation, loading; beside
/// SentencePiece where a Python has it and the model is one of its own.
///
/// MB/s are 1e6 bytes of text a second of the clock on the wall. Each quantity is measured in each of several
/// rounds, ours and the peer's in turn; the median round counts. One JSON object a line.
public final class TokenizerBench {
    private static final int WARM_UPS = 3;
    private static final int LOADS = 5;
    private static final int BLOCK = 64;
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final Options options;
    private final Consumer<String> out;
    private final List<String> texts;
    private final long bytes;

    /// What to run.
    ///
    /// @param rounds at least 1, after the warm-up
    /// @param threads at least 2, for the measurement with several threads
    /// @param alpha of sampling, finite, at least 0
    /// @param withPeer whether SentencePiece runs where it is installed
    public record Options(int rounds, int threads, double alpha, boolean withPeer) {
        /// @throws IllegalArgumentException if a value is out of range
        public Options {
            if (rounds < 1 || rounds > 1_000) {
                throw new IllegalArgumentException("rounds = " + rounds + ", not in [1, 1000]");
            }
            if (threads < 2 || threads > 1_024) {
                throw new IllegalArgumentException("threads = " + threads + ", not in [2, 1024]");
            }
            if (!(alpha >= 0 && alpha <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("alpha = " + alpha + ", not a finite number of at least 0");
            }
        }
    }

    /// Encodes texts, one after the other, with scratch memory of its own; returns the number of ids.
    private interface Encoder {
        int encode(String text);
    }

    /// Makes an encoder for a thread.
    private interface Encoders {
        Encoder make();
    }

    private TokenizerBench(Options options, List<String> texts, Consumer<String> out) {
        this.options = options;
        this.texts = List.copyOf(texts);
        this.out = out;
        bytes = texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /// Measures models on texts, and gives each result to `out`.
    ///
    /// @param texts at least one that is not empty; all are in memory
    /// @param models tokenizer files of any format
    /// @throws IllegalArgumentException if the texts hold nothing
    /// @throws IOException if a model cannot be read, or the peer fails
    /// @throws InterruptedException if the thread was interrupted
    public static void run(Options options, List<String> texts, List<Path> models, Consumer<String> out)
            throws IOException, InterruptedException {
        TokenizerBench bench = new TokenizerBench(options, texts, out);
        if (bench.bytes == 0) {
            throw new IllegalArgumentException("texts hold nothing to encode");
        }
        Optional<String> python = options.withPeer() ? SentencePiecePeer.python() : Optional.empty();
        for (Path model : models) {
            bench.measure(model, python);
        }
    }

    private void measure(Path model, Optional<String> python) throws IOException, InterruptedException {
        Tokenizer tokenizer = Tokenizers.load(model);
        boolean theirs = python.isPresent()
                && tokenizer.describe().type().startsWith("SentencePiece"); // no other files do it know
        if (!theirs) {
            measure(model, tokenizer);
            return;
        }
        try (SentencePiecePeer peer = SentencePiecePeer.start(python.get(), model, texts)) {
            measure(model, tokenizer, Optional.of(peer));
        }
    }

    private void measure(Path model, Tokenizer tokenizer) throws IOException, InterruptedException {
        measure(model, tokenizer, Optional.empty());
    }

    private void measure(Path model, Tokenizer tokenizer, Optional<SentencePiecePeer> peer)
            throws IOException, InterruptedException {
        load(model, tokenizer, peer);
        Encoders best = best(tokenizer);
        speed("viterbi", model, tokenizer, best, "encode", peer);
        if (tokenizer instanceof ScoredTokenizer scored) {
            speed("sample", model, tokenizer, sampling(scored), "sample " + options.alpha(), peer);
        }
        threads(model, best);
    }

    private static Encoders best(Tokenizer tokenizer) {
        if (tokenizer instanceof UnigramTokenizer unigram) {
            return () -> {
                UnigramWorkspace workspace = unigram.model().workspace();
                return text -> unigram.encode(text, workspace).length;
            };
        }
        return () -> text -> tokenizer.encode(text).length;
    }

    private Encoders sampling(ScoredTokenizer tokenizer) {
        double alpha = options.alpha();
        if (tokenizer instanceof UnigramTokenizer unigram) {
            PerfectSampler sampler = unigram.model().sampler(alpha);
            return () -> {
                UnigramWorkspace workspace = unigram.model().workspace();
                RandomGenerator random = RANDOM.create(1);
                return text -> {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    return unigram.sample(utf8, 0, utf8.length, sampler, random, workspace).length;
                };
            };
        }
        return () -> {
            RandomGenerator random = RANDOM.create(1);
            return text -> tokenizer.draw(text, alpha, random).size();
        };
    }

    /// Time to open the file, and memory that an open one keeps.
    private void load(Path model, Tokenizer opened, Optional<SentencePiecePeer> peer) throws IOException {
        double[] ours = new double[LOADS];
        double[] theirs = new double[LOADS];
        List<Tokenizer> kept = new ArrayList<>();
        long before = used();
        for (int i = 0; i < LOADS; i++) {
            long start = System.nanoTime();
            kept.add(Tokenizers.load(model));
            ours[i] = (System.nanoTime() - start) / 1e6;
            theirs[i] = peer.isPresent() ? 1e3 * peer.get().time("load").seconds() : 0;
        }
        double memory = (used() - before) / (double) kept.size();
        if (kept.getLast().size() != opened.size()) {
            throw new IllegalStateException(model + " changed while it was measured");
        }
        String comparison = peer.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ",\"sentencepiece_ms\":%.1f,\"times_sentencepiece\":%.2f",
                        median(theirs),
                        median(theirs) / median(ours));
        line(
                "load",
                model,
                String.format(
                        Locale.ROOT,
                        "\"type\":%s,\"ids\":%d,\"ms\":%.1f,\"memory_mb\":%.2f%s",
                        quoted(opened.describe().type()),
                        opened.size(),
                        median(ours),
                        Math.max(0, memory) / 1e6,
                        comparison));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void speed(
            String op,
            Path model,
            Tokenizer tokenizer,
            Encoders encoders,
            String request,
            Optional<SentencePiecePeer> peer)
            throws IOException {
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Encoder encoder = encoders.make();
        double[] ours = new double[options.rounds()];
        double[] theirs = new double[options.rounds()];
        long tokens = 0;
        long theirTokens = 0;
        long allocated = 0;
        for (int round = -WARM_UPS; round < options.rounds(); round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            tokens = 0;
            for (String text : texts) {
                tokens += encoder.encode(text);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            allocated = thread.getCurrentThreadAllocatedBytes() - before;
            SentencePiecePeer.Timing timing =
                    peer.isPresent() && round >= -1 ? peer.get().time(request) : new SentencePiecePeer.Timing(1, 1);
            if (round >= 0) {
                ours[round] = seconds;
                theirs[round] = timing.seconds();
                theirTokens = timing.tokens();
            }
        }
        double speed = bytes / median(ours) / 1e6;
        StringBuilder members = new StringBuilder(String.format(
                Locale.ROOT,
                "\"bytes\":%d,\"tokens\":%d,\"bytes_per_token\":%.3f,\"mb_s\":%.2f,\"least_mb_s\":%.2f,\"most_mb_s\":%.2f,"
                        + "\"allocated_per_byte\":%.2f",
                bytes,
                tokens,
                bytes / (double) tokens,
                speed,
                bytes / Arrays.stream(ours).max().orElseThrow() / 1e6,
                bytes / Arrays.stream(ours).min().orElseThrow() / 1e6,
                allocated / (double) bytes));
        if (op.equals("sample")) {
            members.append(String.format(Locale.ROOT, ",\"alpha\":%s", options.alpha()));
        }
        if (peer.isPresent()) {
            double other = bytes / median(theirs) / 1e6;
            members.append(String.format(
                    Locale.ROOT,
                    ",\"sentencepiece\":\"%s, Python\",\"sentencepiece_mb_s\":%.2f,\"sentencepiece_tokens\":%d,"
                            + "\"times_sentencepiece\":%.2f",
                    peer.get().version(),
                    other,
                    theirTokens,
                    speed / other));
            if (op.equals("viterbi")) {
                members.append(",\"texts\":").append(texts.size());
                members.append(",\"different_texts\":").append(different(tokenizer, peer.get()));
            }
        }
        line(op, model, members.toString());
    }

    /// Texts whose ids are not those of the peer: rounding decides ties, and versions of SentencePiece round
    /// in different places.
    private int different(Tokenizer tokenizer, SentencePiecePeer peer) throws IOException {
        List<Integer> theirs = peer.hashes();
        int different = 0;
        for (int t = 0; t < texts.size(); t++) {
            int hash = 0;
            for (int id : tokenizer.encode(texts.get(t))) {
                hash = 31 * hash + id;
            }
            different += t < theirs.size() && theirs.get(t).intValue() == hash ? 0 : 1;
        }
        return different;
    }

    /// One thread and several in turn, all on threads of their own.
    private void threads(Path model, Encoders encoders) throws InterruptedException {
        double[] one = new double[options.rounds()];
        double[] several = new double[options.rounds()];
        List<Encoder> made = new ArrayList<>();
        for (int i = 0; i < options.threads(); i++) {
            made.add(encoders.make());
        }
        for (int round = -1; round < options.rounds(); round++) {
            double first = seconds(made.subList(0, 1));
            double second = seconds(made);
            if (round >= 0) {
                one[round] = first;
                several[round] = second;
            }
        }
        line(
                "threads",
                model,
                String.format(
                        Locale.ROOT,
                        "\"threads\":%d,\"mb_s\":%.2f,\"times_one\":%.2f",
                        options.threads(),
                        bytes / median(several) / 1e6,
                        median(one) / median(several)));
    }

    private double seconds(List<Encoder> encoders) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicLong tokens = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (Encoder encoder : encoders) {
            threads.add(Thread.ofPlatform().start(() -> {
                long sum = 0;
                for (int from = next.getAndAdd(BLOCK); from < texts.size(); from = next.getAndAdd(BLOCK)) {
                    for (String text : texts.subList(from, Math.min(texts.size(), from + BLOCK))) {
                        sum += encoder.encode(text);
                    }
                }
                tokens.addAndGet(sum);
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (tokens.get() == 0) {
            throw new IllegalStateException("nothing was encoded");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void line(String op, Path model, String members) {
        out.accept("{\"bench\":\"tokenizer\",\"op\":\"" + op + "\",\"model\":"
                + quoted(String.valueOf(model.getFileName())) + "," + members + "}");
    }
}
