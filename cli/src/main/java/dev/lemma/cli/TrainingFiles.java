package dev.lemma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lemma.tokenizer.TrainingTexts;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.zip.GZIPInputStream;

/// Texts of files, one line at a time: the lines of text files, or texts out of JSON lines; plain or gzip.
///
/// One thread goes through them at a time; [#share] may be asked by any.
final class TrainingFiles implements TrainingTexts {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Path> files;
    private final List<String> fields;
    private final long size;
    private final AtomicLong read = new AtomicLong();

    /// @param fields members of JSON objects that hold text, joined by line breaks; empty where lines of JSON
    ///     are strings
    /// @throws IOException if a file is not there
    TrainingFiles(List<Path> files, List<String> fields) throws IOException {
        this.files = List.copyOf(files);
        this.fields = List.copyOf(fields);
        long sum = 0;
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new CommandException(Lemma.FAILED, file + ": is a folder; name the files in it");
            }
            sum += Files.size(file);
        }
        size = sum;
    }

    /// Share of the files' bytes that was read in this pass.
    double share() {
        return read.get() / (double) Math.max(1, size);
    }

    @Override
    public void forEach(Consumer<byte[]> consumer) {
        forEach(index -> true, consumer);
    }

    /// The texts whose number, from 0, passes the test.
    TrainingTexts where(LongPredicate index) {
        return consumer -> forEach(index, consumer);
    }

    private void forEach(LongPredicate index, Consumer<byte[]> consumer) {
        read.set(0);
        long[] count = new long[2]; // texts, JSON lines without one
        for (Path file : files) {
            try (InputStream in = open(file)) {
                boolean json = isJson(file);
                new Lines(file, in).forEach((line, number) -> {
                    byte[] text = json ? text(file, line, number) : line;
                    if (text.length == 0) {
                        count[1]++;
                    } else if (index.test(count[0]++)) {
                        consumer.accept(text);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(new IOException(file + ": " + reason(e), e));
            }
        }
        if (count[0] == 0) {
            throw new CommandException(
                    Lemma.FAILED,
                    files.getFirst()
                            + (files.size() > 1 ? " and the other files: no text" : ": no text")
                            + (count[1] > 0 && !fields.isEmpty() ? " in " + String.join(", ", fields) : ""));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "no such file"
                : e instanceof java.io.EOFException ? "the file is cut" : String.valueOf(e.getMessage());
    }

    private static boolean isJson(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
    }

    private byte[] text(Path file, byte[] line, long number) {
        if (line.length == 0) {
            return line;
        }
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new CommandException(Lemma.FAILED, file + ":" + number + ": is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (json.isTextual()) {
            return json.textValue().getBytes(StandardCharsets.UTF_8);
        }
        if (!json.isObject()) {
            throw new CommandException(
                    Lemma.FAILED, file + ":" + number + ": is neither a JSON object nor a string, one a line");
        }
        if (fields.isEmpty()) {
            throw new CommandException(
                    Lemma.USAGE,
                    file + ":" + number + ": is a JSON object; --field title,abstract says which members hold text");
        }
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            JsonNode value = json.path(field);
            if (value.isTextual() && !value.textValue().isBlank()) {
                text.append(text.isEmpty() ? "" : "\n").append(value.textValue().strip());
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(new Counted(Files.newInputStream(file)), 1 << 16);
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

    /// Counts what is read from a file.
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            read.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = super.read(buffer, from, length);
            read.addAndGet(Math.max(0, count));
            return count;
        }
    }
}
