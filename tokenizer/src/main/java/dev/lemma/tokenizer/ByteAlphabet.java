package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How byte-level vocabularies write bytes as visible characters (GPT-2, `bytes_to_unicode`): printable
/// Latin-1 stands for itself, the other 68 bytes for U+0100 to U+0143 in order.
final class ByteAlphabet {
    private ByteAlphabet() {}

    static char character(int b) {
        if (printable(b)) {
            return (char) b;
        }
        int others = 0;
        for (int other = 0; other < b; other++) {
            others += printable(other) ? 0 : 1;
        }
        return (char) (0x100 + others);
    }

    /// The bytes that a piece stands for; absent where a character is not of the alphabet.
    static Optional<byte[]> bytes(String piece) {
        byte[] bytes = new byte[piece.length()];
        for (int i = 0; i < bytes.length; i++) {
            int b = value(piece.charAt(i));
            if (b < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) b;
        }
        return Optional.of(bytes);
    }

    /// The bytes that a piece stands for, those of its text where a character is not of the alphabet.
    static byte[] bytesOrText(String piece) {
        return bytes(piece).orElseGet(() -> piece.getBytes(StandardCharsets.UTF_8));
    }

    private static int value(char c) {
        if (c < 0x100) {
            return printable(c) ? c : -1;
        }
        int n = c - 0x100;
        return n < 33 ? n : n < 67 ? n - 33 + 0x7F : n == 67 ? 0xAD : -1;
    }

    private static boolean printable(int b) {
        return b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE && b <= 0xFF;
    }
}
