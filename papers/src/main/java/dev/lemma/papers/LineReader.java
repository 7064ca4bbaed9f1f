package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Lines of a stream as bytes, without copying; a line longer than the limit is skipped and not held. Not
/// thread-safe.
final class LineReader {
    private static final int START_SIZE = 1 << 16;

    private final InputStream in;
    private final int maxLength;
    private byte[] buffer = new byte[START_SIZE];
    private int next;
    private int limit;
    private boolean ended;

    private int offset;
    private int length;
    private boolean tooLong;
    private long line;

    LineReader(InputStream in, int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /// Goes to the next line; false at the end.
    boolean next() throws IOException {
        tooLong = false;
        int scan = next;
        while (true) {
            int end = indexOfNewline(scan);
            if (end >= 0) {
                return line(end, end + 1);
            }
            scan = limit;
            if (ended) {
                return (limit > next || tooLong) && line(limit, limit);
            }
            if (limit - next > maxLength) {
                tooLong = true;
                next = limit;
            }
            scan -= fill();
        }
    }

    private boolean line(int end, int following) {
        line++;
        offset = next;
        length = end - next;
        next = following;
        tooLong |= length > maxLength;
        return true;
    }

    private int indexOfNewline(int from) {
        byte[] bytes = buffer;
        int end = limit;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Reads more; returns by how much what is held moved towards the start.
    private int fill() throws IOException {
        int moved = next;
        if (moved > 0) {
            System.arraycopy(buffer, moved, buffer, 0, limit - moved);
            limit -= moved;
            next = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
        return moved;
    }

    /// Where the line's bytes are; valid until the next call of [#next].
    byte[] bytes() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /// Number of the line, from 1.
    long line() {
        return line;
    }

    /// Whether the line was longer than the limit; its bytes are not all there.
    boolean tooLong() {
        return tooLong;
    }
}
