package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the values that are records in JSON text by their brackets, without parsing them: elements of arrays
/// at the top, of the array that is the member `arrayKey` of an object at the top, else objects at the top
/// themselves. Not thread-safe.
final class JsonSplitter {
    /// The text ended inside something.
    static final class CutException extends Exception {
        private static final long serialVersionUID = 1L;
        private final long line;
        private final String reason;

        CutException(long line, String reason) {
            super(reason);
            this.line = line;
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        long line() {
            return line;
        }
    }

    private final InputStream in;
    private final int maxLength;
    private final byte[] key;

    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long currentLine = 1;

    private byte[] value = new byte[1 << 13];
    private int length;
    private boolean tooLong;
    private long line;

    private boolean inArray;
    /// Line on which the array began that is being read.
    private long arrayLine;

    private long count;

    JsonSplitter(InputStream in, int maxLength, String arrayKey) {
        this.in = in;
        this.maxLength = maxLength;
        this.key = arrayKey.getBytes(StandardCharsets.UTF_8);
    }

    /// Goes to the next record; false at the end of the text.
    boolean next() throws IOException, CutException {
        while (true) {
            int c = read();
            if (c < 0) {
                if (inArray) {
                    throw new CutException(
                            currentLine,
                            "the file ends inside the array that starts on line " + arrayLine + ", after " + count
                                    + " records; expected ']'");
                }
                return false;
            }
            if (c <= ' ' || c == ',') {
                continue;
            }
            length = 0;
            tooLong = false;
            line = currentLine;
            if (inArray) {
                if (c == ']') {
                    inArray = false;
                    // What follows the array in its object is of no interest.
                    continue;
                }
                value(c);
                count++;
                return true;
            }
            if (c == '[') {
                inArray = true;
                arrayLine = currentLine;
            } else if (c == '{') {
                if (object()) {
                    count++;
                    return true;
                }
            } else if (key.length == 0 || arrayLine == 0) {
                throw new CutException(currentLine, "expected '[' or '{', found '" + (char) c + "'");
            }
        }
    }

    /// Reads an object at the top; false if the array of records began in it.
    private boolean object() throws IOException, CutException {
        append('{');
        int depth = 1;
        int keyStart = -1;
        boolean keyBefore = false;
        while (depth > 0) {
            int c = readInside();
            append(c);
            if (c == '"') {
                keyStart = length;
                string();
                keyBefore = depth == 1 && !tooLong && key.length > 0 && isKey(keyStart, length - 1);
            } else if (c == '[' && keyBefore && depth == 1) {
                inArray = true;
                arrayLine = currentLine;
                return false;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c != ':' && c > ' ') {
                keyBefore = false;
            }
        }
        return true;
    }

    private boolean isKey(int start, int end) {
        return Arrays.equals(value, start, end, key, 0, key.length);
    }

    private void value(int first) throws IOException, CutException {
        append(first);
        if (first == '"') {
            string();
            return;
        }
        if (first != '{' && first != '[') {
            while (position < limit || fill()) {
                int c = buffer[position];
                if (c == ',' || c == ']' || (c >= 0 && c <= ' ')) {
                    return;
                }
                append(read());
            }
            return;
        }
        int depth = 1;
        while (depth > 0) {
            int c = readInside();
            append(c);
            switch (c) {
                case '"' -> string();
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        }
    }

    /// The rest of a string whose opening quote is read.
    private void string() throws IOException, CutException {
        while (true) {
            int c = readInside();
            append(c);
            if (c == '\\') {
                append(readInside());
            } else if (c == '"') {
                return;
            }
        }
    }

    private int readInside() throws IOException, CutException {
        int c = read();
        if (c < 0) {
            throw new CutException(
                    line, "the file ends inside the record that starts here, after " + count + " whole records");
        }
        return c;
    }

    private void append(int c) {
        if (length == value.length) {
            if (length >= maxLength) {
                tooLong = true;
                return;
            }
            value = Arrays.copyOf(value, Math.min(maxLength, length * 2));
        }
        value[length++] = (byte) c;
    }

    private int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        int c = buffer[position++] & 0xff;
        if (c == '\n') {
            currentLine++;
        }
        return c;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    byte[] bytes() {
        return value;
    }

    int length() {
        return length;
    }

    /// Line on which the record starts, from 1.
    long line() {
        return line;
    }

    boolean tooLong() {
        return tooLong;
    }
}
