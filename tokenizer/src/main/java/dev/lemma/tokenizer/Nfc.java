package dev.lemma.tokenizer;

import java.text.Normalizer;

/// Normalisation form C, whole and by stretches.
final class Nfc {
    /// From here on there are characters that change or combine.
    private static final char FIRST_COMBINING = 0x300;

    private Nfc() {}

    /// The text in form C; the same object if it is already.
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                        ? text
                        : Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /// Whether a text may be cut before a character, that is, whether what is before and what is after are
    /// normalised alike apart and together.
    ///
    /// Letters begin something new, except the vowels and final consonants of Hangul that join a syllable;
    /// marks join. Not all places are found: outside the basic plane none is.
    static boolean isBoundary(char c) {
        if (c < FIRST_COMBINING) {
            return true;
        }
        boolean jamo = c >= 0x1100 && c <= 0x11ff || c >= 0xa960 && c <= 0xa97f || c >= 0xd7b0 && c <= 0xd7ff;
        return !jamo && Character.isLetter(c);
    }
}
