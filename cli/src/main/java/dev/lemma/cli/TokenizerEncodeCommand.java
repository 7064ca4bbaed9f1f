package dev.lemma.cli;

import dev.lemma.tokenizer.TokenSpans;
import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.UnigramTokenizer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer encode`.
@Command(
        name = "encode",
        description = {
            "Cut text into pieces and print their ids.",
            "Text is what is given, else --file, else standard input. Each is one text on one line of output, or, with"
                    + " --lines, each line is. BytePiece models take texts of any size in bounded memory."
        })
final class TokenizerEncodeCommand implements Callable<Integer> {
    /// Longest text that is held as a whole.
    private static final int MAX_HELD_BYTES = Lines.MAX_BYTES;

    private final Lemma lemma;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "words of a text")
    private List<String> words = List.of();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "tokenizer file of any known format")
    private Path model = Path.of("");

    @Option(names = "--file", paramLabel = "FILE", description = "a file to encode; several may be given")
    private List<Path> files = List.of();

    @Option(names = "--lines", description = "each line is a text, without the line's end")
    private boolean lines;

    @Option(
            names = "--bytes",
            description = "text is bytes as they are: no normalisation by BytePiece models, any byte comes back")
    private boolean bytes;

    @Option(names = "--pieces", description = "print pieces, not ids; a space in one is ▁")
    private boolean pieces;

    @Option(
            names = "--offsets",
            description = "print a line a token: id, first byte, byte behind, piece; an empty line behind each text")
    private boolean offsets;

    @Option(names = "--format", paramLabel = "text|json", description = "json: an object a text (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerEncodeCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        if (!words.isEmpty() && !files.isEmpty()) {
            throw new CommandException(Lemma.USAGE, "a text and --file are both given; one of them is needed");
        }
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandException(
                        Lemma.FAILED, file + (Files.isDirectory(file) ? ": is a folder" : ": no such file"));
            }
        }
        Tokenizer tokenizer = TokenizerFiles.load(model);
        TokenWriter.Shape shape =
                offsets ? TokenWriter.Shape.OFFSETS : pieces ? TokenWriter.Shape.PIECES : TokenWriter.Shape.IDS;
        try (TokenWriter out = TokenWriter.to(lemma.terminal().out(), tokenizer, shape, format)) {
            if (!words.isEmpty()) {
                encode(tokenizer, String.join(" ", words).getBytes(StandardCharsets.UTF_8), "the text", out);
            } else if (files.isEmpty()) {
                encode(tokenizer, lemma.terminal().in(), "standard input", out);
            } else {
                for (Path file : files) {
                    try (InputStream in = new FileInputStream(file.toFile())) {
                        encode(tokenizer, in, file.toString(), out);
                    }
                }
            }
        }
        return Lemma.OK;
    }

    private void encode(Tokenizer tokenizer, InputStream in, String name, TokenWriter out) throws IOException {
        if (lines) {
            new Lines(name, in).forEach((line, number) -> encode(tokenizer, line, name + ":" + number, out));
        } else if (tokenizer instanceof UnigramTokenizer unigram && !offsets) {
            out.begin();
            stream(unigram, in, name, out);
            out.end();
        } else {
            byte[] text = in.readNBytes(MAX_HELD_BYTES + 1);
            if (text.length > MAX_HELD_BYTES) {
                throw new CommandException(
                        Lemma.FAILED,
                        name + ": has more than " + Text.bytes(MAX_HELD_BYTES)
                                + ", the most that are one text " + (offsets ? "with --offsets" : "for this model")
                                + "; --lines takes any size");
            }
            encode(tokenizer, text, name, out);
        }
    }

    private void stream(UnigramTokenizer tokenizer, InputStream in, String name, TokenWriter out) throws IOException {
        if (bytes) {
            ReadableByteChannel channel = Channels.newChannel(in);
            tokenizer.encode(channel, out::id);
            return;
        }
        Reader reader = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            tokenizer.encode(reader, out::id);
        } catch (CharacterCodingException e) {
            throw notText(name, e);
        }
    }

    /// Encodes one text that is in memory.
    private void encode(Tokenizer tokenizer, byte[] text, String name, TokenWriter out) throws IOException {
        out.begin();
        if (offsets) {
            offsets(tokenizer, text, name, out);
        } else if (bytes) {
            ids(tokenizer.encode(text), out);
        } else {
            ids(tokenizer.encode(decoded(text, name)), out);
        }
        out.end();
    }

    private static void ids(int[] ids, TokenWriter out) {
        for (int id : ids) {
            out.id(id);
        }
    }

    private void offsets(Tokenizer tokenizer, byte[] text, String name, TokenWriter out) throws IOException {
        if (tokenizer instanceof UnigramTokenizer unigram && !bytes) {
            TokenSpans spans = unigram.encodeWithOffsets(decoded(text, name));
            for (int i = 0; i < spans.size(); i++) {
                out.span(spans.id(i), spans.byteStart(i), spans.byteEnd(i));
            }
            return;
        }
        int[] ids = bytes ? tokenizer.encode(text) : tokenizer.encode(decoded(text, name));
        // Where pieces in a row are the text itself, their lengths tell the places.
        long sum = 0;
        for (int id : ids) {
            sum += tokenizer.piece(id).length;
        }
        if (sum != text.length || !java.util.Arrays.equals(tokenizer.decodeToBytes(ids), text)) {
            throw new CommandException(
                    Lemma.FAILED,
                    model + ": --offsets needs a BytePiece or a byte-level BPE model; this one rewrites text");
        }
        int at = 0;
        for (int id : ids) {
            int end = at + tokenizer.piece(id).length;
            out.span(id, at, end);
            at = end;
        }
    }

    private static String decoded(byte[] text, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notText(name, e);
        }
    }

    private static CommandException notText(String name, CharacterCodingException cause) {
        return new CommandException(
                Lemma.FAILED, name + ": is not UTF-8 (" + cause.getMessage() + "); --bytes takes any bytes", cause);
    }
}
