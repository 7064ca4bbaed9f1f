package dev.lemma.cli;

import dev.lemma.tokenizer.ScoredTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer sample`.
@Command(
        name = "sample",
        description = {
            "Cut a text at random, a line a sample: its score in nats, then its pieces.",
            "Each way to cut it comes with probability proportional to exp(alpha * score), exactly."
        })
final class TokenizerSampleCommand implements Callable<Integer> {
    private static final int MAX_COUNT = 1_000_000;

    private final Lemma lemma;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "words of the text (default: standard input)")
    private List<String> words = List.of();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "BytePiece or SentencePiece unigram .model")
    private Path model = Path.of("");

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "0: all ways alike; large: the best one (default: ${DEFAULT-VALUE})")
    private double alpha = 0.2;

    @Option(names = "--count", paramLabel = "N", description = "samples (default: ${DEFAULT-VALUE})")
    private int count = 5;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "the same seed gives the same samples (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--format", paramLabel = "text|json", description = "json: an object a sample (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerSampleCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        if (!(alpha >= 0 && alpha <= Double.MAX_VALUE)) {
            throw new CommandException(Lemma.USAGE, "--alpha " + alpha + " is not a finite number of at least 0");
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new CommandException(Lemma.USAGE, "--count " + count + " is not in 1.." + MAX_COUNT);
        }
        ScoredTokenizer tokenizer = Segmentations.load(model);
        String text = Segmentations.text(words, lemma.terminal());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < count; i++) {
            Segmentations.print(lemma.terminal(), format, tokenizer, tokenizer.draw(text, alpha, random));
        }
        return Lemma.OK;
    }
}
