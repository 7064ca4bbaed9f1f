package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The normalised UTF-8 bytes of a text, each with the place in the original text that it comes from.
///
/// The text is normalised stretch by stretch, cut where [Nfc#isBoundary] allows; a stretch that does not
/// change is mapped char by char, one that does as a whole. Memory: 17 bytes for each byte.
final class TextMap {
    private byte[] bytes;
    private int[] places; // [length, 4], byte start and end, char start and end in the original
    private int length;
    private int originalBytes;

    TextMap(String text) {
        bytes = new byte[text.length() + 16];
        places = new int[4 * bytes.length];
        int from = 0;
        while (from < text.length()) {
            int to = from + 1;
            while (to < text.length() && !Nfc.isBoundary(text.charAt(to))) {
                to++;
            }
            String stretch = text.substring(from, to);
            String normal = Nfc.of(stretch);
            if (normal.equals(stretch)) {
                for (int at = from; at < to; ) {
                    int chars = Character.charCount(text.codePointAt(at));
                    byte[] code = text.substring(at, at + chars).getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < code.length; i++) {
                        add(code[i], originalBytes + i, originalBytes + i + 1, at, at + chars);
                    }
                    originalBytes += code.length;
                    at += chars;
                }
            } else {
                int end = originalBytes + stretch.getBytes(StandardCharsets.UTF_8).length;
                for (byte b : normal.getBytes(StandardCharsets.UTF_8)) {
                    add(b, originalBytes, end, from, to);
                }
                originalBytes = end;
            }
            from = to;
        }
        bytes = Arrays.copyOf(bytes, length);
    }

    private void add(byte b, int byteStart, int byteEnd, int charStart, int charEnd) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(2, length));
            places = Arrays.copyOf(places, Math.multiplyExact(8, length));
        }
        bytes[length] = b;
        places[4 * length] = byteStart;
        places[4 * length + 1] = byteEnd;
        places[4 * length + 2] = charStart;
        places[4 * length + 3] = charEnd;
        length++;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Ids of the bytes, with their places; `ids` cover the bytes one behind the other.
    TokenSpans spans(UnigramModel model, int[] ids) {
        int[] spans = new int[Math.multiplyExact(4, ids.length)];
        int at = 0;
        for (int i = 0; i < ids.length; i++) {
            int last = at + model.coveredBytes(bytes, at, length, ids[i]) - 1;
            spans[4 * i] = places[4 * at];
            spans[4 * i + 1] = places[4 * last + 1];
            spans[4 * i + 2] = places[4 * at + 2];
            spans[4 * i + 3] = places[4 * last + 3];
            at = last + 1;
        }
        return new TokenSpans(ids, spans);
    }
}
