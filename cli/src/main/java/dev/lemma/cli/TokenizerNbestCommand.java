package dev.lemma.cli;

import dev.lemma.tokenizer.ScoredTokenizer;
import dev.lemma.tokenizer.Segmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer nbest`.
@Command(name = "nbest", description = "List the best ways to cut a text: score in nats, then pieces.")
final class TokenizerNbestCommand implements Callable<Integer> {
    private static final int MAX_K = 100_000;

    private final Lemma lemma;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "words of the text (default: standard input)")
    private List<String> words = List.of();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "BytePiece or SentencePiece unigram .model")
    private Path model = Path.of("");

    @Option(names = "-k", paramLabel = "K", description = "how many (default: ${DEFAULT-VALUE})")
    private int k = 10;

    @Option(names = "--format", paramLabel = "text|json", description = "json: an object a line (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerNbestCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        if (k < 1 || k > MAX_K) {
            throw new CommandException(Lemma.USAGE, "-k " + k + " is not in 1.." + MAX_K);
        }
        ScoredTokenizer tokenizer = Segmentations.load(model);
        for (Segmentation one : tokenizer.nbest(Segmentations.text(words, lemma.terminal()), k)) {
            Segmentations.print(lemma.terminal(), format, tokenizer, one);
        }
        return Lemma.OK;
    }
}
