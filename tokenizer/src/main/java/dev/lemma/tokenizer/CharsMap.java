package dev.lemma.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// SentencePiece's `precompiled_charsmap`: which sequences of characters become which. Immutable.
///
/// Layout: a 32-bit length, a Darts-clone double array of that many bytes (little-endian units), then the
/// replacements, each ended by a zero byte. A unit holds: bits 0-7 and 31 a label (bit 31 marks a value), bit
/// 8 whether a value hangs below, bits 10-30 the offset, shifted by 8 more where bit 9 is set; a value unit
/// holds the place of the replacement in bits 0-30 (Darts-clone 0.32, `DoubleArrayUnit`).
final class CharsMap {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_RULE = 512;
    private static final int MAX_REPLACEMENT = 4096;

    private final int[] units;
    private final byte[] replacements;

    private CharsMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /// @throws TokenizerException if the lengths do not fit
    static CharsMap read(byte[] blob, String where) {
        if (blob.length > MAX_BYTES) {
            throw new TokenizerException(
                    where + ": precompiled_charsmap has " + blob.length + " bytes; at most " + MAX_BYTES + " are read");
        }
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        int trie = blob.length > 4 ? in.getInt() : -1;
        if (trie < 4 || trie % 4 != 0 || trie > blob.length - 4) {
            throw new TokenizerException(where + ": precompiled_charsmap says its trie has " + (trie & 0xFFFFFFFFL)
                    + " bytes, but it has " + blob.length + " in all; a multiple of 4 that fits is needed");
        }
        int[] units = new int[trie / 4];
        in.asIntBuffer().get(units);
        CharsMap map = new CharsMap(units, Arrays.copyOfRange(blob, 4 + trie, blob.length));
        for (int at = 0; at < map.replacements.length; ) {
            int end = map.replacementEnd(at);
            if (end - at > MAX_REPLACEMENT) {
                throw new TokenizerException(where + ": precompiled_charsmap has a replacement of " + (end - at)
                        + " bytes; at most " + MAX_REPLACEMENT + " are possible");
            }
            at = end + 1;
        }
        return map;
    }

    /// The longest entry that `s[at .. to)` begins with, as `length << 32 | place` for [#replacement], or -1.
    long longest(byte[] s, int at, int to) {
        return find(s, at, to, false);
    }

    /// Whether an entry is the byte `a`, or begins with `a` and then `b`.
    boolean begins(int a, int b) {
        int node = offset(units[0]) ^ a;
        if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != a) {
            return false;
        }
        if ((units[node] & 0x100) != 0) {
            return true;
        }
        node ^= offset(units[node]) ^ b;
        return node >= 0 && node < units.length && (units[node] & 0x800000FF) == b;
    }

    /// The shortest such entry.
    long shortest(byte[] s, int at, int to) {
        return find(s, at, to, true);
    }

    private long find(byte[] s, int at, int to, boolean first) {
        long found = -1;
        int node = offset(units[0]);
        int limit = Math.min(to, at + MAX_RULE); // a broken array may have a cycle
        for (int i = at; i < limit; i++) {
            node ^= s[i] & 0xFF;
            if (node < 0 || node >= units.length) {
                return found;
            }
            int unit = units[node];
            if ((unit & 0x800000FF) != (s[i] & 0xFF)) {
                return found;
            }
            node ^= offset(unit);
            if ((unit & 0x100) != 0 && node >= 0 && node < units.length) {
                found = (long) (i + 1 - at) << 32 | units[node] & 0x7FFFFFFF;
                if (first) {
                    return found;
                }
            }
        }
        return found;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 0x200) >>> 6);
    }

    /// Appends the replacement at `place`; one that lies outside is empty.
    void replacement(int place, ByteBuilder out) {
        int end = replacementEnd(place);
        if (end > place) {
            out.add(replacements, place, end);
        }
    }

    private int replacementEnd(int place) {
        int end = place;
        while (end >= 0 && end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return end;
    }
}
