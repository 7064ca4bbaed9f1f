package dev.lemma.search;

import dev.lemma.papers.PaperId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a query into tokens. One pass, no backtracking: where a parenthesis or a formula ends is known
/// beforehand ([QueryText]).
final class QueryLexer {
    enum Kind {
        WORD,
        PHRASE,
        OPEN,
        CLOSE,
        /// A known field; the token after it is its value: [#WORD], [#PHRASE] (both possibly without content),
        /// [#OPEN].
        FIELD,
        /// The name of an unknown field.
        UNKNOWN,
        OR,
        AND,
        NOT
    }

    /// A token.
    ///
    /// @param text as written, without quotes, sign or colon
    /// @param sign `+`, `-`, or a space for none
    /// @param glued whether it follows the colon of an unknown field
    record Token(Kind kind, String text, char sign, boolean glued) {}

    /// Thrown for what is not a query; never leaves [QueryParser].
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }

    /// Signs and punctuation that mean nothing at the beginning of a word.
    static final String LEADING = "+-=*:,;!?'\u2018\u2019";
    /// Punctuation that means nothing at the end of a word; the backslash because it would escape what follows.
    static final String TRAILING = ",;:!?.'\u2018\u2019\\";

    private final QueryText text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private char sign = ' ';
    private boolean glued;

    private QueryLexer(QueryText text) {
        this.text = text;
    }

    /// The tokens of a query.
    static List<Token> tokens(QueryText text) throws Malformed {
        QueryLexer lexer = new QueryLexer(text);
        lexer.scan();
        return isQuestionInCapitals(text, lexer.tokens) ? words(lexer.tokens) : List.copyOf(lexer.tokens);
    }

    /// The words of a text that is not a query: without quotes, parentheses, operators, signs and names of
    /// fields.
    static List<String> plainWords(QueryText text) {
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.at(i);
            if (c == ' ' || c == '"' || c == QueryText.CURLY || c == '(' || c == ')' || LEADING.indexOf(c) >= 0) {
                i++;
                continue;
            }
            int colon = colonAfterName(text, i);
            if (colon > 0) {
                String name = text.substring(i, colon);
                i = colon + 1;
                if (QueryField.named(name).isEmpty()) {
                    words.add(name);
                } else {
                    while ("<>=.".indexOf(text.at(i)) >= 0) {
                        i++;
                    }
                }
                continue;
            }
            int end = wordEnd(text, i);
            String word = text.substring(i, end);
            if (!isOperator(word)) {
                words.add(word);
            }
            i = end;
        }
        return words;
    }

    static boolean isOperator(String word) {
        return word.equals("OR") || word.equals("AND") || word.equals("NOT");
    }

    /// Whether AND, OR and NOT are words like the others: all is in capitals, and nothing is written as only
    /// the query language does. A script without capitals is no reason: operators cannot be written otherwise
    /// in it.
    static boolean isQuestionInCapitals(QueryText text, List<Token> tokens) {
        boolean capitals = false;
        for (Token token : tokens) {
            boolean plain = switch (token.kind()) {
                case WORD, UNKNOWN ->
                    token.sign() == ' '
                            && !token.text().startsWith("=")
                            && !token.text().endsWith("*");
                case OR, AND, NOT -> true;
                case PHRASE, OPEN, CLOSE, FIELD -> false;
            };
            if (!plain) {
                return false;
            }
            capitals |= !isOperator(token.text()) && token.text().codePoints().anyMatch(Character::isUpperCase);
        }
        return capitals && !text.hasLowerCase();
    }

    private static List<Token> words(List<Token> tokens) {
        return tokens.stream()
                .map(token -> isOperator(token.text()) ? new Token(Kind.WORD, token.text(), ' ', token.glued()) : token)
                .toList();
    }

    private void scan() throws Malformed {
        while (position < text.length()) {
            char c = text.at(position);
            switch (c) {
                case ' ' -> {
                    sign = ' ';
                    glued = false;
                    position++;
                }
                case '"', QueryText.CURLY -> scanPhrase(false);
                case '(' -> scanParenthesis(Kind.OPEN);
                case ')' -> scanParenthesis(Kind.CLOSE);
                default -> {
                    if (text.formulaEnd(position) == 0 && LEADING.indexOf(c) >= 0 && !beginsExact()) {
                        scanSign(c);
                    } else {
                        scanWord();
                    }
                }
            }
        }
    }

    private void scanPhrase(boolean evenIfEmpty) throws Malformed {
        char quote = text.at(position);
        StringBuilder inside = new StringBuilder();
        int i = position + 1;
        while (i < text.length() && text.at(i) != quote) {
            int end = text.formulaEnd(i);
            if (end > 0) {
                inside.append(text.substring(i, end));
                i = end;
            } else {
                char c = text.at(i++);
                char kept = c == '"' || c == QueryText.CURLY ? ' ' : c;
                if (kept != ' ' || (!inside.isEmpty() && inside.charAt(inside.length() - 1) != ' ')) {
                    inside.append(kept);
                }
            }
        }
        if (i == text.length()) {
            throw new Malformed("a quotation mark is not closed");
        }
        position = i + 1;
        String phrase = inside.toString().strip();
        if (evenIfEmpty || QueryText.hasContent(phrase)) {
            emit(Kind.PHRASE, phrase);
        }
        sign = ' ';
        glued = false;
    }

    private void scanParenthesis(Kind kind) {
        position++;
        emit(kind, "");
    }

    /// A sign counts at the beginning of a clause, directly before something; else it is punctuation.
    private void scanSign(char c) {
        char next = text.at(position + 1);
        if ((c == '+' || c == '-') && atClauseStart() && " +-)".indexOf(next) < 0) {
            sign = c;
        }
        position++;
    }

    private boolean atClauseStart() {
        char before = text.at(position - 1);
        return before == ' '
                || (before == '(' && !tokens.isEmpty() && tokens.getLast().kind() == Kind.OPEN);
    }

    /// Whether here is the `=` of `=word`. Before a phrase or a group it adds nothing.
    private boolean beginsExact() {
        char next = text.at(position + 1);
        return text.at(position) == '='
                && (atClauseStart() || sign != ' ')
                && next != ' '
                && next != '"'
                && next != QueryText.CURLY
                && next != '('
                && next != ')';
    }

    private void scanWord() throws Malformed {
        int start = position;
        int colon = colonAfterName(text, start);
        if (colon > 0) {
            String name = text.substring(start, colon);
            int end = wordEnd(text, start);
            if (namesPaper(name, text.substring(start, end))) {
                emit(Kind.FIELD, "id");
                emit(Kind.WORD, text.substring(start, end));
                position = end;
            } else if (QueryField.named(name).isPresent()) {
                emit(Kind.FIELD, name);
                position = colon + 1;
                scanValue();
            } else {
                emit(Kind.UNKNOWN, name);
                glued = true;
                position = colon + 1;
            }
            return;
        }
        position = wordEnd(text, start);
        String word = text.substring(start, position);
        Kind kind = sign != ' ' || glued || !isOperator(word) ? Kind.WORD : Kind.valueOf(word);
        if (kind != Kind.WORD || QueryText.hasContent(word)) {
            emit(kind, word);
        }
        if (inchMarkAt(start, position)) {
            position++;
        }
    }

    private void scanValue() throws Malformed {
        char next = text.at(position + 1);
        if (text.at(position) == '=' && (next == '"' || next == QueryText.CURLY || next == '(')) {
            position++;
        }
        switch (text.at(position)) {
            case '"', QueryText.CURLY -> scanPhrase(true);
            case '(' -> scanParenthesis(Kind.OPEN);
            default -> {
                int start = position;
                position = wordEnd(text, start);
                emit(Kind.WORD, text.substring(start, position));
                if (inchMarkAt(start, position)) {
                    position++;
                }
            }
        }
    }

    private void emit(Kind kind, String tokenText) {
        tokens.add(new Token(kind, tokenText, sign, glued && kind != Kind.CLOSE));
        sign = ' ';
        glued = false;
    }

    /// Whether `arXiv:2404.19756`, `own:key` or `doi:10.1000/182` stands here, which needs no `id:`.
    private static boolean namesPaper(String name, String word) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "arxiv", "own" ->
                QueryValues.id(word).filter(QueryLexer::isPaperId).isPresent();
            case "doi" -> QueryValues.id(word).isPresent();
            default -> false;
        };
    }

    private static boolean isPaperId(String value) {
        return PaperId.parse(value).isPresent();
    }

    /// Where the colon of `name:value` is, if that stands here; else 0. Letters only before it. Directly after
    /// it, anything for a known name, but for another one something that looks like a value: not "C: drive",
    /// `C:\`, `std::` or `https://`.
    private static int colonAfterName(QueryText text, int start) {
        int i = start;
        while (isAsciiLetter(text.at(i))) {
            i++;
        }
        if (i == start || text.at(i) != ':') {
            return 0;
        }
        char next = text.at(i + 1);
        boolean value = QueryField.named(text.substring(start, i)).isPresent()
                ? next != ' ' && next != ')'
                : Character.isLetterOrDigit(next)
                        || Character.isSurrogate(next)
                        || next == '"'
                        || next == QueryText.CURLY
                        || next == '('
                        || next == '='
                        || next == '$';
        return value ? i : 0;
    }

    /// Where the word that begins here ends. A parenthesis belongs to it if it follows a letter or digit of the
    /// word and closes within it, as in `f(x)`; `a (b)` and `a(b OR c)` have groups.
    private static int wordEnd(QueryText text, int start) {
        boolean content = false;
        int i = start;
        while (i < text.length()) {
            char c = text.at(i);
            if (text.formulaEnd(i) > 0) {
                content = true;
                i = text.formulaEnd(i);
            } else if (c == ' ' || c == '"' || c == QueryText.CURLY || (c == ')' && !text.escaped(i))) {
                break;
            } else if (c == '(' && !text.escaped(i)) {
                if (!content || text.close(i) == 0 || isOperator(text.substring(start, i))) {
                    break;
                }
                i = text.close(i) + 1;
            } else {
                content |= Character.isLetterOrDigit(c) || Character.isSurrogate(c);
                i++;
            }
        }
        return i;
    }

    /// Whether the quote that ends a word is the sign for inches, `5" disk`.
    private boolean inchMarkAt(int start, int end) {
        char after = text.at(end + 1);
        return end > start
                && text.at(end) == '"'
                && Character.isDigit(text.at(end - 1))
                && !Character.isLetterOrDigit(after)
                && after != '"'
                && after != QueryText.CURLY;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
