package dev.lemma.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Opens tokenizer files of every known format.
public final class Tokenizers {
    private static final int MAX_FILE_BYTES = 256 << 20;

    private Tokenizers() {}

    /// Opens a tokenizer file; the format is found by the content.
    ///
    /// | format | known by |
    /// | --- | --- |
    /// | SentencePiece `.model` | a protobuf message whose first field is a piece |
    /// | Hugging Face `tokenizer.json` | a JSON object with a member `model` |
    /// | BytePiece `.model` | a JSON object whose members are Base64 |
    /// | tiktoken ranks | a line of Base64, a space, a number; the file name must tell the encoding |
    ///
    /// Cost: the file twice in memory, and the tokenizer.
    ///
    /// @throws TokenizerException if it is of no known format, broken, over 256 MB or needs what is not
    ///     supported; one line that names the file, the place and what would be right
    /// @throws IOException if it cannot be read
    public static Tokenizer load(Path file) throws IOException {
        return load(bytes(file, MAX_FILE_BYTES), name(file));
    }

    /// [#load(Path)] of bytes in memory.
    ///
    /// @param name how messages name the file, and how the encoding of tiktoken ranks is known
    public static Tokenizer load(byte[] file, String name) {
        try {
            return open(file, name);
        } catch (TokenizerException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(name) ? e : new TokenizerException(name + ": " + message, e);
        }
    }

    private static Tokenizer open(byte[] file, String name) {
        if (file.length == 0) {
            throw new TokenizerException(name + ": is empty; a tokenizer file is needed");
        }
        if (file[0] == 0x0A && !TiktokenFile.looksLike(file) && !json(file)) {
            return SentencePieceModel.read(file, name).tokenizer();
        }
        if (json(file)) {
            return fromJson(file, name);
        }
        if (TiktokenFile.looksLike(file)) {
            TiktokenFile.Encoding encoding = TiktokenFile.Encoding.of(
                            Path.of(name).getFileName().toString())
                    .orElseThrow(() -> new TokenizerException(name + ": the file name does not tell the encoding of "
                            + "these tiktoken ranks; a name with cl100k, o200k, p50k, r50k or gpt2 is needed"));
            return TiktokenFile.read(file, name, encoding);
        }
        throw new TokenizerException(name + ": is of no known format; SentencePiece and BytePiece models, "
                + "tokenizer.json and tiktoken ranks are");
    }

    /// Opens a file of tiktoken ranks.
    ///
    /// @param pattern how text is cut first
    /// @param special special pieces and their ids; together with the ranks each id once
    /// @throws TokenizerException if it is not such a file
    public static Tokenizer tiktoken(Path file, SplitPattern pattern, Map<String, Integer> special) throws IOException {
        special.forEach((text, id) -> {
            if (text.isEmpty() || id < 0 || id >= UnigramModel.MAX_PIECES) {
                throw new IllegalArgumentException("special piece '" + text + "' has id " + id
                        + "; a text and an id in [0, " + UnigramModel.MAX_PIECES + ") are needed");
            }
        });
        return TiktokenFile.read(
                bytes(file, TiktokenFile.MAX_FILE_BYTES),
                name(file),
                new TiktokenFile.Encoding(pattern, new LinkedHashMap<>(special)));
    }

    private static Tokenizer fromJson(byte[] file, String name) {
        // A BytePiece file has nothing but members [id, text, count]; the first tells the two apart.
        if (bytePiece(file, name)) {
            try {
                return new UnigramTokenizer(BytePieceVocabulary.read(new ByteArrayInputStream(file), name)
                        .model());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return HuggingFaceFile.read(JsonTree.read(file, name));
    }

    private static boolean bytePiece(byte[] file, String name) {
        try {
            JsonReader in = new JsonReader(new ByteArrayInputStream(file), name, JsonReader.Limits.DEFAULT);
            in.beginObject();
            if (!in.hasNext()) {
                throw new TokenizerException(name + ": is an empty JSON object; a tokenizer.json has a member 'model'");
            }
            return !in.name().equals("added_tokens") && in.peek() == JsonReader.Kind.ARRAY;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean json(byte[] file) {
        int at = 0;
        while (at < file.length && (file[at] == ' ' || file[at] == '\n' || file[at] == '\r' || file[at] == '\t')) {
            at++;
        }
        return at < file.length && file[at] == '{';
    }

    /// The bytes of a file of bounded size.
    static byte[] bytes(Path file, int most) throws IOException {
        long size = Files.size(file);
        if (size > most) {
            throw new TokenizerException(
                    name(file) + ": " + size + " bytes; tokenizer files of at most " + most + " bytes are read");
        }
        return Files.readAllBytes(file);
    }

    /// How messages name a file.
    static String name(Path file) {
        return file.toString();
    }
}
