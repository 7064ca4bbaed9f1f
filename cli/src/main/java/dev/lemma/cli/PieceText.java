package dev.lemma.cli;

import dev.lemma.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Pieces for people: one word each, whatever bytes they have.
final class PieceText {
    private PieceText() {}

    /// A piece without white space: U+2581 for a space, `\n` and the like for controls, `<0xE4>` for bytes
    /// that are no characters.
    static String of(byte[] piece) {
        StringBuilder text = new StringBuilder(piece.length + 8);
        for (int at = 0; at < piece.length; ) {
            int length = characterLength(piece, at);
            if (length == 0) {
                text.append(String.format(Locale.ROOT, "<0x%02X>", piece[at] & 0xFF));
                at++;
            } else {
                character(new String(piece, at, length, StandardCharsets.UTF_8).codePointAt(0), text);
                at += length;
            }
        }
        return text.toString();
    }

    /// The piece of an id.
    static String of(Tokenizer tokenizer, int id) {
        return of(tokenizer.piece(id));
    }

    private static void character(int c, StringBuilder text) {
        switch (c) {
            case ' ' -> text.append('\u2581');
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\r' -> text.append("\\r");
            default -> {
                String one = Character.toString(c);
                boolean unsafe = Character.isISOControl(c)
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || !Text.safe(one).equals(one);
                text.append(unsafe ? String.format(Locale.ROOT, "<U+%04X>", c) : one);
            }
        }
    }

    /// Bytes of the character at `at`, or 0 if there is none.
    private static int characterLength(byte[] s, int at) {
        int lead = s[at] & 0xFF;
        int length = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
        if (length <= 1) {
            return length;
        }
        if (at + length > s.length) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(s, at, length));
            return length;
        } catch (CharacterCodingException e) {
            return 0; // that is the answer
        }
    }
}
