package dev.lemma.tokenizer;

/// Well-formed characters inside bytes that may or may not be UTF-8 (Unicode 16, table 3-7); [Utf8] takes
/// broken ones for characters too.
final class Utf8Scan {
    private Utf8Scan() {}

    /// Bytes of the valid character that starts at `i`, 1 to 4, or 0 if none does.
    static int length(byte[] text, int i, int to) {
        int b = text[i] & 0xff;
        if (b < 0x80) {
            return 1;
        }
        if (b < 0xC2 || b > 0xF4) {
            return 0;
        }
        int length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        if (i + length > to) {
            return 0;
        }
        int second = text[i + 1] & 0xff;
        // No overlong forms, no surrogates, nothing past U+10FFFF.
        int low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        int high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if (!Utf8.isContinuation(text[i + k])) {
                return 0;
            }
        }
        return length;
    }

    /// The character of [#length] bytes at `i`; of one byte outside ASCII, which is none, -1.
    static int codePoint(byte[] text, int i, int length) {
        int b = text[i];
        return switch (length) {
            case 1 -> b >= 0 ? b : -1;
            case 2 -> (b & 0x1F) << 6 | text[i + 1] & 0x3F;
            case 3 -> (b & 0x0F) << 12 | (text[i + 1] & 0x3F) << 6 | text[i + 2] & 0x3F;
            default -> (b & 0x07) << 18 | (text[i + 1] & 0x3F) << 12 | (text[i + 2] & 0x3F) << 6 | text[i + 3] & 0x3F;
        };
    }

    /// Characters in `[from, to)` of valid UTF-8.
    static int chars(byte[] text, int from, int to) {
        int chars = 0;
        for (int i = from; i < to; i++) {
            chars += Utf8.isContinuation(text[i]) ? 0 : 1;
        }
        return chars;
    }
}
