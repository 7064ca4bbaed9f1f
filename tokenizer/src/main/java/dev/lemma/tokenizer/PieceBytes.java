package dev.lemma.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The bytes of all pieces of a vocabulary, one behind the other.
///
/// Immutable.
final class PieceBytes {
    private final byte[] bytes;
    private final int[] starts; // [pieces + 1]

    PieceBytes(byte[] bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    int size() {
        return starts.length - 1;
    }

    int length(int piece) {
        return starts[piece + 1] - starts[piece];
    }

    byte at(int piece, int index) {
        return bytes[starts[piece] + index];
    }

    byte at(int piece, int index, boolean reversed) {
        return reversed ? bytes[starts[piece + 1] - 1 - index] : bytes[starts[piece] + index];
    }

    byte[] copy(int piece) {
        return Arrays.copyOfRange(bytes, starts[piece], starts[piece + 1]);
    }

    /// Copies a piece to `target` at `at`; returns the index behind it.
    int copyTo(int piece, byte[] target, int at) {
        int length = length(piece);
        System.arraycopy(bytes, starts[piece], target, at, length);
        return at + length;
    }

    /// How a message names a piece: its text, or its bytes where they are not UTF-8.
    String describe(int piece) {
        byte[] copy = copy(piece);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(copy))
                    .toString();
            boolean plain = text.length() <= 60 && text.chars().noneMatch(Character::isISOControl);
            if (plain) {
                return "'" + text + "'";
            }
        } catch (CharacterCodingException e) {
            // Shown as bytes below.
        }
        HexFormat hex = HexFormat.ofDelimiter(" ");
        return "bytes " + hex.formatHex(copy, 0, Math.min(20, copy.length)) + (copy.length > 20 ? " ..." : "");
    }
}
