package dev.lemma.cli;

import dev.lemma.tokenizer.ScoredTokenizer;
import dev.lemma.tokenizer.Segmentation;
import dev.lemma.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `sample` and `nbest` share: the model, the text, and lines with a score.
final class Segmentations {
    private static final int MAX_TEXT_BYTES = 1 << 20;

    private Segmentations() {}

    /// @throws CommandException if the file's model gives no scores to segmentations
    static ScoredTokenizer load(Path file) throws IOException {
        Tokenizer tokenizer = TokenizerFiles.load(file);
        if (tokenizer instanceof ScoredTokenizer scored) {
            return scored;
        }
        throw new CommandException(
                Lemma.FAILED,
                file + ": is " + tokenizer.describe().type()
                        + "; only BytePiece and SentencePiece unigram models give scores to segmentations");
    }

    /// The words, or standard input without the end of its last line.
    static String text(List<String> words, Terminal terminal) throws IOException {
        if (!words.isEmpty()) {
            return String.join(" ", words);
        }
        byte[] in = terminal.in().readNBytes(MAX_TEXT_BYTES + 1);
        if (in.length > MAX_TEXT_BYTES) {
            throw new CommandException(
                    Lemma.FAILED,
                    "standard input: has more than " + Text.bytes(MAX_TEXT_BYTES) + "; a short text is" + " needed");
        }
        String text = new String(in, StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    static void print(Terminal terminal, OutputFormat format, ScoredTokenizer tokenizer, Segmentation segmentation) {
        if (format == OutputFormat.TEXT) {
            terminal.print(
                    "%s  %s",
                    String.format(Locale.ROOT, "%10.4f", segmentation.score()), pieces(tokenizer, segmentation));
            return;
        }
        terminal.print(
                "%s",
                Json.object(json -> {
                    json.writeNumberField("score", segmentation.score());
                    json.writeFieldName("ids");
                    json.writeArray(segmentation.ids(), 0, segmentation.size());
                    Json.texts(
                            json,
                            "pieces",
                            Arrays.stream(segmentation.ids())
                                    .mapToObj(id -> PieceText.of(tokenizer, id))
                                    .toList());
                }));
    }

    private static String pieces(Tokenizer tokenizer, Segmentation segmentation) {
        return Arrays.stream(segmentation.ids())
                .mapToObj(id -> PieceText.of(tokenizer, id))
                .collect(Collectors.joining(" "));
    }
}
