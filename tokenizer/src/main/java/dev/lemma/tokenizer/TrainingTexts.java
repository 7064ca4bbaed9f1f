package dev.lemma.tokenizer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// Texts to train on, in a fixed order, that can be gone through more than once.
///
/// A trainer goes through them two or three times and keeps no more than a few megabytes of them at once, so
/// they may be larger than memory. Each text is an array of bytes, meant as UTF-8; it belongs to the
/// receiver, which may not change it.
@FunctionalInterface
public interface TrainingTexts {
    /// Longest line that [#lines] accepts, in bytes.
    int MAX_LINE_BYTES = 1 << 26;

    /// Hands every text to `consumer`, each time the same ones in the same order.
    ///
    /// @throws UncheckedIOException if they cannot be read
    void forEach(Consumer<byte[]> consumer);

    /// The texts of a collection. Lone surrogates become `?`.
    static TrainingTexts of(Iterable<String> texts) {
        return consumer -> {
            for (String text : texts) {
                consumer.accept(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    /// Texts that are bytes already; they need not be valid UTF-8.
    static TrainingTexts ofBytes(Iterable<byte[]> texts) {
        return texts::forEach;
    }

    /// The lines of files, each a text; a file that starts with the two bytes of gzip is unpacked. The line
    /// feed, and a carriage return before it, are no part of the text.
    ///
    /// [#forEach] throws a [TokenizerException] for a line of more than [#MAX_LINE_BYTES].
    static TrainingTexts lines(List<Path> files) {
        List<Path> copy = List.copyOf(files);
        return consumer -> {
            for (Path file : copy) {
                try (InputStream in = open(file)) {
                    readLines(file, in, consumer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            byte[] magic = in.readNBytes(2);
            in.reset();
            boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static void readLines(Path file, InputStream in, Consumer<byte[]> consumer) throws IOException {
        byte[] buffer = new byte[1 << 16];
        byte[] line = new byte[1 << 12];
        int length = 0;
        long number = 1;
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i <= n; i++) {
                if (i < n && buffer[i] != '\n') {
                    continue;
                }
                int more = i - start;
                if (more > MAX_LINE_BYTES - length) {
                    throw new TokenizerException(
                            file + ": line " + number + " is longer than " + MAX_LINE_BYTES + " bytes");
                }
                if (length + more > line.length) {
                    line = Arrays.copyOf(line, Math.max(length + more, Math.min(2 * line.length, MAX_LINE_BYTES)));
                }
                System.arraycopy(buffer, start, line, length, more);
                length += more;
                if (i < n) {
                    consumer.accept(Arrays.copyOf(line, withoutReturn(line, length)));
                    length = 0;
                    number++;
                }
                start = i + 1;
            }
        }
        if (length > 0) {
            consumer.accept(Arrays.copyOf(line, withoutReturn(line, length)));
        }
    }

    private static int withoutReturn(byte[] line, int length) {
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }
}
