package dev.lemma.tokenizer;

/// Cuts bytes into the parts that are segmented by themselves. Both rules work on bytes that need not be
/// valid UTF-8.
final class TextParts {
    /// Newlines that one part ends with at most (BytePiece 0.6, `normalize`).
    private static final int MAX_NEWLINES = 100;

    private TextParts() {}

    /// BytePiece's parts: up to `maxChars` characters that are no newline, and the newlines after them.
    ///
    /// @param isolateDigits whether each decimal digit (Unicode category Nd) is a part by itself
    static void lines(
            byte[] text, int from, int to, int maxChars, boolean isolateDigits, TextSplitter.Receiver receiver) {
        int start = from;
        while (start < to) {
            int i = start;
            int chars = 0;
            int digit = 0;
            while (i < to && text[i] != '\n' && chars < maxChars) {
                int length = Math.max(1, Utf8Scan.length(text, i, to));
                if (isolateDigits && Character.isDigit(Utf8Scan.codePoint(text, i, length))) {
                    digit = length;
                    break;
                }
                i += length;
                chars++;
            }
            if (i == start && digit > 0) {
                i += digit;
            } else {
                for (int newlines = 0; i < to && text[i] == '\n' && newlines < MAX_NEWLINES; newlines++) {
                    i++;
                }
            }
            receiver.part(text, start, i);
            start = i;
        }
    }

    /// Words as SentencePiece has them: what stands between white space (ASCII white space or U+2581), each
    /// with one space before it. Longer ones than `maxBytes` are cut at a character.
    ///
    /// @param scratch at least `maxBytes + 1` bytes, overwritten
    static void words(byte[] text, int from, int to, byte[] scratch, int maxBytes, TextSplitter.Receiver receiver) {
        scratch[0] = ' ';
        int length = 1;
        int i = from;
        while (i < to) {
            int space = spaceLength(text, i, to);
            if (space > 0) {
                if (length > 1) {
                    receiver.part(scratch, 0, length);
                }
                scratch[0] = ' ';
                length = 1;
                i += space;
                continue;
            }
            int more = text[i] >= 0 ? 1 : Math.max(1, Utf8Scan.length(text, i, to));
            if (length + more > maxBytes) {
                receiver.part(scratch, 0, length);
                length = 0;
            }
            for (int k = 0; k < more; k++) {
                scratch[length++] = text[i++];
            }
        }
        if (length > 1 || length == 1 && scratch[0] != ' ') {
            receiver.part(scratch, 0, length);
        }
    }

    private static int spaceLength(byte[] text, int i, int to) {
        int b = text[i];
        if (b == ' ' || b >= '\t' && b <= '\r') {
            return 1;
        }
        boolean lowerBlock =
                b == (byte) 0xE2 && to - i >= 3 && text[i + 1] == (byte) 0x96 && text[i + 2] == (byte) 0x81;
        return lowerBlock ? 3 : 0;
    }
}
