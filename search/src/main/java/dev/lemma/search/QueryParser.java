package dev.lemma.search;

import dev.lemma.search.QueryLexer.Kind;
import dev.lemma.search.QueryLexer.Malformed;
import dev.lemma.search.QueryLexer.Token;
import dev.lemma.search.QueryNode.Clause;
import dev.lemma.search.QueryNode.Either;
import dev.lemma.search.QueryNode.Exact;
import dev.lemma.search.QueryNode.Group;
import dev.lemma.search.QueryNode.InField;
import dev.lemma.search.QueryNode.Phrase;
import dev.lemma.search.QueryNode.Prefix;
import dev.lemma.search.QueryNode.Role;
import dev.lemma.search.QueryNode.Word;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the query language of the search box. Nothing a reader types is an error: what is not a query is
/// searched as plain words, and a [QueryNote] says so.
///
/// ```
/// query   := clause+
/// clause  := [+|-|NOT] part (OR [-|NOT] part)*        AND may stand between clauses and adds nothing
/// part    := word | "phrase" | word* | =word | ( query ) | field:part
/// field   := title (t, ti)  abstract (abs)  author (au)  keyword  comment          words inside
///          | cat  venue  id  has  branch                                           whole values
///          | year  date                                                            ranges
/// range   := 2020 | 2020..2023 | 2020.. | ..2023 | >=2020 | >2020 | <=2020 | <2020
/// date    := 2025 | 2025-05 | 2025-05-01 | today | yesterday | 7d | 4w | 6m | 1y   and ranges of such
/// ```
/// - OR binds tighter than juxtaposition: `a b OR c` is a and (b or c). A sign before alternatives holds for
///   all of them: `-a OR b` excludes a and b.
/// - Operators are written in capitals. Where all is in capitals and nothing else looks like a query, they are
///   words.
/// - A sign counts at the beginning of a clause and directly before something: `pre-training`, `C++` and
///   `a - b` have none.
/// - `name:value` with a name that is no field is its words, with a note; `name: value`, links and `C:\` are
///   words without one. `arXiv:2404.19756`, `doi:10.1000/182` and `own:key` are ids.
/// - A formula `$...$` belongs to its word with all that is inside. Parentheses that open after a letter and
///   close before the next white space, as in `O(n)`, belong to their word, too.
/// - One letter and a star, `A*`, is a word.
/// - Full-width and Chinese punctuation is accepted; punctuation around words is dropped.
///
/// Trees are in a normal form: no group or alternatives with a single plain member, no alternatives directly
/// inside alternatives, no empty ones except an empty root. Thread-safe. Time and memory are linear in the
/// text.
public final class QueryParser {
    /// Characters read; longer than any title or question, and a URL of this length still passes common
    /// servers.
    public static final int MAX_LENGTH = 4_096;
    /// Words, phrases and values in all; each costs a look into the index. Whole abstracts mostly fit.
    public static final int MAX_CLAUSES = 256;
    /// Depth of the tree and of its parentheses; keeps every walk over a tree far from the end of the stack.
    public static final int MAX_DEPTH = 16;

    /// Notes on one query; more would hide the results.
    private static final int MAX_NOTES = 8;
    /// Characters of a query quoted in a note.
    private static final int MAX_DETAIL = 80;

    private final LocalDate today;
    private final List<QueryNote> notes = new ArrayList<>();
    private List<Token> tokens = List.of();
    private int position;
    private int leaves;
    private boolean tooMany;
    /// The field whose parentheses we are in.
    private @Nullable QueryField field;

    private QueryParser(LocalDate today) {
        this.today = today;
    }

    /// Parses with the days of the system's clock and time zone.
    public static ParsedQuery parse(String text) {
        return parse(text, Clock.system(ZoneId.systemDefault()));
    }

    /// Parses a query.
    ///
    /// @param text what the reader typed, of any length
    /// @param clock says what `today` is
    public static ParsedQuery parse(String text, Clock clock) {
        return new QueryParser(LocalDate.now(clock)).parseAll(text);
    }

    /// A text that parses to a tree again, for trees in normal form whose text is within the limits.
    public static String print(QueryNode node) {
        return QueryPrinter.print(node);
    }

    private ParsedQuery parseAll(String whole) {
        String kept = cut(whole);
        if (kept.length() < whole.length()) {
            note(QueryNote.Kind.TOO_LONG, Integer.toString(kept.length()));
        }
        int notesBefore = notes.size();
        QueryText text = new QueryText(kept);
        Group root;
        try {
            tokens = QueryLexer.tokens(text);
            root = root(group(0));
            if (depth(root) > MAX_DEPTH) {
                throw tooDeep();
            }
        } catch (Malformed malformed) {
            notes.subList(notesBefore, notes.size()).clear();
            root = plainWords(text);
            if (!root.clauses().isEmpty()) {
                note(QueryNote.Kind.MALFORMED, String.valueOf(malformed.getMessage()));
            }
        }
        if (tooMany) {
            note(QueryNote.Kind.TOO_LONG, Integer.toString(MAX_CLAUSES));
        }
        return new ParsedQuery(root, notes);
    }

    /// The text if it is short enough, else its beginning, up to the end of a word where there is one.
    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = MAX_LENGTH;
        while (end > 0 && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        return text.substring(0, end == 0 ? MAX_LENGTH : end).stripTrailing();
    }

    private Group plainWords(QueryText text) {
        leaves = 0;
        tooMany = false;
        field = null;
        List<Clause> clauses = new ArrayList<>();
        for (String raw : QueryLexer.plainWords(text)) {
            String word = operatorAsWord(bare(stem(raw)));
            if (!word.isEmpty() && admitLeaf()) {
                clauses.add(new Clause(Role.NORMAL, new Word(word)));
            }
        }
        return new Group(clauses);
    }

    private static Group root(@Nullable QueryNode node) {
        return switch (node) {
            case null -> new Group(List.of());
            case Group group -> group;
            default -> new Group(List.of(new Clause(Role.NORMAL, node)));
        };
    }

    /// The clauses up to the closing parenthesis or the end.
    ///
    /// @param nesting open parentheses
    private @Nullable QueryNode group(int nesting) throws Malformed {
        List<Clause> clauses = new ArrayList<>();
        int start = position;
        while (position < tokens.size()) {
            Token token = tokens.get(position);
            switch (token.kind()) {
                case CLOSE -> {
                    if (nesting == 0) {
                        throw new Malformed("a closing parenthesis has no opening one");
                    }
                    if (position == start) {
                        throw new Malformed("there is nothing in the parentheses");
                    }
                    position++;
                    return simplified(clauses);
                }
                case OR -> throw new Malformed("OR has nothing before it");
                case AND -> {
                    if (position == start) {
                        throw new Malformed("AND has nothing before it");
                    }
                    position++;
                    if (!beginsPart(true)) {
                        throw new Malformed("AND has nothing after it");
                    }
                }
                case WORD, PHRASE, OPEN, FIELD, UNKNOWN, NOT -> clause(clauses, nesting);
            }
        }
        if (nesting > 0) {
            throw new Malformed("a parenthesis is not closed");
        }
        return simplified(clauses);
    }

    private static @Nullable QueryNode simplified(List<Clause> clauses) {
        if (clauses.isEmpty()) {
            return null;
        }
        Clause first = clauses.getFirst();
        return clauses.size() == 1 && first.role() == Role.NORMAL ? first.node() : new Group(clauses);
    }

    private void clause(List<Clause> clauses, int nesting) throws Malformed {
        Role role = role();
        boolean unknown = tokens.get(position).kind() == Kind.UNKNOWN;
        List<QueryNode> options = new ArrayList<>();
        addOption(options, part(nesting));
        while (position < tokens.size() && tokens.get(position).kind() == Kind.OR) {
            position++;
            if (!beginsPart(true)) {
                throw new Malformed("OR has nothing after it");
            }
            unknown = false;
            boolean excluded = role() == Role.EXCLUDED;
            QueryNode option = part(nesting);
            if (excluded && option != null) {
                option = new Group(List.of(new Clause(Role.EXCLUDED, option)));
            }
            addOption(options, option);
        }
        if (options.isEmpty()) {
            return;
        }
        QueryNode node = options.size() == 1 ? options.getFirst() : new Either(options);
        if (unknown && role == Role.NORMAL && node instanceof Group words) {
            clauses.addAll(words.clauses());
        } else {
            clauses.add(new Clause(role, node));
        }
    }

    private static void addOption(List<QueryNode> options, @Nullable QueryNode option) {
        if (option instanceof Either either) {
            options.addAll(either.options());
        } else if (option != null) {
            options.add(option);
        }
    }

    /// The role that a sign or NOT gives to the part that follows.
    private Role role() throws Malformed {
        if (tokens.get(position).kind() == Kind.NOT) {
            position++;
            if (!beginsPart(false) || tokens.get(position).sign() != ' ') {
                throw new Malformed("NOT has nothing after it");
            }
            return Role.EXCLUDED;
        }
        return switch (tokens.get(position).sign()) {
            case '+' -> Role.REQUIRED;
            case '-' -> Role.EXCLUDED;
            default -> Role.NORMAL;
        };
    }

    private boolean beginsPart(boolean orNot) {
        if (position == tokens.size()) {
            return false;
        }
        return switch (tokens.get(position).kind()) {
            case WORD, PHRASE, OPEN, FIELD, UNKNOWN -> true;
            case NOT -> orNot;
            case CLOSE, OR, AND -> false;
        };
    }

    private @Nullable QueryNode part(int nesting) throws Malformed {
        Token token = tokens.get(position++);
        return switch (token.kind()) {
            case WORD, PHRASE -> leaf(token);
            case OPEN -> {
                if (nesting == MAX_DEPTH) {
                    throw tooDeep();
                }
                yield group(nesting + 1);
            }
            case FIELD -> fieldPart(token.text(), nesting);
            case UNKNOWN -> unknownField(token, nesting);
            case CLOSE, OR, AND, NOT -> throw new IllegalStateException("no part: " + token);
        };
    }

    private static Malformed tooDeep() {
        return new Malformed("it has parentheses in more than " + MAX_DEPTH + " levels");
    }

    private @Nullable QueryNode fieldPart(String name, int nesting) throws Malformed {
        QueryField inner = QueryField.named(name).orElseThrow();
        QueryField outer = field;
        if (outer != null && !outer.equals(inner)) {
            throw new Malformed("there is a field inside the parentheses of another one");
        }
        field = inner;
        Token value = tokens.get(position);
        int leavesBefore = leaves;
        QueryNode node = part(nesting);
        field = outer;
        if (node == null && value.kind() != Kind.OPEN && leaves == leavesBefore && !tooMany) {
            note(QueryNote.Kind.BAD_VALUE, name + ":" + value.text());
        }
        if (node == null || outer != null) {
            return node;
        }
        return inner instanceof QueryField.Text text ? new InField(text.field(), node) : node;
    }

    /// `foo:bar` is the words foo and bar, `a:b:c` three.
    private @Nullable QueryNode unknownField(Token name, int nesting) throws Malformed {
        List<Clause> words = new ArrayList<>();
        Token token = name;
        while (true) {
            if (token.kind() == Kind.UNKNOWN) {
                note(QueryNote.Kind.UNKNOWN_FIELD, token.text());
                addWord(words, leaf(new Token(Kind.WORD, token.text(), ' ', true)));
            } else {
                position--;
                addWord(words, part(nesting));
                break;
            }
            if (position == tokens.size() || !tokens.get(position).glued()) {
                break;
            }
            token = tokens.get(position++);
        }
        return simplified(words);
    }

    private static void addWord(List<Clause> words, @Nullable QueryNode node) {
        if (node != null) {
            words.add(new Clause(Role.NORMAL, node));
        }
    }

    private @Nullable QueryNode leaf(Token token) {
        QueryNode node = switch (field) {
            case null -> textLeaf(token);
            case QueryField.Text _ -> textLeaf(token);
            case QueryField.Whole(QueryNode.ValueField whole) ->
                QueryValues.value(whole, token.text()).orElse(null);
            case QueryField.Ordered(QueryNode.RangeField ordered) ->
                QueryValues.range(ordered, token.text(), today).orElse(null);
        };
        return node != null && admitLeaf() ? node : null;
    }

    private boolean admitLeaf() {
        tooMany |= leaves == MAX_CLAUSES;
        leaves += tooMany ? 0 : 1;
        return !tooMany;
    }

    private static @Nullable QueryNode textLeaf(Token token) {
        if (token.kind() == Kind.PHRASE) {
            return QueryText.hasContent(token.text()) ? new Phrase(token.text()) : null;
        }
        String text = token.text();
        String bare = bare(text);
        if (text.startsWith("=")) {
            return bare.isEmpty() ? null : new Exact(bare);
        }
        if (!bare.endsWith("*")) {
            return bare.isEmpty() ? null : new Word(operatorAsWord(bare));
        }
        boolean oneStar = !bare.endsWith("**");
        String stem = stem(bare);
        if (!oneStar) {
            return new Word(operatorAsWord(stem));
        }
        return stem.length() == 1 && stem.charAt(0) < 128 ? new Word(stem + "*") : new Prefix(stem);
    }

    /// A word without the stars and the punctuation at its end.
    private static String stem(String word) {
        int end = word.length();
        while (end > 0 && (word.charAt(end - 1) == '*' || QueryLexer.TRAILING.indexOf(word.charAt(end - 1)) >= 0)) {
            end--;
        }
        return word.substring(0, end);
    }

    /// A word without the punctuation around it; empty if nothing is left to search for.
    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && QueryLexer.LEADING.indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && QueryLexer.TRAILING.indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        String bare = word.substring(from, to);
        return QueryText.hasContent(bare) ? bare : "";
    }

    /// Where an operator's name is a word, it is written so that it would be read as one.
    private static String operatorAsWord(String word) {
        return QueryLexer.isOperator(word) ? word.toLowerCase(Locale.ROOT) : word;
    }

    private void note(QueryNote.Kind kind, String detail) {
        int end = Math.min(detail.length(), MAX_DETAIL);
        if (end < detail.length() && Character.isHighSurrogate(detail.charAt(end - 1))) {
            end--;
        }
        QueryNote note = new QueryNote(kind, detail.substring(0, end));
        if (notes.size() < MAX_NOTES && !notes.contains(note)) {
            notes.add(note);
        }
    }

    /// Levels of a tree; a word is one.
    private static int depth(QueryNode node) {
        return switch (node) {
            case Group(List<Clause> clauses) ->
                1
                        + clauses.stream()
                                .mapToInt(clause -> depth(clause.node()))
                                .max()
                                .orElse(0);
            case Either(List<QueryNode> options) ->
                1 + options.stream().mapToInt(QueryParser::depth).max().orElse(0);
            case InField(QueryNode.TextField _, QueryNode inner) -> 1 + depth(inner);
            case Word _, Exact _, Phrase _, Prefix _, QueryNode.Value _, QueryNode.Range _ -> 1;
        };
    }
}
