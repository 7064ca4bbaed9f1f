package dev.lemma.cli;

import dev.lemma.tokenizer.TrainingTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/// The lines of a stream, one at a time, as bytes. For one pass.
final class Lines {
    /// Longest line, in bytes.
    static final int MAX_BYTES = TrainingTexts.MAX_LINE_BYTES;

    private final String name;
    private final InputStream in;
    private byte[] line = new byte[1 << 12];
    private int length;
    private long number = 1;

    Lines(Path file, InputStream in) {
        this(file.toString(), in);
    }

    /// @param name how messages name the stream
    Lines(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /// Takes a line.
    @FunctionalInterface
    interface Receiver {
        /// @param line without its end, which is `\n` or `\r\n`
        /// @param number from 1
        void line(byte[] line, long number) throws IOException;
    }

    /// @throws CommandException if a line is longer than [#MAX_BYTES]
    void forEach(Receiver receiver) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    add(buffer, start, i);
                    receiver.line(take(), number);
                    number++;
                    start = i + 1;
                }
            }
            add(buffer, start, n);
        }
        if (length > 0) {
            receiver.line(take(), number);
        }
    }

    private void add(byte[] buffer, int from, int to) {
        int more = to - from;
        if (more > MAX_BYTES - length) {
            throw new CommandException(
                    Lemma.FAILED, name + ":" + number + ": the line is longer than " + Text.bytes(MAX_BYTES));
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, Math.min(2 * line.length, MAX_BYTES)));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }

    private byte[] take() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        return Arrays.copyOf(line, end);
    }
}
