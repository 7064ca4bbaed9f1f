package dev.lemma.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.CharArraySet;

/// Finds a query's words in texts. For one search on one thread.
final class Highlighter {
    private final CharArraySet stems = new CharArraySet(16, false);
    private final CharArraySet forms = new CharArraySet(16, false);
    private final List<String> prefixes = new ArrayList<>();
    private final Tokens tokens;
    private int letters;
    private boolean others;

    /// @param tokens buffer to use
    Highlighter(Tokens tokens) {
        this.tokens = tokens;
    }

    Highlighter addStem(String stem) {
        stems.add(stem);
        first(stem);
        return this;
    }

    Highlighter addForm(String form) {
        forms.add(form);
        first(form);
        return this;
    }

    Highlighter addPrefix(String prefix) {
        prefixes.add(prefix);
        first(prefix);
        return this;
    }

    /// Notes with which letter a wanted word begins; most words of a text are passed over for theirs.
    private void first(String word) {
        char c = word.charAt(0);
        if (c >= 'a' && c <= 'z') {
            letters |= 1 << (c - 'a');
        } else {
            others = true;
        }
    }

    /// The text with all places where one of the words stands.
    Marked mark(String text) {
        if (stems.isEmpty() && forms.isEmpty() && prefixes.isEmpty()) {
            return new Marked(text, List.of());
        }
        List<Marked.Span> spans = new ArrayList<>();
        tokens.analyze(text, Tokens.Kind.PROSE, letters);
        int start = -1;
        int end = -1;
        for (int token = 0; token < tokens.size(); token++) {
            if (matches(token)) {
                if (start >= 0 && tokens.begin(token) <= end) {
                    // A compound and its parts, or overlapping pairs of Chinese characters.
                    start = Math.min(start, tokens.begin(token));
                    end = Math.max(end, tokens.end(token));
                } else {
                    if (start >= 0) {
                        spans.add(new Marked.Span(start, end));
                    }
                    start = tokens.begin(token);
                    end = tokens.end(token);
                }
            }
        }
        if (start >= 0) {
            spans.add(new Marked.Span(start, end));
        }
        return new Marked(text, spans);
    }

    private boolean matches(int token) {
        char first = tokens.chars()[tokens.formStart(token)];
        boolean letter = first >= 'a' && first <= 'z';
        if (letter ? (letters >> (first - 'a') & 1) == 0 : !others) {
            return false;
        }
        if (stems.contains(tokens.chars(), tokens.stemStart(token), tokens.stemLength(token))
                || forms.contains(tokens.chars(), tokens.formStart(token), tokens.formLength(token))) {
            return true;
        }
        for (String prefix : prefixes) {
            if (tokens.formLength(token) >= prefix.length()
                    && tokens.form(token).startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
