package dev.lemma.search;

import java.util.Arrays;

/// The words of a text, in flat arrays that are used again for the next text: what the index, the query and the
/// highlighter all see.
///
/// A token has a form (lower case, no accents), a stem, a position increment and its place in the text. Besides
/// plain words there are
///
/// - compounds: `pre-training`, `$\beta$-VAE`, `L_2` give their parts and, at the position of the first part,
///   the parts joined (`pretraining`, `betavae`, `l2`), so that both spellings meet;
/// - symbols: LaTeX commands and Greek letters by name (`\varepsilon`, `ε` and `epsilon` are one word),
///   commands that only format (`\mathbf`) none at all;
/// - Chinese, Japanese and Korean: overlapping pairs of characters, and single characters at the same
///   positions.
///
/// Mutable, for one thread at a time.
final class Tokens {
    /// Characters of the longest word; the rest of a longer one is left out.
    static final int MAX_WORD = 64;
    /// For [#analyze(CharSequence, Kind, int)].
    static final int EVERY_LETTER = (1 << 26) - 1;
    /// Positions between two lines of a list.
    static final int LINE_GAP = 10;
    /// Parts of the longest compound that is also joined.
    private static final int MAX_PARTS = 4;

    // chars[formStart[i] .. + formLength[i]] is the form of token i; likewise its stem.
    private char[] chars = new char[4096];
    private int charsUsed;
    private int[] formStart = new int[512];
    private int[] formLength = new int[512];
    private int[] stemStart = new int[512];
    private int[] stemLength = new int[512];
    private int[] increment = new int[512];
    private int[] begin = new int[512];
    private int[] end = new int[512];
    // Number of following tokens that are parts of this compound, for a joined token; else 0.
    private int[] parts = new int[512];
    private int size;

    private final Stemmer stemmer = new Stemmer();
    private CharSequence text = "";
    private Kind kind = Kind.PROSE;
    private int stemmed = EVERY_LETTER;
    private int pendingGap;
    // The compound at hand: its first token, how many it has, and whether the next word belongs to it.
    private int chainStart = -1;
    private int chainLength;
    private boolean chained;

    /// What kind of text it is.
    enum Kind {
        /// Sentences: words of [StopWords#INDEX] are left out and leave a gap in the positions.
        PROSE,
        /// One value a line, [#LINE_GAP] positions apart, so that no phrase runs from one into the next; all
        /// words are kept.
        LINES,
        /// As [#LINES], for people: each word's initial stands at the word's position too, so that "K. He"
        /// finds "Kaiming He".
        NAMES
    }

    /// Takes in a text; what was there before is gone.
    Tokens analyze(CharSequence newText, Kind newKind) {
        return analyze(newText, newKind, EVERY_LETTER);
    }

    /// As [#analyze(CharSequence, Kind)], but words that begin with other ASCII letters than those asked for
    /// are not stemmed. A stem begins with the letter of its word, so whoever looks for certain stems misses
    /// none.
    ///
    /// @param letters a bit for each letter, `a` the lowest
    Tokens analyze(CharSequence newText, Kind newKind, int letters) {
        stemmed = letters;
        text = newText;
        kind = newKind;
        charsUsed = 0;
        size = 0;
        pendingGap = 0;
        chainStart = -1;
        chainLength = 0;
        chained = false;
        int n = newText.length();
        int i = 0;
        while (i < n) {
            i = step(i, n);
        }
        endChain();
        return this;
    }

    int size() {
        return size;
    }

    /// Distance in positions from the token before; 0 for a token at the same place.
    int increment(int token) {
        return increment[token];
    }

    /// Where the token begins in the text.
    int begin(int token) {
        return begin[token];
    }

    /// Where the token ends in the text, exclusive.
    int end(int token) {
        return end[token];
    }

    /// For a joined compound the number of its parts, which are the token before it and those after it; else 0.
    int parts(int token) {
        return parts[token];
    }

    String form(int token) {
        return new String(chars, formStart[token], formLength[token]);
    }

    String stem(int token) {
        return new String(chars, stemStart[token], stemLength[token]);
    }

    char[] chars() {
        return chars;
    }

    int formStart(int token) {
        return formStart[token];
    }

    int formLength(int token) {
        return formLength[token];
    }

    int stemStart(int token) {
        return stemStart[token];
    }

    int stemLength(int token) {
        return stemLength[token];
    }

    /// Deals with what stands at `i` and returns where to go on.
    private int step(int i, int n) {
        char c = text.charAt(i);
        if (isWordAscii(c)) {
            return word(i, n);
        }
        switch (c) {
            case '\\' -> {
                return command(i, n);
            }
            case '$', '{', '}' -> {
                // Part of the markup, not of the words: "$\beta$-VAE" is one compound.
                return i + 1;
            }
            case '_', '^', '-', '\u2010', '\u2011' -> {
                chained = chainLength > 0 && adjacent(i) && i + 1 < n && !Character.isWhitespace(text.charAt(i + 1));
                if (!chained) {
                    endChain();
                }
                return i + 1;
            }
            case '\u221e' -> {
                startWord();
                add("infinity", i, i + 1);
                return i + 1;
            }
            default -> {
                if (c >= 128 && isWordBeyondAscii(i)) {
                    return word(i, n);
                }
                endChain();
                if (c == '\n' && kind != Kind.PROSE && size > 0) {
                    pendingGap = LINE_GAP;
                }
                return i + 1;
            }
        }
    }

    /// Whether only markup stands between the last token and `i`.
    private boolean adjacent(int i) {
        for (int k = end[size - 1]; k < i; k++) {
            char c = text.charAt(k);
            if (c != '$' && c != '{' && c != '}') {
                return false;
            }
        }
        return true;
    }

    /// A LaTeX command: a symbol's name is a word, formatting is nothing.
    private int command(int i, int n) {
        int k = i + 1;
        while (k < n && k - i <= MAX_WORD && isAsciiLetter(text.charAt(k))) {
            k++;
        }
        if (k == i + 1) {
            endChain();
            // An escaped character such as \% or \_: no word, and not the start of a subscript.
            return Math.min(n, i + 2);
        }
        String name = text.subSequence(i + 1, k).toString();
        if (!Symbols.isFormatting(name)) {
            startWord();
            add(Symbols.plain(name), i, k);
        }
        return k;
    }

    private int word(int i, int n) {
        char first = text.charAt(i);
        if (first >= 128) {
            if (isCjk(Character.codePointAt(text, i))) {
                return cjk(i, n);
            }
            if (isGreekSymbol(i, n)) {
                startWord();
                add(Symbols.greek(first), i, i + 1);
                // "μm" and "βVAE" are compounds too.
                chained = i + 1 < n && isAsciiLetter(text.charAt(i + 1));
                return i + 1;
            }
        }
        startWord();
        int start = charsUsed;
        int k = i;
        while (k < n) {
            char c = text.charAt(k);
            if (isWordAscii(c)) {
                push(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
                k++;
            } else if (c == '\'' || c == '\u2019') {
                if (k + 1 < n && isAsciiLetter(text.charAt(k + 1))) {
                    if (isPossessive(k, n)) {
                        break;
                    }
                    k++;
                } else {
                    break;
                }
            } else if (c == '.' && k + 1 < n && isDigit(text.charAt(k + 1)) && k > i && isDigit(text.charAt(k - 1))) {
                push(c);
                k++;
            } else if (c == '+' && k - i <= 2 && k + 1 < n && text.charAt(k + 1) == '+') {
                push('+');
                push('+');
                k += 2;
                break;
            } else if (c == '#' && k - i == 1) {
                push('#');
                k++;
                break;
            } else if (c >= 128
                    && isWordBeyondAscii(k)
                    && !isCjk(Character.codePointAt(text, k))
                    && !isGreekSymbol(k, n)) {
                k = fold(k);
            } else {
                break;
            }
        }
        int length = Math.min(charsUsed - start, MAX_WORD);
        charsUsed = start + length;
        if (length == 0) {
            return Math.max(k, i + 1);
        }
        // The possessive 's is no part of the word, but of the text that it covers.
        int stop = k < n && (text.charAt(k) == '\'' || text.charAt(k) == '\u2019') && isPossessive(k, n) ? k + 2 : k;
        if (kind == Kind.PROSE && StopWords.isIndexStop(chars, start, length)) {
            charsUsed = start;
            endChain();
            pendingGap++;
            return stop;
        }
        finish(start, length, i, k);
        return stop;
    }

    private boolean isPossessive(int apostrophe, int n) {
        char s = apostrophe + 1 < n ? text.charAt(apostrophe + 1) : ' ';
        return (s == 's' || s == 'S')
                && (apostrophe + 2 >= n || !Character.isLetterOrDigit(text.charAt(apostrophe + 2)));
    }

    /// Whether a Greek letter stands alone: a symbol, not a part of a Greek word.
    private boolean isGreekSymbol(int k, int n) {
        return isGreek(text.charAt(k))
                && !(k + 1 < n && isGreek(text.charAt(k + 1)))
                && !(k > 0 && isGreek(text.charAt(k - 1)));
    }

    /// Appends the character at `k`, lower-cased and without accent, and returns where the next one begins.
    private int fold(int k) {
        int codePoint = Character.codePointAt(text, k);
        String folded = Folding.fold(codePoint);
        for (int j = 0; j < folded.length(); j++) {
            push(folded.charAt(j));
        }
        return k + Character.charCount(codePoint);
    }

    private int cjk(int i, int n) {
        endChain();
        int k = i;
        int previous = -1;
        int previousAt = i;
        while (k < n) {
            int codePoint = Character.codePointAt(text, k);
            if (codePoint < 128 || !isCjk(codePoint)) {
                break;
            }
            if (previous >= 0) {
                pair(previous, codePoint, previousAt, k + Character.charCount(codePoint));
                single(previous, previousAt, 0);
            }
            previous = codePoint;
            previousAt = k;
            k += Character.charCount(codePoint);
        }
        if (previous >= 0) {
            single(previous, previousAt, 1);
        }
        return k;
    }

    private void pair(int first, int second, int from, int to) {
        int start = charsUsed;
        pushCodePoint(first);
        pushCodePoint(second);
        token(start, charsUsed - start, start, charsUsed - start, 1 + pendingGap, from, to, 0);
        pendingGap = 0;
    }

    private void single(int codePoint, int at, int step) {
        int start = charsUsed;
        pushCodePoint(codePoint);
        int gap = step == 0 ? 0 : step + pendingGap;
        pendingGap = step == 0 ? pendingGap : 0;
        token(start, charsUsed - start, start, charsUsed - start, gap, at, at + Character.charCount(codePoint), 0);
    }

    /// A new word begins: it goes on with the compound at hand, or that one ends.
    private void startWord() {
        if (!chained) {
            endChain();
        }
        chained = false;
    }

    private void add(String word, int from, int to) {
        int start = charsUsed;
        for (int k = 0; k < word.length(); k++) {
            push(word.charAt(k));
        }
        finish(start, word.length(), from, to);
    }

    /// The word chars[start .. + length] is complete.
    private void finish(int start, int length, int from, int to) {
        if (chainLength == 0) {
            chainStart = size;
        }
        // A compound's tokens lie side by side, which initials would break: hyphenated names stay in parts.
        chainLength++;
        addStemmed(start, length, 1 + pendingGap, from, to);
        pendingGap = 0;
        if (kind == Kind.NAMES && length > 1) {
            token(start, 1, start, 1, 0, from, to, 0);
            chainLength = 0;
        }
    }

    private void addStemmed(int start, int length, int step, int from, int to) {
        char first = chars[start];
        boolean wanted = first >= 'a' && first <= 'z' && (stemmed >> (first - 'a') & 1) != 0;
        long stem = wanted ? stemmer.stem(chars, start, length) : length;
        int kept = Stemmer.kept(stem);
        int tail = Stemmer.tailLength(stem);
        if (tail == 0) {
            // The stem is the word's own beginning: no copy.
            token(start, length, start, kept, step, from, to, 0);
        } else {
            int at = charsUsed;
            room(kept + tail);
            System.arraycopy(chars, start, chars, at, kept);
            for (int i = 0; i < tail; i++) {
                chars[at + kept + i] = Stemmer.tail(stem, i);
            }
            charsUsed += kept + tail;
            token(start, length, at, kept + tail, step, from, to, 0);
        }
    }

    /// Closes the compound at hand and, if it has several parts, puts the joined form behind the first one.
    private void endChain() {
        int first = chainStart;
        int count = chainLength;
        chainStart = -1;
        chainLength = 0;
        chained = false;
        if (count < 2 || count > MAX_PARTS || isNumber(first, count)) {
            return;
        }
        int length = 0;
        for (int t = first; t < first + count; t++) {
            length += formLength[t];
        }
        if (length > MAX_WORD) {
            return;
        }
        int start = charsUsed;
        room(length);
        for (int t = first; t < first + count; t++) {
            System.arraycopy(chars, formStart[t], chars, charsUsed, formLength[t]);
            charsUsed += formLength[t];
        }
        addStemmed(start, length, 0, begin[first], end[first + count - 1]);
        moveLastTo(first + 1);
        parts[first + 1] = count;
    }

    private boolean isNumber(int first, int count) {
        for (int t = first; t < first + count; t++) {
            for (int k = 0; k < formLength[t]; k++) {
                if (!isDigit(chars[formStart[t] + k])) {
                    return false;
                }
            }
        }
        return true;
    }

    private void moveLastTo(int target) {
        for (int[] array : new int[][] {formStart, formLength, stemStart, stemLength, increment, begin, end, parts}) {
            int last = array[size - 1];
            System.arraycopy(array, target, array, target + 1, size - 1 - target);
            array[target] = last;
        }
    }

    private void token(int form, int formSize, int stem, int stemSize, int step, int from, int to, int partCount) {
        if (size == formStart.length) {
            int larger = size * 2;
            formStart = Arrays.copyOf(formStart, larger);
            formLength = Arrays.copyOf(formLength, larger);
            stemStart = Arrays.copyOf(stemStart, larger);
            stemLength = Arrays.copyOf(stemLength, larger);
            increment = Arrays.copyOf(increment, larger);
            begin = Arrays.copyOf(begin, larger);
            end = Arrays.copyOf(end, larger);
            parts = Arrays.copyOf(parts, larger);
        }
        formStart[size] = form;
        formLength[size] = formSize;
        stemStart[size] = stem;
        stemLength[size] = stemSize;
        increment[size] = step;
        begin[size] = from;
        end[size] = to;
        parts[size] = partCount;
        size++;
    }

    private void push(char c) {
        room(1);
        chars[charsUsed++] = c;
    }

    private void pushCodePoint(int codePoint) {
        room(2);
        charsUsed += Character.toChars(codePoint, chars, charsUsed);
    }

    private void room(int more) {
        if (charsUsed + more > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, charsUsed + more));
        }
    }

    private static boolean isWordAscii(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean isWordBeyondAscii(int i) {
        int codePoint = Character.codePointAt(text, i);
        return Character.isLetterOrDigit(codePoint) || Folding.isMark(codePoint) || Folding.isScriptDigit(codePoint);
    }

    private static boolean isGreek(char c) {
        return c >= '\u0370' && c <= '\u03ff' && Character.isLetter(c);
    }

    static boolean isCjk(int codePoint) {
        return codePoint >= 0x2e80
                && (codePoint <= 0x9fff && codePoint >= 0x3040 && Character.isLetter(codePoint)
                        || codePoint >= 0x3400 && codePoint <= 0x4dbf
                        || codePoint >= 0xac00 && codePoint <= 0xd7af
                        || codePoint >= 0xf900 && codePoint <= 0xfaff
                        || codePoint >= 0x20000 && codePoint <= 0x3ffff
                        || codePoint == 0x3005
                        || codePoint == 0x3007);
    }
}
