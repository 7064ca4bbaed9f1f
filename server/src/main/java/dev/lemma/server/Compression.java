package dev.lemma.server;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses answers with gzip (RFC 1952) and decides who gets them so. Thread-safe; holds a few [Deflater]s
/// for reuse, because each owns some 300 KB of native memory that would be cleared for every page.
final class Compression implements AutoCloseable {
    /// Below this a header and a checksum eat the gain.
    static final int MIN_BYTES = 600;

    /// Level 2: on pages of results about 5 % larger than level 6 at half of its time.
    private static final int LEVEL = 2;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final ArrayBlockingQueue<Deflater> free;

    Compression(int kept) {
        this.free = new ArrayBlockingQueue<>(kept);
    }

    /// Whether a type shrinks.
    static boolean suits(String type) {
        return type.startsWith("text/")
                || type.startsWith("application/json")
                || type.startsWith("application/problem+json")
                || type.startsWith("application/atom+xml")
                || type.startsWith("application/opensearchdescription+xml")
                || type.startsWith("image/svg+xml");
    }

    /// Whether an `Accept-Encoding` header takes gzip: named, or by `*`, with a weight other than 0.
    static boolean accepted(String header) {
        int at = header.indexOf("gzip");
        if (at < 0) {
            at = header.indexOf('*');
        }
        if (at < 0) {
            return false;
        }
        int comma = header.indexOf(',', at);
        String rest = header.substring(at, comma < 0 ? header.length() : comma);
        int q = rest.indexOf("q=");
        if (q < 0) {
            return true;
        }
        for (int i = q + 2; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    byte[] gzip(byte[] plain) {
        Deflater kept = free.poll();
        Deflater deflater = kept == null ? new Deflater(LEVEL, true) : kept;
        byte[] out = new byte[HEADER.length + plain.length / 3 + 512];
        System.arraycopy(HEADER, 0, out, 0, HEADER.length);
        int length = HEADER.length;
        deflater.setInput(plain);
        deflater.finish();
        while (!deflater.finished()) {
            if (length == out.length) {
                out = Arrays.copyOf(out, out.length * 2);
            }
            length += deflater.deflate(out, length, out.length - length);
        }
        deflater.reset();
        if (!free.offer(deflater)) {
            deflater.end();
        }
        CRC32 crc = new CRC32();
        crc.update(plain);
        byte[] done = Arrays.copyOf(out, length + 8);
        littleEndian(done, length, (int) crc.getValue());
        littleEndian(done, length + 4, plain.length);
        return done;
    }

    @Override
    public void close() {
        for (Deflater deflater = free.poll(); deflater != null; deflater = free.poll()) {
            deflater.end();
        }
    }

    private static void littleEndian(byte[] out, int at, int value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
