package dev.lemma.tokenizer;

/// Code points in UTF-8 bytes (Unicode 16, table 3-7), with a defined answer for bytes that are not valid.
final class CodePoints {
    /// U+2581, which SentencePiece writes for a space.
    private static final String META_SPACE = "\u2581";

    private CodePoints() {}

    static byte[] metaSpace() {
        return META_SPACE.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// The code point that starts at `at` and its length as `codePoint << 3 | length`; a byte that starts no
    /// valid sequence below `to` gives -1.
    static int decode(byte[] s, int at, int to) {
        int b = s[at];
        if (b >= 0) {
            return b << 3 | 1;
        }
        int left = to - at;
        if (b >= (byte) 0xC2 && b < (byte) 0xE0) {
            return left > 1 && trail(s[at + 1]) ? ((b & 0x1F) << 6 | s[at + 1] & 0x3F) << 3 | 2 : -1;
        }
        if (b >= (byte) 0xE0 && b < (byte) 0xF0) {
            if (left < 3 || !trail(s[at + 1]) || !trail(s[at + 2])) {
                return -1;
            }
            int c = (b & 0x0F) << 12 | (s[at + 1] & 0x3F) << 6 | s[at + 2] & 0x3F;
            return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? c << 3 | 3 : -1;
        }
        if (b >= (byte) 0xF0 && b < (byte) 0xF5) {
            if (left < 4 || !trail(s[at + 1]) || !trail(s[at + 2]) || !trail(s[at + 3])) {
                return -1;
            }
            int c = (b & 0x07) << 18 | (s[at + 1] & 0x3F) << 12 | (s[at + 2] & 0x3F) << 6 | s[at + 3] & 0x3F;
            return c >= 0x10000 && c <= 0x10FFFF ? c << 3 | 4 : -1;
        }
        return -1;
    }

    /// Length of the sequence that starts at `at`: a valid code point's, or 1.
    static int length(byte[] s, int at, int to) {
        if (s[at] >= 0) {
            return 1;
        }
        int c = decode(s, at, to);
        return c < 0 ? 1 : c & 7;
    }

    static boolean valid(byte[] s, int from, int to) {
        for (int at = from; at < to; ) {
            if (s[at] >= 0) {
                at++;
                continue;
            }
            int c = decode(s, at, to);
            if (c < 0) {
                return false;
            }
            at += c & 7;
        }
        return true;
    }

    private static boolean trail(byte b) {
        return b < (byte) 0xC0;
    }
}
