package dev.lemma.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens tokenizer files of every known format.
public final class Tokenizers {
    private Tokenizers() {}

    public static Tokenizer load(Path file) throws IOException {
        return SentencePieceModel.read(file).tokenizer();
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
