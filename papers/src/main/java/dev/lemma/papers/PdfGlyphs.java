package dev.lemma.papers;

/// Mends `(cid:NNN)`, which PDF extraction writes for a glyph whose character it does not know.
///
/// Certain are: 173, the soft hyphen of ISO 8859-1; 11 to 15, the f-ligatures of TeX's OT1 encoding, and 2,
/// 3, 222, 223, those of other fonts, if a letter touches them; 147 and 148, quotation marks of Windows-1252.
/// The rest stays.
final class PdfGlyphs {
    private PdfGlyphs() {}

    static String mend(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (true) {
            int open = text.indexOf("(cid:", i);
            if (open < 0) {
                return out.append(text, i, text.length()).toString();
            }
            int close = open + 5;
            int number = 0;
            while (close < text.length() && close < open + 9 && isDigit(text.charAt(close))) {
                number = number * 10 + text.charAt(close) - '0';
                close++;
            }
            if (close == open + 5 || close >= text.length() || text.charAt(close) != ')') {
                out.append(text, i, open + 5);
                i = open + 5;
                continue;
            }
            out.append(text, i, open);
            i = close + 1;
            boolean letterBefore = !out.isEmpty() && Character.isLetter(out.charAt(out.length() - 1));
            if (number == 173) {
                i = softHyphen(text, i, letterBefore, out);
            } else {
                boolean letterAfter = i < text.length() && Character.isLowerCase(text.charAt(i));
                String glyph = letterBefore || letterAfter ? ligature(number, letterAfter) : "";
                if (number == 147 || number == 148) {
                    glyph = number == 147 ? "\u201c" : "\u201d";
                }
                out.append(glyph.isEmpty() ? text.substring(open, i) : glyph);
            }
        }
    }

    /// Two halves of a word are joined; before a capital the hyphen was one.
    private static int softHyphen(String text, int start, boolean letterBefore, StringBuilder out) {
        int i = start;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        if (!letterBefore || i >= text.length() || !Character.isLetter(text.charAt(i))) {
            return start;
        }
        if (Character.isUpperCase(text.charAt(i))) {
            out.append('-');
        }
        return i;
    }

    private static String ligature(int number, boolean letterAfter) {
        return switch (number) {
            case 11 -> "ff";
            case 12 -> "fi";
            case 13 -> "fl";
            case 14 -> "ffi";
            case 15 -> "ffl";
            case 2, 222 -> letterAfter ? "fi" : "";
            case 3, 223 -> letterAfter ? "fl" : "";
            default -> "";
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
