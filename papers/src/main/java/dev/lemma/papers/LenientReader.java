package dev.lemma.papers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Decodes UTF-8; bytes that are none are taken as Windows-1252, which they mostly are. Not thread-safe.
final class LenientReader extends Reader {
    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 15).flip();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private boolean ended;

    private LenientReader(InputStream in) {
        this.in = in;
    }

    /// A reader of a text whose byte order mark, if there is one, says its encoding and is skipped.
    static Reader of(InputStream in) throws IOException {
        BufferedInputStream buffered = in instanceof BufferedInputStream b ? b : new BufferedInputStream(in);
        buffered.mark(4);
        byte[] start = buffered.readNBytes(3);
        buffered.reset();
        int first = start.length < 2 ? 0 : (start[0] & 0xff) << 8 | (start[1] & 0xff);
        if (first == 0xfeff || first == 0xfffe) {
            return new InputStreamReader(buffered, StandardCharsets.UTF_16);
        }
        if (first == 0xefbb && start.length == 3 && start[2] == (byte) 0xbf) {
            buffered.skipNBytes(3);
        }
        return new LenientReader(buffered);
    }

    /// A reader of a text in a known encoding.
    static Reader of(InputStream in, Charset charset) throws IOException {
        return charset.equals(StandardCharsets.UTF_8) ? of(in) : new InputStreamReader(in, charset);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isMalformed() && chars.hasRemaining()) {
                // One byte at a time: the next can begin a whole character.
                int b = bytes.get() & 0xff;
                chars.put(b >= 0x80 && b < 0xa0 ? Mojibake.windows1252((char) b) : (char) b);
                decoder.reset();
                continue;
            }
            int count = chars.position();
            if (count > 0) {
                return count;
            }
            if (result.isOverflow()) {
                // A pair of surrogates needs room for two.
                throw new IOException("a buffer of one character is too small");
            }
            if (ended) {
                return -1;
            }
            bytes.compact();
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (read < 0) {
                ended = true;
            } else {
                bytes.position(bytes.position() + read);
            }
            bytes.flip();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
