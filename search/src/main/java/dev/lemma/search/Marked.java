package dev.lemma.search;

import java.util.List;

/// A text and the places in it that match a query. The text is data, not markup: whoever shows it escapes it.
///
/// @param text the whole text
/// @param spans matches in rising order, without overlap
public record Marked(String text, List<Span> spans) {
    /// Characters `start` (inclusive) to `end` (exclusive).
    public record Span(int start, int end) {}

    public Marked {
        spans = List.copyOf(spans);
    }
}
