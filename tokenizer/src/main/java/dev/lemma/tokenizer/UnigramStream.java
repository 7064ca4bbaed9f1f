package dev.lemma.tokenizer;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Segments one text as it arrives, with the parts and the ids of [UnigramTokenizer].
///
/// Pieces are tried from a start only when all bytes that they could cover are there, or the part is known to
/// end before. Not thread-safe; for one text.
final class UnigramStream {
    private static final int CHUNK = 1 << 16;

    /// Chars without a place to cut that are held at most.
    private static final int MAX_UNCUT = 1 << 22;

    private final ViterbiPass pass;
    private final int reach;
    private final IntConsumer sink;
    private final IdBuffer ids = new IdBuffer();
    private byte[] bytes;
    private int filled;
    private int next; // first byte from which no piece was tried
    private boolean inNewlines; // whether the byte before `next` is a newline of the same part

    UnigramStream(UnigramModel model, IntConsumer sink) {
        pass = new ViterbiPass(model);
        reach = model.reach;
        this.sink = sink;
        bytes = new byte[CHUNK + 2 * reach];
        pass.begin();
    }

    void read(ReadableByteChannel channel) throws IOException {
        while (true) {
            makeRoom(CHUNK);
            int count = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
            if (count < 0) {
                break;
            }
            filled += count;
            process(false);
        }
        process(true);
    }

    void read(Reader reader) throws IOException {
        char[] chars = new char[CHUNK];
        int held = 0;
        while (true) {
            int count = reader.read(chars, held, chars.length - held);
            if (count < 0) {
                break;
            }
            held += count;
            int cut = held - 1;
            while (cut > 0 && !Nfc.isBoundary(chars[cut])) {
                cut--;
            }
            if (cut > 0) {
                add(new String(chars, 0, cut));
                held -= cut;
                System.arraycopy(chars, cut, chars, 0, held);
            } else if (held == chars.length) {
                if (held >= MAX_UNCUT) {
                    throw new TokenizerException(
                            "the text has " + held
                                    + " characters in a row that may all combine; normalising them as a stream is not possible");
                }
                chars = Arrays.copyOf(chars, 2 * held);
            }
        }
        add(new String(chars, 0, held));
        process(true);
    }

    private void add(String text) {
        byte[] utf8 = Nfc.of(text).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < utf8.length; ) {
            makeRoom(CHUNK);
            int count = Math.min(utf8.length - at, bytes.length - filled);
            System.arraycopy(utf8, at, bytes, filled, count);
            filled += count;
            at += count;
            process(false);
        }
    }

    private void makeRoom(int count) {
        if (bytes.length - filled < count) {
            System.arraycopy(bytes, next, bytes, 0, filled - next);
            filled -= next;
            next = 0;
        }
    }

    private void process(boolean last) {
        while (next < filled) {
            int end = next;
            if (!inNewlines) {
                while (end < filled && bytes[end] != '\n') {
                    end++;
                }
            }
            while (end < filled && bytes[end] == '\n') {
                end++;
            }
            if (end == filled && !last) {
                // The part may go on.
                int stop = Math.max(next, filled - reach);
                pass.advance(bytes, next, stop, filled, ids);
                if (stop > next) {
                    inNewlines = bytes[stop - 1] == '\n';
                    next = stop;
                }
                break;
            }
            pass.advance(bytes, next, end, end, ids);
            pass.finish(ids);
            pass.begin();
            inNewlines = false;
            next = end;
        }
        for (int i = 0; i < ids.size(); i++) {
            sink.accept(ids.get(i));
        }
        ids.clear();
    }
}
