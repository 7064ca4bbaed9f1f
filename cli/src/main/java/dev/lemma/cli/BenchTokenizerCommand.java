package dev.lemma.cli;

import dev.lemma.bench.TokenizerBench;
import dev.lemma.tokenizer.BytePieceTrainer;
import dev.lemma.tokenizer.BytePieceTrainingOptions;
import dev.lemma.tokenizer.SentencePieceModel;
import dev.lemma.tokenizer.TextNormalization;
import dev.lemma.tokenizer.TrainedVocabulary;
import dev.lemma.tokenizer.TrainingListener;
import dev.lemma.tokenizer.TrainingTexts;
import dev.lemma.tokenizer.UnigramTrainer;
import dev.lemma.tokenizer.UnigramTrainingOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma bench tokenizer`.
@Command(
        name = "tokenizer",
        description = {
            "Time tokenizers: best and random segmentations, threads, allocation, loading; JSON lines.",
            "Compares with SentencePiece where a Python has it (apt install python3-sentencepiece). Without --model two"
                    + " models of 8,000 ids are trained on the corpus, once, and kept in the library's folder."
        })
final class BenchTokenizerCommand implements Callable<Integer> {
    /// The files that shared/bench/tokenizer/RESULTS.md has its English corpus from.
    private static final List<String> DEFAULT_FILES = List.of(
            "icml2019",
            "acl2022",
            "aaai2022",
            "cvpr2018",
            "aistats2024",
            "icml2018",
            "acl2021",
            "cvpr2019",
            "coling2025",
            "aistats2025");

    private static final int SIZE = 8_000;
    private static final long MOST_BYTES = 10_000_000;

    private final Lemma lemma;

    @Option(
            names = "--corpus",
            split = ",",
            paramLabel = "FILE",
            description = "texts, as lemma tokenizer train takes them; the first 10 MB count (default: titles and"
                    + " abstracts of ten venues in ../shared/data/venues, or below the folder LEMMA_SHARED)")
    private List<Path> corpus = List.of();

    @Option(
            names = "--field",
            split = ",",
            paramLabel = "NAME",
            description = "members of JSON objects that hold text (default for the default corpus: title,abstract)")
    private List<String> fields = List.of();

    @Option(names = "--model", split = ",", paramLabel = "FILE", description = "tokenizer files of any known format")
    private List<Path> models = List.of();

    @Option(names = "--alpha", paramLabel = "A", description = "of sampling (default: ${DEFAULT-VALUE})")
    private double alpha = 0.2;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Option(names = "--threads", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(names = "--no-peer", description = "without SentencePiece, also where it is installed")
    private boolean withoutPeer;

    BenchTokenizerCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TokenizerBench.Options options;
        try {
            options = new TokenizerBench.Options(rounds, threads, alpha, !withoutPeer);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Lemma.USAGE, "--" + e.getMessage(), e);
        }
        List<String> texts = corpus.isEmpty() ? read(defaults(), List.of("title", "abstract")) : read(corpus, fields);
        List<Path> measured = models.isEmpty() ? trained(texts) : models;
        TokenizerBench.run(options, texts, measured, line -> {
            lemma.terminal().print("%s", line);
            lemma.terminal().out().flush();
        });
        return Lemma.OK;
    }

    private List<Path> defaults() {
        String variable = lemma.terminal().variable("LEMMA_SHARED");
        Path shared = variable.isEmpty() ? Path.of("..", "shared") : Path.of(variable);
        Path venues = shared.resolve("data").resolve("venues");
        List<Path> files = DEFAULT_FILES.stream()
                .map(name -> venues.resolve(name + ".jsonl.gz"))
                .toList();
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new CommandException(
                        Lemma.FAILED,
                        file + ": the default corpus is not here; --corpus FILE --field title,abstract names another"
                                + " one, LEMMA_SHARED another folder");
            }
        }
        return files;
    }

    /// The texts that have all fields, until one does not fit.
    private static List<String> read(List<Path> files, List<String> fields) throws IOException {
        List<String> texts = new ArrayList<>();
        long[] room = {MOST_BYTES};
        new TrainingFiles(files, fields).forEach(text -> {
            room[0] -= text.length;
            if (room[0] >= 0) {
                texts.add(new String(text, StandardCharsets.UTF_8));
            }
        });
        return texts;
    }

    /// Models of this corpus: from an earlier run, or trained now.
    private List<Path> trained(List<String> texts) throws IOException {
        CRC32C sum = new CRC32C();
        texts.forEach(text -> sum.update(text.getBytes(StandardCharsets.UTF_8)));
        String key = String.format(Locale.ROOT, "%d-%08x.model", SIZE, sum.getValue());
        Path folder = lemma.home().resolve("bench");
        Path unigram = folder.resolve("unigram-" + key);
        Path bytePiece = folder.resolve("bytepiece-" + key);
        Files.createDirectories(folder);
        TrainingTexts training = TrainingTexts.of(texts);
        if (!Files.exists(unigram)) {
            lemma.terminal().remark("training %s", unigram);
            TrainedVocabulary vocabulary = new UnigramTrainer(UnigramTrainingOptions.of(SIZE)
                            .withNormalization(TextNormalization.NONE)
                            .withByteFallback(true))
                    .train(training, TrainingListener.NONE);
            NewFile.write(
                    unigram, out -> out.write(SentencePieceModel.of(vocabulary).toBytes()));
        }
        if (!Files.exists(bytePiece)) {
            lemma.terminal().remark("training %s", bytePiece);
            TrainedVocabulary vocabulary =
                    Objects.requireNonNull(new BytePieceTrainer(BytePieceTrainingOptions.of(SIZE))
                            .train(training, TrainingListener.NONE)
                            .getFirst());
            NewFile.write(bytePiece, out -> vocabulary.bytePieceVocabulary().write(out));
        }
        return List.of(unigram, bytePiece);
    }
}
