package dev.lemma.cli;

import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.UnigramTokenizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer decode`.
@Command(
        name = "decode",
        description = {
            "Turn ids back into the bytes that they stand for.",
            "Ids are what is given, else standard input, with white space or commas between them. All are one text, or,"
                    + " with --lines, each line is, and gets a line's end. What encode prints comes back as it was."
        })
final class TokenizerDecodeCommand implements Callable<Integer> {
    /// Ids that are held at once, where a text cannot be decoded in parts.
    private static final int MAX_HELD = 1 << 24;

    private static final int PART = 1 << 14;
    /// Digits of the largest id that could be, and some more, so that it can be said what is wrong.
    private static final int MAX_DIGITS = 40;

    private final Lemma lemma;

    @Parameters(paramLabel = "ID", arity = "0..*", split = ",", description = "ids")
    private List<String> words = List.of();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "tokenizer file of any known format")
    private Path model = Path.of("");

    @Option(names = "--lines", description = "each line of ids is a text of its own")
    private boolean lines;

    TokenizerDecodeCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        Tokenizer tokenizer = TokenizerFiles.load(model);
        Ids ids = new Ids(tokenizer, lemma.terminal().out());
        if (!words.isEmpty()) {
            for (String word : words) {
                ids.add(word, "the command line");
            }
            ids.write();
            lemma.terminal().out().println();
            return Lemma.OK;
        }
        read(ids);
        lemma.terminal().out().flush();
        return Lemma.OK;
    }

    private void read(Ids ids) throws IOException {
        InputStream in = new BufferedInputStream(lemma.terminal().in(), 1 << 16);
        StringBuilder word = new StringBuilder();
        long line = 1;
        boolean begun = false;
        for (int b = in.read(); ; b = in.read()) {
            if (b > ' ' && b != ',') {
                if (word.length() < MAX_DIGITS) {
                    word.append((char) b);
                }
                continue;
            }
            if (!word.isEmpty()) {
                ids.add(word.toString(), "line " + line);
                word.setLength(0);
                begun = true;
            }
            if (lines && (b == '\n' || b < 0 && begun)) {
                ids.write();
                lemma.terminal().out().write('\n');
                begun = false;
            }
            if (b < 0) {
                break;
            }
            line += b == '\n' ? 1 : 0;
        }
        ids.write();
    }

    /// Ids on their way to text.
    private static final class Ids {
        private final Tokenizer tokenizer;
        private final PrintStream out;
        private final boolean inParts;
        private int[] held = new int[PART];
        private int size;

        Ids(Tokenizer tokenizer, PrintStream out) {
            this.tokenizer = tokenizer;
            this.out = out;
            // Others may treat the first piece of a text in another way than the rest.
            this.inParts = tokenizer instanceof UnigramTokenizer;
        }

        void add(String word, String where) throws IOException {
            int id;
            try {
                id = Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw new CommandException(
                        Lemma.FAILED, where + ": '" + Text.safe(word) + "' is not an id; a whole number is needed", e);
            }
            if (id < 0 || id >= tokenizer.size()) {
                throw new CommandException(
                        Lemma.FAILED,
                        where + ": there is no id " + id + "; ids are from 0 to " + (tokenizer.size() - 1));
            }
            if (size == MAX_HELD) {
                throw new CommandException(
                        Lemma.FAILED,
                        where + ": more than " + MAX_HELD + " ids, the most of one text for this model; --lines has"
                                + " smaller ones");
            }
            if (size == held.length) {
                held = Arrays.copyOf(held, 2 * size);
            }
            held[size++] = id;
            if (inParts && size == PART) {
                write();
            }
        }

        void write() throws IOException {
            if (size > 0) {
                out.write(tokenizer.decodeToBytes(Arrays.copyOf(held, size)));
                size = 0;
            }
        }
    }
}
