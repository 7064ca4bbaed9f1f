package dev.lemma.tokenizer;

/// What pre-tokenizing patterns ask of a character: general category (`\p{L}`, ...) and White_Space (`\s`),
/// as this JDK's Unicode version has them. A byte that is not valid UTF-8 is a character of no class.
final class CharClass {
    static final int UPPER = 1; // Lu, Lt
    static final int LOWER = 1 << 1; // Ll
    static final int CASELESS = 1 << 2; // Lm, Lo
    static final int LETTER = UPPER | LOWER | CASELESS;
    static final int MARK = 1 << 3;
    static final int NUMBER = 1 << 4;
    static final int SPACE = 1 << 5;
    static final int NEWLINE = 1 << 6; // \r and \n, which are SPACE too
    static final int PUNCTUATION = 1 << 7;

    private static final byte[] ASCII = ascii();

    private CharClass() {}

    /// Class and length of the character at `at`, as `class << 3 | length`.
    static int at(byte[] s, int at, int to) {
        byte b = s[at];
        if (b >= 0) {
            return (ASCII[b] & 0xFF) << 3 | 1;
        }
        int c = CodePoints.decode(s, at, to);
        return c < 0 ? 1 : of(c >> 3) << 3 | c & 7;
    }

    /// End of the longest run from `at` of characters that have one of `classes`, or, inverted, none of them.
    static int run(byte[] s, int at, int to, int classes, boolean inverted) {
        int i = at;
        while (i < to) {
            int c = at(s, i, to);
            if ((c >> 3 & classes) == 0 != inverted) {
                break;
            }
            i += c & 7;
        }
        return i;
    }

    static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER -> LOWER;
            case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> CASELESS;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> MARK;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> PUNCTUATION;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            default -> control(codePoint);
        };
    }

    private static int control(int c) {
        return c == '\n' || c == '\r' ? SPACE | NEWLINE : c >= 0x09 && c <= 0x0D || c == 0x85 ? SPACE : 0;
    }

    private static byte[] ascii() {
        byte[] classes = new byte[128];
        for (int c = 0; c < 128; c++) {
            classes[c] = (byte) of(c);
        }
        return classes;
    }
}
