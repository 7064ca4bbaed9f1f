package dev.lemma.search;

import dev.lemma.search.QueryLexer.Malformed;
import dev.lemma.search.QueryNode.Clause;
import dev.lemma.search.QueryNode.Either;
import dev.lemma.search.QueryNode.Exact;
import dev.lemma.search.QueryNode.Group;
import dev.lemma.search.QueryNode.InField;
import dev.lemma.search.QueryNode.Phrase;
import dev.lemma.search.QueryNode.Prefix;
import dev.lemma.search.QueryNode.Range;
import dev.lemma.search.QueryNode.RangeField;
import dev.lemma.search.QueryNode.Role;
import dev.lemma.search.QueryNode.Value;
import dev.lemma.search.QueryNode.Word;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes trees in the query language.
final class QueryPrinter {
    private QueryPrinter() {}

    static String print(QueryNode node) {
        String text = node instanceof Group group ? clauses(group, false) : node(node);
        return isQuestionInCapitals(text) && node instanceof Group group ? clauses(group, true) : text;
    }

    /// Whether the operators in a text would be read as words; parentheses around alternatives prevent that.
    private static boolean isQuestionInCapitals(String text) {
        if (!text.contains(" OR ")) {
            return false;
        }
        try {
            QueryText clean = new QueryText(text);
            return QueryLexer.tokens(clean).stream().noneMatch(token -> token.kind() == QueryLexer.Kind.OR);
        } catch (Malformed notPrintable) {
            return false;
        }
    }

    private static String clauses(Group group, boolean allInParentheses) {
        return group.clauses().stream()
                .map(clause -> clause(clause, allInParentheses))
                .collect(Collectors.joining(" "));
    }

    private static String clause(Clause clause, boolean inParentheses) {
        String text = switch (clause.node()) {
            case Either either when clause.role() == Role.NORMAL && !inParentheses -> alternatives(either);
            default -> node(clause.node());
        };
        return switch (clause.role()) {
            case NORMAL -> text;
            case REQUIRED -> "+" + text;
            case EXCLUDED -> "-" + text;
        };
    }

    private static String alternatives(Either either) {
        return either.options().stream().map(QueryPrinter::node).collect(Collectors.joining(" OR "));
    }

    private static String node(QueryNode node) {
        return switch (node) {
            case Group group -> "(" + clauses(group, false) + ")";
            case Either either -> "(" + alternatives(either) + ")";
            case Word(String text) -> text;
            case Exact(String text) -> "=" + text;
            case Phrase(String text) -> "\"" + text + "\"";
            case Prefix(String text) -> text + "*";
            case InField(QueryNode.TextField field, QueryNode inner) ->
                new QueryField.Text(field).key() + ":" + node(inner);
            case Value(QueryNode.ValueField field, String value) ->
                new QueryField.Whole(field).key() + ":" + (isPlain(value) ? value : "\"" + value + "\"");
            case Range range -> range(range);
        };
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._+-/:".indexOf(c) >= 0);
    }

    private static String range(Range range) {
        String key = range.field().name().toLowerCase(Locale.ROOT) + ":";
        if (range.from() == range.to()) {
            return key + bound(range.field(), range.from());
        }
        return key
                + (range.from() == Long.MIN_VALUE ? "" : bound(range.field(), range.from()))
                + ".."
                + (range.to() == Long.MAX_VALUE ? "" : bound(range.field(), range.to()));
    }

    private static String bound(RangeField field, long value) {
        return switch (field) {
            case YEAR -> Long.toString(value);
            case DATE -> LocalDate.ofEpochDay(value).toString();
        };
    }
}
