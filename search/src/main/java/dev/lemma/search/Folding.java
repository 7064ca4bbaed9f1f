package dev.lemma.search;

import java.text.Normalizer;
import java.util.Locale;

/// Characters without case and accents: `Ä` and `ä` give `a`, `ß` gives `ss`, `ﬁ` gives `fi`, `²` gives `2`.
final class Folding {
    private static final int TABLE = 0x250;
    private static final String[] FOLDED = new String[TABLE];

    static {
        for (int c = 0; c < TABLE; c++) {
            FOLDED[c] = compute(c);
        }
    }

    private Folding() {}

    /// What a letter, digit or mark is in a folded word; empty for a mark.
    static String fold(int codePoint) {
        return codePoint < TABLE ? FOLDED[codePoint] : compute(codePoint);
    }

    static boolean isMark(int codePoint) {
        return codePoint >= 0x300 && Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    /// Superscript and subscript digits, which Unicode counts as numbers but not as digits.
    static boolean isScriptDigit(int codePoint) {
        return codePoint == 0xb2
                || codePoint == 0xb3
                || codePoint == 0xb9
                || (codePoint >= 0x2070
                        && codePoint <= 0x2089
                        && Character.getType(codePoint) == Character.OTHER_NUMBER);
    }

    private static String compute(int codePoint) {
        return switch (codePoint) {
            case 0xdf, 0x1e9e -> "ss";
            case 0xe6, 0xc6 -> "ae";
            case 0xf8, 0xd8 -> "o";
            case 0x142, 0x141 -> "l";
            case 0x111, 0x110, 0xf0, 0xd0 -> "d";
            case 0x131 -> "i";
            case 0x153, 0x152 -> "oe";
            case 0xfe, 0xde -> "th";
            case 0x127, 0x126 -> "h";
            case 0x2113 -> "ell";
            default -> decomposed(codePoint);
        };
    }

    private static String decomposed(int codePoint) {
        String parts = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        StringBuilder kept = new StringBuilder(parts.length());
        parts.codePoints()
                .filter(c -> !isMark(c) && Character.isLetterOrDigit(c))
                .forEach(kept::appendCodePoint);
        return kept.toString().toLowerCase(Locale.ROOT);
    }
}
