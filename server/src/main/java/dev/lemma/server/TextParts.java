package dev.lemma.server;

import dev.lemma.search.Marked;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into what a template writes apart: plain text, matches, formulas. Formulas stay whole, so that
/// KaTeX finds them unbroken: a match that lies in one is not marked, one that reaches into it is marked up
/// to its edge.
final class TextParts {
    /// A formula longer than this is taken as text with stray dollar signs.
    private static final int MAX_FORMULA = 2_000;

    private TextParts() {}

    /// What a part is.
    enum Kind {
        TEXT,
        MATCH,
        FORMULA
    }

    /// @param text characters of the text; those of a formula with its delimiters
    record Part(Kind kind, String text) {
        boolean match() {
            return kind == Kind.MATCH;
        }

        boolean formula() {
            return kind == Kind.FORMULA;
        }
    }

    static List<Part> of(String text) {
        return of(text, List.of(), Integer.MAX_VALUE);
    }

    /// @param max characters to show; a longer text ends in an ellipsis
    static List<Part> of(Marked marked, int max) {
        return of(marked.text(), marked.spans(), max);
    }

    private static List<Part> of(String text, List<Marked.Span> spans, int max) {
        int end = text.length();
        if (end > max) {
            end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        }
        List<Part> parts = new ArrayList<>(2 * spans.size() + 2);
        int at = 0;
        int span = 0;
        int formula = nextFormula(text, 0, end);
        while (at < end) {
            int formulaEnd = formula < 0 ? -1 : formulaEnd(text, formula, end);
            int plainEnd = formula < 0 ? end : formula;
            span = addPlain(parts, text, at, plainEnd, spans, span);
            if (formula < 0) {
                break;
            }
            parts.add(new Part(Kind.FORMULA, text.substring(formula, formulaEnd)));
            at = formulaEnd;
            formula = nextFormula(text, at, end);
        }
        if (end < text.length()) {
            parts.add(new Part(Kind.TEXT, " …"));
        }
        return parts;
    }

    private static int addPlain(
            List<Part> parts, String text, int start, int end, List<Marked.Span> spans, int firstSpan) {
        int at = start;
        int i = firstSpan;
        while (i < spans.size() && spans.get(i).start() < end) {
            Marked.Span span = spans.get(i);
            int from = Math.max(span.start(), at);
            int to = Math.min(span.end(), end);
            if (from < to) {
                add(parts, Kind.TEXT, text, at, from);
                add(parts, Kind.MATCH, text, from, to);
                at = to;
            }
            if (span.end() > end) {
                break;
            }
            i++;
        }
        add(parts, Kind.TEXT, text, at, end);
        return i;
    }

    private static void add(List<Part> parts, Kind kind, String text, int start, int end) {
        if (start < end) {
            parts.add(new Part(kind, text.substring(start, end)));
        }
    }

    /// Start of the next whole formula at or after `from`, or -1.
    private static int nextFormula(String text, int from, int end) {
        for (int i = from; i < end - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                char next = text.charAt(i + 1);
                if ((next == '(' || next == '[') && formulaEnd(text, i, end) > 0) {
                    return i;
                }
                i++;
            } else if (c == '$') {
                if (formulaEnd(text, i, end) > 0) {
                    return i;
                }
                if (text.charAt(i + 1) == '$') {
                    i++;
                }
            }
        }
        return -1;
    }

    /// End of the formula that starts at `start`, or -1 if none does. Single dollars follow Pandoc's rule, so
    /// that prices stay text: no blank inside next to either, and no digit after the second.
    private static int formulaEnd(String text, int start, int end) {
        int limit = Math.min(end, start + MAX_FORMULA);
        if (text.charAt(start) == '\\') {
            String close = text.charAt(start + 1) == '(' ? "\\)" : "\\]";
            int at = text.indexOf(close, start + 2);
            return at > start + 2 && at + 2 <= limit ? at + 2 : -1;
        }
        if (text.charAt(start + 1) == '$') {
            int at = text.indexOf("$$", start + 2);
            return at > start + 2 && at + 2 <= limit ? at + 2 : -1;
        }
        if (Character.isWhitespace(text.charAt(start + 1))) {
            return -1;
        }
        for (int i = start + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '$') {
                boolean blank = Character.isWhitespace(text.charAt(i - 1));
                boolean digit = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
                return blank || digit ? -1 : i + 1;
            }
        }
        return -1;
    }
}
