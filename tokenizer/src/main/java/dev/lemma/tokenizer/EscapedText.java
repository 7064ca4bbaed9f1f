package dev.lemma.tokenizer;

/// Bytes as text and back without loss: a byte that is not valid UTF-8 is the lone surrogate U+DC00 + byte,
/// which valid UTF-8 never gives (as Python's `surrogateescape`). So steps that work on text leave such bytes
/// as they are.
final class EscapedText {
    private EscapedText() {}

    static String decode(byte[] s, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; ) {
            if (s[at] >= 0) {
                text.append((char) s[at++]);
                continue;
            }
            int c = CodePoints.decode(s, at, to);
            if (c < 0) {
                text.append((char) (0xDC00 | s[at++] & 0xFF));
            } else {
                text.appendCodePoint(c >> 3);
                at += c & 7;
            }
        }
        return text.toString();
    }

    static byte[] encode(CharSequence text) {
        ByteBuilder out = new ByteBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            if (c < 0x80) {
                out.add(c);
            } else if (c < 0x800) {
                out.add(0xC0 | c >> 6);
                out.add(0x80 | c & 0x3F);
            } else if (c >= 0xDC80 && c <= 0xDCFF) {
                out.add(c);
            } else if (c >= 0xD800 && c <= 0xDFFF) {
                out.add('?');
            } else if (c < 0x10000) {
                out.add(0xE0 | c >> 12);
                out.add(0x80 | c >> 6 & 0x3F);
                out.add(0x80 | c & 0x3F);
            } else {
                out.add(0xF0 | c >> 18);
                out.add(0x80 | c >> 12 & 0x3F);
                out.add(0x80 | c >> 6 & 0x3F);
                out.add(0x80 | c & 0x3F);
            }
        }
        return out.toArray();
    }

    /// Bytes that [#encode] makes of `text[from .. to)`.
    static int length(CharSequence text, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length += 1;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length += Character.isSurrogate(c) ? 1 : 3;
            }
        }
        return length;
    }
}
