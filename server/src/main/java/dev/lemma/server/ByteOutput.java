package dev.lemma.server;

import gg.jte.TemplateOutput;
import java.util.Arrays;

/// Takes a template's output as UTF-8 in one growing array. Not thread-safe.
final class ByteOutput implements TemplateOutput {
    private byte[] bytes;
    private int length;

    ByteOutput(int capacity) {
        this.bytes = new byte[capacity];
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void writeContent(String text) {
        writeContent(text, 0, text.length());
    }

    @Override
    public void writeContent(String text, int begin, int end) {
        reserve(3 * (end - begin));
        byte[] out = bytes;
        int at = length;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | c >> 6);
                out[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                at = three(out, at, c);
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xf0 | point >> 18);
                out[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                out[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                out[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                // Half a pair is no character: U+FFFD, as String.getBytes would write '?'.
                at = three(out, at, '\uFFFD');
            }
        }
        length = at;
    }

    @Override
    public void writeBinaryContent(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private static int three(byte[] out, int at, char c) {
        out[at] = (byte) (0xe0 | c >> 12);
        out[at + 1] = (byte) (0x80 | c >> 6 & 0x3f);
        out[at + 2] = (byte) (0x80 | c & 0x3f);
        return at + 3;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
