package dev.lemma.papers;

/// Mends UTF-8 that somebody decoded as ISO 8859-1 or Windows-1252: `DaumÃ©` is `Daumé`.
///
/// A sequence is mended only if it is a complete UTF-8 sequence and is hardly ever meant as it stands: after
/// `Ã` and `Â` any continuation; after other letters only continuations that are control characters or signs
/// in ISO 8859-1.
final class Mojibake {
    /// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
    private static final char[] WINDOWS = {
        '\u20ac', 0, '\u201a', '\u0192', '\u201e', '\u2026', '\u2020', '\u2021', '\u02c6', '\u2030', '\u0160', '\u2039',
        '\u0152', 0, '\u017d', 0, 0, '\u2018', '\u2019', '\u201c', '\u201d', '\u2022', '\u2013', '\u2014', '\u02dc',
        '\u2122', '\u0161', '\u203a', '\u0153', 0, '\u017e', '\u0178'
    };

    private Mojibake() {}

    /// The character that a C1 control code is in Windows-1252; the code itself where there is none.
    static char windows1252(char control) {
        char c = WINDOWS[control - 0x80];
        return c == 0 ? control : c;
    }

    /// The byte 0x80 to 0xBF that a character can be a wrong reading of, or -1.
    static int continuation(char c) {
        if (c >= 0x80 && c < 0xc0) {
            return c;
        }
        if (c < 0x152 || c > 0x2122) {
            return -1;
        }
        for (int i = 0; i < WINDOWS.length; i++) {
            if (WINDOWS[i] == c) {
                return 0x80 + i;
            }
        }
        return -1;
    }

    static String mend(String text) {
        String result = text;
        // Twice and three times decoded text exists.
        for (int i = 0; i < 3; i++) {
            String mended = mendOnce(result);
            if (mended.equals(result)) {
                break;
            }
            result = mended;
        }
        return result;
    }

    private static String mendOnce(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int size = c < 0xc2 || c > 0xf4 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
            int point = size == 0 ? -1 : decoded(text, i, size);
            if (point < 0) {
                out.append(c);
                i++;
            } else {
                out.appendCodePoint(point);
                i += size;
            }
        }
        return out.toString();
    }

    private static int decoded(String text, int start, int size) {
        if (start + size > text.length()) {
            return -1;
        }
        char lead = text.charAt(start);
        int point = lead & (0xff >> (size + 1));
        boolean doubtful = size == 2 && lead != 0xc2 && lead != 0xc3;
        for (int i = 1; i < size; i++) {
            char c = text.charAt(start + i);
            int value = continuation(c);
            if (value < 0 || (doubtful && c > 0xbf)) {
                return -1;
            }
            point = point << 6 | (value & 0x3f);
        }
        int least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
        return point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? -1 : point;
    }
}
