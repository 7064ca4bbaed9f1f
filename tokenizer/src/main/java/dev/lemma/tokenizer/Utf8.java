package dev.lemma.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Lengths of UTF-8 characters.
final class Utf8 {
    /// Bytes of the longest character.
    static final int MAX_LENGTH = 4;

    private Utf8() {}

    /// Bytes of the character at `text[at]`: as many as its first byte announces, but only as far as bytes go
    /// on with a character, and not beyond `to`. So a broken character ends where the next one begins, and a
    /// byte that goes on with nothing is one by itself.
    static int length(byte[] text, int at, int to) {
        int lead = text[at] & 0xff;
        if (lead < 0xc0) {
            return 1;
        }
        int end = Math.min(to, at + (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : MAX_LENGTH));
        int next = at + 1;
        while (next < end && isContinuation(text[next])) {
            next++;
        }
        return next - at;
    }

    /// Whether bytes are well-formed UTF-8.
    static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// Whether a byte goes on with a character that began before it.
    static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
