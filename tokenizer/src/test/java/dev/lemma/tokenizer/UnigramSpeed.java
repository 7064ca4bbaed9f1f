package dev.lemma.tokenizer;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.ZipInputStream;

/// Megabytes (1e6 bytes of the texts) a second of one thread's CPU time, median of the rounds.
///
/// Arguments: a corpus of `make_corpus.py` (one JSON string a line), then models: BytePiece `.model` files
/// (also in a `.zip`), or `.tsv` files with piece, score and kind of a SentencePiece model, which are made
/// into a model over bytes: U+2581 becomes a space and single bytes are added. Not a test; run by hand: `java
/// -cp target/classes:target/test-classes dev.lemma.tokenizer.UnigramSpeed CORPUS MODEL...`
final class UnigramSpeed {
    private static final int ROUNDS = 9;
    private static final double ALPHA = 0.2;

    private UnigramSpeed() {}

    private interface Work {
        int[] on(String text);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("load")) {
            load(Integer.parseInt(arguments[1]));
            return;
        }
        List<String> texts = corpus(Path.of(arguments[0]));
        long bytes = texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        System.out.printf("%s texts, %,d bytes%n", texts.size(), bytes);
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            UnigramModel model = arguments[i].endsWith(".tsv")
                    ? fromTsv(file)
                    : bytePiece(file).model();
            System.out.printf(
                    "%s: %,d ids, longest piece %s bytes%n", file.getFileName(), model.size(), model.longestPiece());
            UnigramTokenizer tokenizer = new UnigramTokenizer(model);
            UnigramWorkspace workspace = model.workspace();
            measure("Viterbi", texts, bytes, text -> tokenizer.encode(text, workspace));
            PerfectSampler sampler = model.sampler(ALPHA);
            RandomGenerator random = Models.random(1);
            measure("sampling, alpha " + ALPHA, texts, bytes, text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                return tokenizer.sample(utf8, 0, utf8.length, sampler, random, workspace);
            });
            threads(tokenizer, texts);
        }
    }

    private static void measure(String what, List<String> texts, long bytes, Work work) {
        double[] seconds = new double[ROUNDS];
        long ids = 0;
        long allocated = 0;
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = -2; round < ROUNDS; round++) {
            ids = 0;
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            for (String text : texts) {
                ids += work.on(text).length;
            }
            if (round >= 0) {
                seconds[round] = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "  %-22s %6.1f MB/s (%.1f to %.1f), %.2f bytes an id, %.2f bytes allocated a byte besides ids%n",
                what,
                bytes / seconds[ROUNDS / 2] / 1e6,
                bytes / seconds[ROUNDS - 1] / 1e6,
                bytes / seconds[0] / 1e6,
                bytes / (double) ids,
                (allocated - 4.0 * ids - 16.0 * texts.size()) / bytes);
    }

    private static void threads(UnigramTokenizer tokenizer, List<String> texts) {
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < 2 * ROUNDS; round++) {
            long start = System.nanoTime();
            tokenizer.encodeAll(texts, 1 + round % 2);
            best[round % 2] = Math.min(best[round % 2], (System.nanoTime() - start) * 1e-9);
        }
        System.out.printf(
                Locale.ROOT,
                "  batch, two threads     %6.2f times one (best of %s, wall)%n",
                best[0] / best[1],
                ROUNDS);
    }

    private static void load(int pieces) throws IOException {
        Path file = Files.createTempFile("load", ".model");
        try {
            RandomGenerator random = Models.random(1);
            Set<String> words = new HashSet<>();
            while (words.size() < pieces - 256) {
                words.add(Models.word(random, "etaoinshrdlucmfwypvbgk qjxz", random.nextInt(2, 13)));
            }
            List<byte[]> list = new ArrayList<>();
            for (int b = 0; b < 256; b++) {
                list.add(new byte[] {(byte) b});
            }
            words.forEach(word -> list.add(Models.utf8(word)));
            BytePieceVocabulary.of(list, random.longs(pieces, 1, 1_000_000).toArray())
                    .write(file);
            words.clear();
            list.clear();
            System.out.printf("%,d pieces, %,d bytes%n", pieces, Files.size(file));
            for (int round = 0; round < ROUNDS; round++) {
                long before = heap();
                long start = System.nanoTime();
                BytePieceVocabulary vocabulary = BytePieceVocabulary.read(file);
                double parsed = (System.nanoTime() - start) * 1e-6;
                UnigramModel model = vocabulary.model();
                double read = (System.nanoTime() - start) * 1e-6;
                long bytes = heap() - before;
                start = System.nanoTime();
                PerfectSampler sampler = model.sampler(ALPHA);
                double sampled = (System.nanoTime() - start) * 1e-6;
                System.out.printf(
                        Locale.ROOT,
                        "  file in %.0f ms, with the model %.0f ms, %.1f MB stay; first sampler in %.0f ms, then %.1f MB (%s ids)%n",
                        parsed,
                        read,
                        bytes * 1e-6,
                        sampled,
                        (heap() - before) * 1e-6,
                        sampler.model.size());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static List<String> corpus(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                byte[] json = line.getBytes(StandardCharsets.UTF_8);
                texts.add(new JsonReader(new ByteArrayInputStream(json), "corpus", JsonReader.Limits.DEFAULT).string());
            }
        }
        return texts;
    }

    static BytePieceVocabulary bytePiece(Path file) throws IOException {
        if (!file.toString().endsWith(".zip")) {
            return BytePieceVocabulary.read(file);
        }
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            if (zip.getNextEntry() == null) {
                throw new IOException(file + " is empty");
            }
            return BytePieceVocabulary.read(zip, String.valueOf(file.getFileName()));
        }
    }

    private static UnigramModel fromTsv(Path file) throws IOException {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        boolean[] single = new boolean[256];
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            byte[] piece = fields[0].replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
            if (fields[2].equals("NORMAL")) {
                builder.add(piece, Double.parseDouble(fields[1]));
                if (piece.length == 1) {
                    single[piece[0] & 0xff] = true;
                }
            }
        }
        for (int b = 0; b < 256; b++) {
            if (!single[b]) {
                builder.add(new byte[] {(byte) b}, -22);
            }
        }
        return builder.build();
    }
}
