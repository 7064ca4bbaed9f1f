package dev.lemma.cli;

import dev.lemma.tokenizer.BpeTrainer;
import dev.lemma.tokenizer.BpeTrainingOptions;
import dev.lemma.tokenizer.BytePieceTrainer;
import dev.lemma.tokenizer.BytePieceTrainingOptions;
import dev.lemma.tokenizer.HuggingFaceBpe;
import dev.lemma.tokenizer.SentencePieceModel;
import dev.lemma.tokenizer.SplitPattern;
import dev.lemma.tokenizer.TextNormalization;
import dev.lemma.tokenizer.TrainedBpe;
import dev.lemma.tokenizer.TrainedVocabulary;
import dev.lemma.tokenizer.TrainingReport;
import dev.lemma.tokenizer.TrainingTexts;
import dev.lemma.tokenizer.TrainingUnits;
import dev.lemma.tokenizer.UnigramTrainer;
import dev.lemma.tokenizer.UnigramTrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer train`.
@Command(
        name = "train",
        description = {
            "Train a vocabulary on files, which may be larger than memory.",
            "Writes a SentencePiece .model (unigram), a BytePiece .model (bytepiece, or unigram with --units lines) or a"
                    + " tokenizer.json (bpe), and prints bytes a token and coverage."
        })
final class TokenizerTrainCommand implements Callable<Integer> {
    private static final int MOST_SIZES = 16;
    private static final double LARGEST_SHARE = 0.5;

    private final Lemma lemma;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "text files, a text each line, or .jsonl; plain or gzip")
    private List<Path> files = List.of();

    @Option(names = "--type", description = "unigram, bytepiece or bpe (default: bytepiece)")
    private VocabularyType type = VocabularyType.BYTEPIECE;

    @Option(
            names = "--vocab-size",
            required = true,
            split = ",",
            paramLabel = "N",
            description = "ids, special ones included; for bytepiece several sizes (8000,16000) in one training")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "file to write; with several sizes each is put before the ending"
                    + " (default: TYPE-SIZE.model or TYPE-SIZE.json here)")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--field",
            split = ",",
            paramLabel = "NAME",
            description = "members of JSON objects that hold text: title,abstract")
    private List<String> fields = List.of();

    @Option(
            names = "--units",
            description = "unigram: words, or lines for pieces of any bytes that may hold spaces (default: words)")
    private Optional<TrainingUnits> units = Optional.empty();

    @Option(
            names = "--split",
            paramLabel = "PATTERN",
            description = "bpe: how text is cut into words: gpt2, llama3, qwen2, cl100k, o200k, ... (default: gpt2)")
    private Optional<SplitPattern> split = Optional.empty();

    @Option(
            names = "--held-out",
            paramLabel = "SHARE|FILE",
            description = "measure also on this share of the texts, which is not trained on (0.01), or on a file")
    private Optional<String> heldOut = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "(by default one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "chooses the texts that are held out, and what is forgotten when memory is full (default: 0)")
    private long seed;

    @Option(names = "--format", paramLabel = "text|json", description = "how to report (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerTrainCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    /// A vocabulary, and how it is written.
    ///
    /// @param kind of file, for people
    private record Trained(TrainedVocabulary vocabulary, Path file, String kind, NewFile.Content content) {}

    /// What to train and to measure on; without held-out texts `heldOut` is empty.
    private record Texts(TrainingTexts training, Optional<TrainingTexts> heldOut) {}

    @Override
    public Integer call() throws IOException {
        check();
        sizes.forEach(size -> NewFile.check(file(size)));
        TrainingFiles all = new TrainingFiles(files, fields);
        Texts texts = texts(all);
        List<Trained> results;
        try (TrainingProgress progress = new TrainingProgress(lemma.terminal(), InstantSource.system(), all);
                OnSignal _ = OnSignal.call(progress::stop)) {
            results = train(texts, progress);
            for (Trained trained : results) {
                NewFile.write(trained.file(), trained.content());
            }
        } catch (CancellationException e) {
            throw new CommandException(Lemma.FAILED, "stopped; nothing was written", e);
        }
        print(results);
        return Lemma.OK;
    }

    private void check() {
        if (sizes.size() > 1 && type != VocabularyType.BYTEPIECE) {
            throw usage("--vocab-size " + join(sizes) + ": only --type bytepiece makes several sizes in one training");
        }
        if (sizes.size() > MOST_SIZES) {
            throw usage("--vocab-size: " + sizes.size() + " sizes; at most " + MOST_SIZES + " are possible");
        }
        if (threads < 1 || threads > 1_024) {
            throw usage("--threads " + threads + " is not in 1..1024");
        }
        if (units.isPresent() && type != VocabularyType.UNIGRAM) {
            throw usage("--units is for --type unigram only");
        }
        if (split.isPresent() && type != VocabularyType.BPE) {
            throw usage("--split is for --type bpe only");
        }
    }

    private static CommandException usage(String message) {
        return new CommandException(Lemma.USAGE, message);
    }

    private static String join(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private Texts texts(TrainingFiles all) throws IOException {
        if (heldOut.isEmpty()) {
            return new Texts(all, Optional.empty());
        }
        String value = heldOut.get();
        double share;
        try {
            share = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            // No number: the name of a file.
            return new Texts(all, Optional.of(new TrainingFiles(List.of(Path.of(value)), fields)));
        }
        if (!(share > 0 && share <= LARGEST_SHARE)) {
            throw usage("--held-out " + value + " is not in (0, " + LARGEST_SHARE + "], and no file");
        }
        LongPredicate held = index -> mix(seed, index) < share;
        return new Texts(all.where(held.negate()), Optional.of(all.where(held)));
    }

    /// A number in [0, 1) that depends on nothing but the seed and the place of the text.
    private static double mix(long seed, long index) {
        long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
    }

    private List<Trained> train(Texts texts, TrainingProgress progress) {
        int size = sizes.getFirst();
        return switch (type) {
            case UNIGRAM -> List.of(unigram(texts, progress, size));
            case BYTEPIECE -> bytePiece(texts, progress);
            case BPE -> List.of(bpe(texts, progress, size));
        };
    }

    private Trained unigram(Texts texts, TrainingProgress progress, int size) {
        boolean lines = units.orElse(TrainingUnits.WORDS) == TrainingUnits.LINES;
        // SentencePiece files are written without a table of normalisation, so what is trained on has none.
        UnigramTrainingOptions options = lines
                ? UnigramTrainingOptions.lines(size)
                : UnigramTrainingOptions.of(size)
                        .withNormalization(TextNormalization.NONE)
                        .withByteFallback(true);
        UnigramTrainer trainer = new UnigramTrainer(options.withThreads(threads).withSeed(seed));
        TrainedVocabulary vocabulary = texts.heldOut().isPresent()
                ? trainer.train(texts.training(), texts.heldOut().get(), progress)
                : trainer.train(texts.training(), progress);
        return lines
                ? asBytePiece(vocabulary, size)
                : new Trained(
                        vocabulary,
                        file(size),
                        "SentencePiece unigram",
                        stream -> stream.write(SentencePieceModel.of(vocabulary).toBytes()));
    }

    private List<Trained> bytePiece(Texts texts, TrainingProgress progress) {
        BytePieceTrainer trainer = new BytePieceTrainer(BytePieceTrainingOptions.of(sizes.getFirst())
                .withMaxVocabSizes(sizes)
                .withThreads(threads)
                .withSeed(seed));
        List<TrainedVocabulary> vocabularies = texts.heldOut().isPresent()
                ? trainer.train(texts.training(), texts.heldOut().get(), progress)
                : trainer.train(texts.training(), progress);
        List<Integer> falling =
                sizes.stream().sorted(Comparator.reverseOrder()).distinct().toList();
        List<Trained> results = new ArrayList<>();
        for (int i = 0; i < falling.size(); i++) {
            results.add(asBytePiece(vocabularies.get(i), falling.get(i)));
        }
        return results;
    }

    private Trained asBytePiece(TrainedVocabulary vocabulary, int size) {
        return new Trained(
                vocabulary,
                file(size),
                "BytePiece",
                stream -> vocabulary.bytePieceVocabulary().write(stream));
    }

    private Trained bpe(Texts texts, TrainingProgress progress, int size) {
        SplitPattern pattern = split.orElse(SplitPattern.GPT2);
        BpeTrainer trainer =
                new BpeTrainer(BpeTrainingOptions.of(size).withThreads(threads).withSeed(seed), pattern.splitter());
        TrainedBpe bpe = texts.heldOut().isPresent()
                ? trainer.train(texts.training(), texts.heldOut().get(), progress)
                : trainer.train(texts.training(), progress);
        return new Trained(
                bpe.vocabulary(),
                file(size),
                "tokenizer.json, byte-level BPE",
                stream -> stream.write(HuggingFaceBpe.toBytes(bpe, pattern)));
    }

    private Path file(int size) {
        if (out.isEmpty()) {
            String ending = type == VocabularyType.BPE ? ".json" : ".model";
            return Path.of(type.name().toLowerCase(Locale.ROOT) + "-" + size + ending);
        }
        Path given = out.get();
        if (sizes.size() == 1) {
            return given;
        }
        String name = String.valueOf(given.getFileName());
        int dot = name.lastIndexOf('.');
        return given.resolveSibling(
                dot < 1 ? name + "-" + size : name.substring(0, dot) + "-" + size + name.substring(dot));
    }

    private void print(List<Trained> results) {
        for (Trained trained : results) {
            lemma.terminal().print("%s", format == OutputFormat.JSON ? json(trained) : text(trained));
        }
        if (format == OutputFormat.TEXT) {
            TrainingReport report = results.getFirst().vocabulary().report();
            String stages = report.times().stream()
                    .map(time -> String.format(
                            Locale.ROOT, "%s %.1f s", time.stage().name().toLowerCase(Locale.ROOT), time.seconds()))
                    .collect(Collectors.joining(", "));
            lemma.terminal()
                    .print("%s of text, %s: %s", Text.bytes(report.training().bytes()), threads(), stages);
            if (report.forgotten() > 0) {
                lemma.terminal()
                        .remark("%s forgotten for lack of memory", Text.count(report.forgotten(), "rare entry"));
            }
        }
    }

    private String threads() {
        return Text.count(threads, "thread");
    }

    private static String text(Trained trained) {
        TrainingReport report = trained.vocabulary().report();
        return String.format(
                Locale.ROOT,
                "%s: %s, %,d ids, %.2f bytes a token%s, %.2f %% of characters covered",
                trained.file(),
                trained.kind(),
                trained.vocabulary().size(),
                report.training().bytesPerToken(),
                report.heldOut()
                        .map(held -> String.format(Locale.ROOT, " (held out: %.2f)", held.bytesPerToken()))
                        .orElse(""),
                100 * report.coverage());
    }

    private String json(Trained trained) {
        TrainingReport report = trained.vocabulary().report();
        return Json.object(json -> {
            json.writeStringField("file", trained.file().toString());
            json.writeStringField("kind", trained.kind());
            json.writeNumberField("ids", trained.vocabulary().size());
            json.writeNumberField("bytes", report.training().bytes());
            json.writeNumberField("tokens", report.training().tokens());
            json.writeNumberField("bytes_per_token", report.training().bytesPerToken());
            if (report.heldOut().isPresent()) {
                json.writeNumberField(
                        "held_out_bytes_per_token", report.heldOut().get().bytesPerToken());
            }
            json.writeNumberField("coverage", report.coverage());
            json.writeNumberField("threads", threads);
            Json.member(json, "seconds", times -> {
                for (TrainingReport.StageTime time : report.times()) {
                    times.writeNumberField(time.stage().name().toLowerCase(Locale.ROOT), time.seconds());
                }
            });
        });
    }
}
