package dev.lemma.search;

/// The text of a query made clean for [QueryLexer], with its formulas and the parentheses inside words found.
///
/// White space, control characters and Chinese commas and stops are single spaces, full-width forms their ASCII
/// likes, paired curly quotes [#CURLY]; unpaired surrogates and marks of writing direction are gone. Linear in
/// time and memory.
final class QueryText {
    /// Stands for a curly quote of a pair; cannot come from outside, where it is a control character.
    static final char CURLY = '\u0001';

    private static final String CURLY_QUOTES = "\u201C\u201D\u201E\u201F";
    /// Punctuation that ends a word of Chinese without a space after it.
    private static final String CJK_BREAKS =
            "\u3001\u3002\uFF0C\uFF1B\uFF01\uFF1F\u3008\u3009\u300A\u300B\u300C\u300D\u300E\u300F\u3010\u3011";
    /// Marks of direction, zero-width and soft characters: invisible, and of no use in a query.
    private static final String INVISIBLE =
            "\u00AD\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF";

    private final char[] chars;
    /// Where the formula that begins here ends (exclusive); 0 where none begins.
    private final int[] formulaEnd;
    /// Where the parenthesis that opens here closes with no white space or quote between; 0 where it does not.
    private final int[] close;

    QueryText(String text) {
        chars = cleaned(text);
        formulaEnd = formulas();
        pairCurlyQuotes();
        close = closingParentheses();
    }

    int length() {
        return chars.length;
    }

    /// The character at a place; a space past either end.
    char at(int i) {
        return i < 0 || i >= chars.length ? ' ' : chars[i];
    }

    String substring(int from, int to) {
        return new String(chars, from, to - from);
    }

    int formulaEnd(int i) {
        return formulaEnd[i];
    }

    int close(int i) {
        return close[i];
    }

    /// Whether a backslash makes the character at a place an ordinary one, as in `\(x\)`.
    boolean escaped(int i) {
        return at(i - 1) == '\\';
    }

    boolean hasLowerCase() {
        return new String(chars).codePoints().anyMatch(Character::isLowerCase);
    }

    /// Whether a text has a letter or a number, that is, anything to search for.
    static boolean hasContent(String text) {
        return text.codePoints().anyMatch(QueryText::isContent);
    }

    private static boolean isContent(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isLetterOrDigit(codePoint)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static char[] cleaned(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (!Character.isSurrogate(c) && INVISIBLE.indexOf(c) < 0) {
                char clean = cleaned(c);
                if (clean != ' ' || (!out.isEmpty() && out.charAt(out.length() - 1) != ' ')) {
                    out.append(clean);
                }
            }
        }
        return out.toString().toCharArray();
    }

    private static char cleaned(char c) {
        if (Character.isISOControl(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == '\u200B'
                || CJK_BREAKS.indexOf(c) >= 0) {
            return ' ';
        }
        if (CURLY_QUOTES.indexOf(c) >= 0) {
            return CURLY;
        }
        return c >= '\uFF01' && c <= '\uFF5E' ? (char) (c - 0xFEE0) : c;
    }

    /// Pairs of `$`, by the rule of Pandoc's Markdown (extension `tex_math_dollars`): something directly after
    /// the first, something directly before the second and no digit after it, so that "$5 and $10" has no
    /// formula. Characters that [QueryParser#print] may set beside a word do not count as "something".
    private int[] formulas() {
        int n = chars.length;
        int[] next = new int[n];
        int closer = -1;
        for (int i = n - 1; i >= 0; i--) {
            next[i] = closer;
            if (chars[i] == '$'
                    && !escaped(i)
                    && " (-+=:\"\u0001".indexOf(at(i - 1)) < 0
                    && !Character.isDigit(at(i + 1))) {
                closer = i;
            }
        }
        int[] ends = new int[n];
        for (int i = 0; i < n; i++) {
            if (chars[i] == '$' && !escaped(i) && " )*\"\u0001".indexOf(at(i + 1)) < 0) {
                int end = next[i] == i + 1 ? next[i + 1] : next[i];
                if (end > 0) {
                    ends[i] = end + 1;
                    i = end;
                }
            }
        }
        return ends;
    }

    private void pairCurlyQuotes() {
        int open = -1;
        for (int i = 0; i < chars.length; i++) {
            if (formulaEnd[i] > 0) {
                for (int end = formulaEnd[i]; i < end; i++) {
                    chars[i] = chars[i] == CURLY ? '"' : chars[i];
                }
                i--;
            } else if (chars[i] == CURLY) {
                open = open < 0 ? i : -1;
            }
        }
        if (open >= 0) {
            chars[open] = ' ';
        }
    }

    private int[] closingParentheses() {
        int[] ends = new int[chars.length];
        int[] stack = new int[chars.length];
        int size = 0;
        for (int i = 0; i < chars.length; i++) {
            if (formulaEnd[i] > 0) {
                i = formulaEnd[i] - 1;
                continue;
            }
            switch (chars[i]) {
                case ' ', '"', CURLY -> size = 0;
                case '(' -> {
                    if (!escaped(i)) {
                        stack[size++] = i;
                    }
                }
                case ')' -> {
                    if (!escaped(i) && size > 0) {
                        ends[stack[--size]] = i;
                    }
                }
                default -> {}
            }
        }
        return ends;
    }
}
