package dev.lemma.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/// The Unicode normal form that texts are brought into before anything else.
public enum TextNormalization {
    /// Texts stay as they are.
    NONE,
    /// Canonical composition, as BytePiece has it.
    NFC,
    /// Compatibility composition, the core of SentencePiece's `nmt_nfkc`.
    NFKC;

    /// Bytes `[from, to)` of a text in this form. A text that is not valid UTF-8 stays as it is.
    ///
    /// @return `text` itself where nothing changes and the range is all of it, or else a new array
    byte[] apply(byte[] text, int from, int to) {
        if (this != NONE && !isAscii(text, from, to)) {
            try {
                CharSequence decoded =
                        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from));
                Normalizer.Form form = this == NFC ? Normalizer.Form.NFC : Normalizer.Form.NFKC;
                if (!Normalizer.isNormalized(decoded, form)) {
                    return Normalizer.normalize(decoded, form).getBytes(StandardCharsets.UTF_8);
                }
            } catch (CharacterCodingException e) {
                // Bytes that mean nothing as characters have no normal form: they are kept.
                return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
            }
        }
        return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
    }

    private static boolean isAscii(byte[] text, int from, int to) {
        int or = 0;
        for (int i = from; i < to; i++) {
            or |= text[i];
        }
        return or >= 0;
    }
}
