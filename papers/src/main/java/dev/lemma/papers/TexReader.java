package dev.lemma.papers;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One pass over a text with TeX in it; see [TexText]. Formulas and commands it does not know are copied as
/// they are.
final class TexReader {
    /// What kind of text it is.
    enum Mode {
        /// Abstracts and titles: braces of sets stay, `\'s` is an apostrophe.
        PROSE,
        /// People: every accent is one.
        NAME,
        /// TeX source: all braces go.
        BIBTEX
    }

    /// Deeper groups are copied as they are.
    private static final int MAX_DEPTH = 40;
    /// A longer formula is none: bounds the search for its end.
    private static final int MAX_FORMULA = 4_000;

    private static final Pattern DIGITS = Pattern.compile("[-+]?\\d{1,6}");
    private static final Set<String> LOST = Set.of(
            "emph", "mph", "textbf", "extbf", "textit", "extit", "texttt", "exttt", "textsc", "extsc", "textrm",
            "extrm");
    private static final boolean[] SPECIAL = new boolean[128];

    static {
        for (char c : "\\{}$~-`'".toCharArray()) {
            SPECIAL[c] = true;
        }
    }

    private final String text;
    private final Mode mode;
    private final StringBuilder out;
    /// For each opening brace the index of its closing one, else -1; empty if the text has no braces.
    private final int[] closing;

    private final boolean literalDollar;
    private int openQuotes;
    private int depth;

    TexReader(String text, Mode mode) {
        this.text = text;
        this.mode = mode;
        this.out = new StringBuilder(text.length());
        this.closing = closingBraces(text);
        int first = text.indexOf('$');
        this.literalDollar = first > 0 && text.charAt(first - 1) == '\\' && text.indexOf('$', first + 1) < 0;
    }

    String read() {
        read(0, text.length());
        return out.toString();
    }

    private static int[] closingBraces(String text) {
        if (text.indexOf('{') < 0) {
            return new int[0];
        }
        int[] closing = new int[text.length()];
        int[] open = new int[16];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                // The escaped character is skipped; its place in the table is never asked for.
                i++;
            } else if (c == '{') {
                closing[i] = -1;
                if (count == open.length) {
                    open = Arrays.copyOf(open, count * 2);
                }
                open[count++] = i;
            } else if (c == '}' && count > 0) {
                closing[open[--count]] = i;
            }
        }
        return closing;
    }

    /// The index of the brace that closes the group at an index, or -1 if no whole group starts there.
    private int group(int i, int end) {
        if (i >= end || text.charAt(i) != '{') {
            return -1;
        }
        int close = closing[i];
        return close > 0 && close < end ? close : -1;
    }

    private void read(int start, int end) {
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> i = command(i, end);
                case '{' -> i = braces(i, end);
                case '}' -> {
                    if (mode == Mode.PROSE) {
                        out.append(c);
                    }
                    i++;
                }
                case '$' -> i = formula(i, end);
                case '~' -> i = tie(i, end);
                case '-' -> i = dashes(i, end);
                case '`' -> i = openingQuote(i, end);
                case '\'' -> i = closingQuote(i, end);
                default -> {
                    int run = i + 1;
                    while (run < end && !isSpecial(text.charAt(run))) {
                        run++;
                    }
                    out.append(text, i, run);
                    i = run;
                }
            }
        }
    }

    private static boolean isSpecial(char c) {
        return c < 128 && SPECIAL[c];
    }

    // ---- groups and formulas

    private int braces(int i, int end) {
        int close = group(i, end);
        if (close < 0) {
            if (mode == Mode.PROSE) {
                out.append('{');
            }
            return i + 1;
        }
        char before = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
        if ((mode == Mode.PROSE && (before == '^' || before == '_')) || depth >= MAX_DEPTH) {
            out.append(text, i, close + 1);
            return close + 1;
        }
        boolean drops = mode != Mode.PROSE || onlyGroups(i + 1, close);
        drops |= Character.isLetter(before) && nameDropped();
        depth++;
        if (!drops) {
            out.append('{');
        }
        read(i + 1, close);
        if (!drops) {
            out.append('}');
        }
        depth--;
        return close + 1;
    }

    /// Takes off the name of a command that lost its backslash (`emph{x}`), or what of it Python's escapes
    /// left over.
    private boolean nameDropped() {
        int start = out.length();
        while (start > 0 && out.length() - start < 8 && isLetter(out.charAt(start - 1))) {
            start--;
        }
        if (!LOST.contains(out.substring(start))) {
            return false;
        }
        out.setLength(start);
        return true;
    }

    /// Whether braces around this are TeX's grouping and no set: a command first, or nothing but words, or one
    /// sign.
    private boolean onlyGroups(int start, int end) {
        if (end - start <= 1 || text.charAt(start) == '\\') {
            return true;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < 128 && !Character.isLetterOrDigit(c) && " -.'\\{}\"`$&~\n".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private int formula(int i, int end) {
        boolean display = i + 1 < end && text.charAt(i + 1) == '$';
        int width = display ? 2 : 1;
        int j = i + width;
        while (j < end) {
            char c = text.charAt(j);
            if (c == '\\') {
                j += 2;
            } else if (c == '$' && (!display || (j + 1 < end && text.charAt(j + 1) == '$'))) {
                out.append(text, i, j + width);
                return j + width;
            } else {
                j++;
            }
        }
        // Without its partner it is a dollar sign, and so are all that could follow.
        out.append(text, i, i + width);
        return i + width;
    }

    private int bracketed(int i, int end, char close) {
        int j = i + 2;
        int limit = Math.min(end, i + MAX_FORMULA);
        while (j + 1 < limit) {
            if (text.charAt(j) == '\\') {
                if (text.charAt(j + 1) == close) {
                    out.append(text, i, j + 2);
                    return j + 2;
                }
                j++;
            }
            j++;
        }
        out.append(text, i, i + 2);
        return i + 2;
    }

    // ---- ligatures of TeX's fonts

    private int tie(int i, int end) {
        char before = i == 0 ? ' ' : text.charAt(i - 1);
        char after = i + 1 < end ? text.charAt(i + 1) : ' ';
        boolean number = Character.isDigit(before) && Character.isDigit(after);
        boolean joins = (Character.isLetterOrDigit(before) || ".,;:)]}'$".indexOf(before) >= 0)
                && (Character.isLetterOrDigit(after) || "\\[({$".indexOf(after) >= 0);
        out.append(joins && !number ? ' ' : '~');
        return i + 1;
    }

    private int dashes(int i, int end) {
        int j = i;
        while (j < end && text.charAt(j) == '-') {
            j++;
        }
        boolean option = (i == 0 || text.charAt(i - 1) <= ' ')
                && j < end
                && Character.isLetter(text.charAt(j))
                && text.lastIndexOf("--", i - 1) < 0
                && text.indexOf("--", j) < 0;
        switch (j - i) {
            case 2 -> out.append(option ? "--" : "\u2013");
            case 3 -> out.append('\u2014');
            default -> out.append(text, i, j);
        }
        return j;
    }

    private int openingQuote(int i, int end) {
        if (i + 1 < end && text.charAt(i + 1) == '`') {
            out.append('\u201c');
            openQuotes++;
            return i + 2;
        }
        out.append('`');
        return i + 1;
    }

    private int closingQuote(int i, int end) {
        if (openQuotes > 0 && i + 1 < end && text.charAt(i + 1) == '\'') {
            out.append('\u201d');
            openQuotes--;
            return i + 2;
        }
        out.append('\'');
        return i + 1;
    }

    // ---- commands

    private int command(int i, int end) {
        if (i + 1 >= end) {
            out.append('\\');
            return i + 1;
        }
        char c = text.charAt(i + 1);
        if (isLetter(c)) {
            int nameEnd = i + 1;
            while (nameEnd < end && isLetter(text.charAt(nameEnd))) {
                nameEnd++;
            }
            return named(i, nameEnd, end);
        }
        switch (c) {
            case '%', '&', '_', '#' -> out.append(c);
            case '{', '}' -> out.append(c);
            case '$' -> out.append(literalDollar ? "$" : "\\$");
            case '\\' -> out.append(' ');
            case ' ', '\n', '\r', '\t', ';', ':' -> out.append(' ');
            case ',' -> {
                boolean inNumber = i > 0
                        && Character.isDigit(text.charAt(i - 1))
                        && i + 2 < end
                        && Character.isDigit(text.charAt(i + 2));
                out.append(inNumber ? "" : " ");
            }
            case '-', '/', '@', '!' -> {}
            case '|' -> out.append('\u2016');
            case '(' -> {
                return bracketed(i, end, ')');
            }
            case '[' -> {
                return bracketed(i, end, ']');
            }
            case '\'', '`', '^', '"', '~', '=', '.' -> {
                return accented(i, i + 2, c, end);
            }
            default -> out.append(text, i, i + 2);
        }
        return i + 2;
    }

    private int named(int start, int nameEnd, int end) {
        String name = text.substring(start + 1, nameEnd);
        if (name.length() == 1 && TexSymbols.combining(name.charAt(0)) != 0) {
            return accented(start, nameEnd, name.charAt(0), end);
        }
        Optional<String> letter = TexSymbols.letter(name);
        if (letter.isPresent()) {
            out.append(letter.get());
            return skipped(nameEnd, end);
        }
        Optional<String> sign = TexSymbols.sign(name);
        if (sign.isPresent()) {
            boolean glued = isLetter(sign.get().charAt(0))
                    && !out.isEmpty()
                    && Character.isLetterOrDigit(out.charAt(out.length() - 1));
            out.append(glued ? " " : "").append(sign.get());
            return emptyGroupSkipped(nameEnd, end);
        }
        return switch (TexSymbols.kind(name)) {
            case CONTENT -> content(nameEnd, end, "", "");
            case RAISED -> raised(name.equals("textsuperscript"), nameEnd, end);
            case SWITCH -> {
                boolean breaks = name.equals("par") || name.equals("newline");
                out.append(breaks ? " " : "");
                yield skipped(nameEnd, end);
            }
            case DROPPED -> argument(nameEnd, end);
            case SECOND -> second(name, nameEnd, end);
            case CITATION -> content(option(nameEnd, end), end, "[", "]");
            case NOTE -> content(nameEnd, end, " (", ")");
            case QUOTED -> content(nameEnd, end, "\u201c", "\u201d");
            case UNKNOWN -> unknown(start, nameEnd, end);
        };
    }

    /// What follows a command that is a letter or a switch: `{}` or blanks.
    private int skipped(int i, int end) {
        int j = emptyGroupSkipped(i, end);
        if (j > i) {
            return j;
        }
        return blanksSkipped(i, end);
    }

    private int blanksSkipped(int i, int end) {
        int j = i;
        while (j < end && text.charAt(j) <= ' ') {
            j++;
        }
        return j;
    }

    private int emptyGroupSkipped(int i, int end) {
        return text.startsWith("{}", i) && i + 2 <= end ? i + 2 : i;
    }

    private int argument(int i, int end) {
        int close = group(blanksSkipped(i, end), end);
        return close < 0 ? blanksSkipped(i, end) : close + 1;
    }

    private int option(int i, int end) {
        if (i < end && text.charAt(i) == '[') {
            int close = text.indexOf(']', i);
            return close > 0 && close < end ? close + 1 : i;
        }
        return i;
    }

    private int content(int i, int end, String before, String after) {
        int open = blanksSkipped(i, end);
        int close = group(open, end);
        if (close < 0 || depth >= MAX_DEPTH) {
            return open;
        }
        out.append(before);
        depth++;
        read(open + 1, close);
        depth--;
        out.append(after);
        return close + 1;
    }

    /// Digits become Unicode's, as those of HTML do.
    private int raised(boolean up, int i, int end) {
        int close = group(i, end);
        String digits = close < 0 ? "" : text.substring(i + 1, close);
        if (!DIGITS.matcher(digits).matches()) {
            return content(i, end, "", "");
        }
        out.append(Html.raised(up, digits));
        return close + 1;
    }

    /// The text of a link or of a coloured passage; a link that its text does not show follows in parentheses.
    private int second(String name, int i, int end) {
        int open = blanksSkipped(i, end);
        int close = group(open, end);
        int mine = out.length();
        int next = content(argument(i, end), end, "", "");
        if (name.equals("href") && close > 0 && text.startsWith("http", open + 1) && out.indexOf("http", mine) < 0) {
            out.append(" (").append(text, open + 1, close).append(')');
        }
        return next;
    }

    /// A command of the authors' own or one of mathematics: it and its arguments stay, but for an empty one.
    private int unknown(int start, int nameEnd, int end) {
        int i = nameEnd;
        if (emptyGroupSkipped(i, end) > i) {
            out.append(text, start, nameEnd);
            return i + 2;
        }
        for (int close = group(i, end); close >= 0; close = group(i, end)) {
            i = close + 1;
        }
        out.append(text, start, i);
        return i;
    }

    // ---- accents

    private int accented(int start, int i, char accent, int end) {
        char mark = TexSymbols.combining(accent);
        boolean word = isLetter(accent);
        int at = word || mode != Mode.PROSE ? blanksSkipped(i, end) : i;
        if (at >= end) {
            out.append(text, start, i);
            return i;
        }
        char c = text.charAt(at);
        int close = group(at, end);
        if (close >= 0 && depth < MAX_DEPTH) {
            accentOnGroup(accent, mark, at, close);
            return close + 1;
        }
        if (c == '\\' && at + 1 < end && depth < MAX_DEPTH) {
            int mine = out.length();
            depth++;
            int next = command(at, end);
            depth--;
            String base = out.substring(mine);
            out.setLength(mine);
            if (base.isEmpty() || !Character.isLetter(base.codePointAt(0))) {
                out.append(text, start, i).append(base);
            } else {
                accent(base, mark);
            }
            return next;
        }
        boolean own = Character.isLetter(c) && (!word || at > i) && isAccent(start, accent, at, end);
        if (!own) {
            // \' and \" before something else are quotes that somebody escaped.
            boolean quote = accent == '\'' || accent == '"' || accent == '`';
            out.append(text, quote ? start + 1 : start, i);
            return i;
        }
        accent(String.valueOf(c), mark);
        return at + 1;
    }

    /// Whether `\'s` and its like are meant as an accent and not as an escaped quotation mark.
    private boolean isAccent(int start, char accent, int at, int end) {
        char c = text.charAt(at);
        if (composed(c, TexSymbols.combining(accent)).length() > 1) {
            return isLetter(accent) || accent == '=' || accent == '.' || mode != Mode.PROSE;
        }
        boolean wordEnds = at + 1 >= end || !Character.isLetter(text.charAt(at + 1));
        boolean wordBefore = start > 0 && Character.isLetterOrDigit(text.charAt(start - 1));
        return mode != Mode.PROSE || accent != '\'' || c != 's' || !wordEnds || !wordBefore;
    }

    private void accentOnGroup(char accent, char mark, int open, int close) {
        String whole = text.substring(open + 1, close);
        // \k{appa} and \r{ho} are what some systems make of \kappa and \rho.
        Optional<String> sign =
                isLetter(accent) && whole.length() > 1 ? TexSymbols.sign(accent + whole) : Optional.empty();
        if (sign.isPresent()) {
            out.append(sign.get());
            return;
        }
        int mine = out.length();
        depth++;
        read(open + 1, close);
        depth--;
        String base = out.substring(mine).strip();
        out.setLength(mine);
        if (base.isEmpty()) {
            out.append(accent == '~' || accent == '^' ? String.valueOf(accent) : "");
        } else if (Character.isLetter(base.codePointAt(0))) {
            accent(base, mark);
        } else {
            out.append(base);
        }
    }

    private void accent(String base, char mark) {
        char first = base.charAt(0);
        // TeX's dotless letters are the base that Unicode calls dotted.
        char letter = first == '\u0131' ? 'i' : first == '\u0237' ? 'j' : first;
        int marks = 1;
        while (marks < base.length() && Character.getType(base.charAt(marks)) == Character.NON_SPACING_MARK) {
            marks++;
        }
        String head = letter + base.substring(1, marks) + mark;
        out.append(Normalizer.normalize(head, Normalizer.Form.NFC)).append(base, marks, base.length());
    }

    private static String composed(char base, char mark) {
        return Normalizer.normalize("" + base + mark, Normalizer.Form.NFC);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
