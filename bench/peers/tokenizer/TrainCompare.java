import dev.lemma.tokenizer.BytePieceTrainer;
import dev.lemma.tokenizer.BytePieceTrainingOptions;
import dev.lemma.tokenizer.PieceKind;
import dev.lemma.tokenizer.TrainedVocabulary;
import dev.lemma.tokenizer.TrainingListener;
import dev.lemma.tokenizer.TrainingReport;
import dev.lemma.tokenizer.TrainingTexts;
import dev.lemma.tokenizer.UnigramTrainer;
import dev.lemma.tokenizer.UnigramTrainingOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// One training, measured: `java -cp tokenizer/target/classes TrainCompare.java KIND TRAIN HELDOUT SIZE
/// THREADS [OUT]`.
///
/// KIND is unigram, lines or bytepiece; TRAIN and HELDOUT hold a JSON string a line, a document each. One
/// JSON line on standard output; with OUT, the pieces as `base64 score` lines.
public final class TrainCompare {
    private TrainCompare() {}

    public static void main(String[] args) throws IOException {
        TrainingTexts train = TrainingTexts.of(documents(Path.of(args[1])));
        TrainingTexts heldOut = TrainingTexts.of(documents(Path.of(args[2])));
        int size = Integer.parseInt(args[3]);
        int threads = Integer.parseInt(args[4]);
        long start = System.nanoTime();
        TrainedVocabulary result = switch (args[0]) {
            case "unigram" ->
                new UnigramTrainer(UnigramTrainingOptions.of(size)
                                .withByteFallback(true)
                                .withThreads(threads))
                        .train(train, heldOut, TrainingListener.NONE);
            case "lines" ->
                new UnigramTrainer(UnigramTrainingOptions.lines(size).withThreads(threads))
                        .train(train, heldOut, TrainingListener.NONE);
            case "bytepiece" ->
                new BytePieceTrainer(BytePieceTrainingOptions.of(size).withThreads(threads))
                        .train(train, heldOut, TrainingListener.NONE)
                        .getFirst();
            default -> throw new IllegalArgumentException("KIND = " + args[0] + "; unigram, lines or bytepiece");
        };
        double wall = (System.nanoTime() - start) / 1e9;
        long cpu = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        TrainingReport report = result.report();
        System.out.printf(
                Locale.ROOT,
                "{\"trainer\":\"lemma-%s\",\"size\":%d,\"threads\":%d,\"wall_s\":%.2f,\"process_cpu_s\":%.2f,"
                        + "\"bytes_per_token\":%.4f,\"held_out\":%.4f,\"coverage\":%.5f,\"candidates\":%d,\"stages\":\"%s\"}%n",
                args[0],
                result.size(),
                threads,
                wall,
                cpu / 1e9,
                report.training().bytesPerToken(),
                report.heldOut().orElseThrow().bytesPerToken(),
                report.coverage(),
                report.candidates(),
                report.times().stream()
                        .map(t -> String.format(Locale.ROOT, "%s %.2f", t.stage(), t.seconds()))
                        .toList());
        if (args.length > 5) {
            write(result, Path.of(args[5]));
        }
    }

    private static void write(TrainedVocabulary result, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int id = 0; id < result.size(); id++) {
                if (result.kind(id) == PieceKind.NORMAL) {
                    String piece = Base64.getEncoder().encodeToString(result.piece(id));
                    out.write((piece + " " + result.score(id) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static List<String> documents(Path file) throws IOException {
        List<String> documents = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            documents.add(unescape(line));
        }
        return documents;
    }

    /// Reads a JSON string as `make_corpus.py` writes it.
    private static String unescape(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 1; i < json.length() - 1; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
