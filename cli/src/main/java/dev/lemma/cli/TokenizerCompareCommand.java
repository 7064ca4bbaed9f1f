package dev.lemma.cli;

import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.UnigramTokenizer;
import dev.lemma.tokenizer.UnigramWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer compare`.
@Command(
        name = "compare",
        description = {
            "Encode the same texts with several models: a table of speed, bytes a token and round trips.",
            "Speed is of one thread, the median of five rounds in which the models alternate; of large files the first"
                    + " 16 MB count."
        })
final class TokenizerCompareCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 16L << 20;
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 2;

    private final Lemma lemma;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "texts, as lemma tokenizer train takes them")
    private List<Path> files = List.of();

    @Option(
            names = {"--models", "--model"},
            required = true,
            split = ",",
            paramLabel = "MODEL",
            description = "tokenizer files, with commas between them, or the option several times")
    private List<Path> models = List.of();

    @Option(
            names = "--field",
            split = ",",
            paramLabel = "NAME",
            description = "members of JSON objects that hold text: title,abstract")
    private List<String> fields = List.of();

    @Option(names = "--format", paramLabel = "text|json", description = "json: an object a model (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerCompareCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    /// A model and how it did.
    private static final class Entry {
        final Path file;
        final Tokenizer tokenizer;
        final Encoder encoder;
        final double[] seconds = new double[ROUNDS];
        long tokens;
        int same;

        Entry(Path file, Tokenizer tokenizer) {
            this.file = file;
            this.tokenizer = tokenizer;
            if (tokenizer instanceof UnigramTokenizer unigram) {
                UnigramWorkspace workspace = unigram.model().workspace();
                this.encoder = text -> unigram.encode(text, workspace);
            } else {
                this.encoder = tokenizer::encode;
            }
        }

        double megabytes(long bytes) {
            double[] sorted = seconds.clone();
            Arrays.sort(sorted);
            return bytes / sorted[ROUNDS / 2] / 1e6;
        }
    }

    private interface Encoder {
        int[] encode(String text);
    }

    @Override
    public Integer call() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : models) {
            entries.add(new Entry(file, TokenizerFiles.load(file)));
        }
        List<String> texts = texts();
        long bytes = texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        for (Entry entry : entries) {
            check(entry, texts);
        }
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (Entry entry : entries) {
                long start = System.nanoTime();
                long tokens = 0;
                for (String text : texts) {
                    tokens += entry.encoder.encode(text).length;
                }
                entry.tokens = tokens;
                if (round >= 0) {
                    entry.seconds[round] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        print(entries, texts.size(), bytes);
        return Lemma.OK;
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        long[] bytes = new long[1];
        new TrainingFiles(files, fields).forEach(text -> {
            bytes[0] += text.length;
            if (bytes[0] <= MOST_BYTES || texts.isEmpty()) {
                texts.add(new String(text, StandardCharsets.UTF_8));
            }
        });
        if (bytes[0] > MOST_BYTES) {
            lemma.terminal()
                    .remark(
                            "the files have %s of text; the first %s count",
                            Text.bytes(bytes[0]), Text.bytes(MOST_BYTES));
        }
        return texts;
    }

    private static void check(Entry entry, List<String> texts) {
        for (String text : texts) {
            int[] ids = entry.encoder.encode(text);
            entry.same += entry.tokenizer.decode(ids).equals(text) ? 1 : 0;
        }
    }

    private void print(List<Entry> entries, int texts, long bytes) {
        Terminal terminal = lemma.terminal();
        if (format == OutputFormat.TEXT) {
            terminal.print("%s of text, %s", Text.bytes(bytes), Text.count(texts, "text"));
            // What is left of the line for the file beside the numbers.
            int width = Math.clamp(terminal.columns() - 60L, 12, 48);
            String line = "%-" + width + "." + width + "s  %-22.22s %9s %7s %8s  %s";
            terminal.print(line, "model", "type", "ids", "MB/s", "B/token", "same");
            for (Entry entry : entries) {
                terminal.print(
                        line,
                        tail(entry.file.toString(), width),
                        entry.tokenizer.describe().type(),
                        String.format(Locale.ROOT, "%,d", entry.tokenizer.size()),
                        String.format(Locale.ROOT, "%.2f", entry.megabytes(bytes)),
                        String.format(Locale.ROOT, "%.3f", bytes / (double) Math.max(1, entry.tokens)),
                        entry.same == texts
                                ? "all"
                                : String.format(Locale.ROOT, "%.1f %%", 100.0 * entry.same / texts));
            }
            return;
        }
        for (Entry entry : entries) {
            terminal.print(
                    "%s",
                    Json.object(json -> {
                        json.writeStringField("model", entry.file.toString());
                        json.writeStringField("type", entry.tokenizer.describe().type());
                        json.writeNumberField("ids", entry.tokenizer.size());
                        json.writeNumberField("mb_s", entry.megabytes(bytes));
                        json.writeNumberField("bytes", bytes);
                        json.writeNumberField("tokens", entry.tokens);
                        json.writeNumberField("bytes_per_token", bytes / (double) Math.max(1, entry.tokens));
                        json.writeNumberField("texts", texts);
                        json.writeNumberField("same", entry.same);
                    }));
        }
    }

    /// The end of a name that is too long: files of one folder differ there.
    private static String tail(String name, int width) {
        return name.length() <= width ? name : "…" + name.substring(name.length() - width + 1);
    }
}
