package dev.lemma.search;

import java.util.List;

/// A query and what is to be said about it.
///
/// @param root the clauses of the query; none if the text has no words
/// @param notes what was not understood and what was done instead; empty for most
public record ParsedQuery(QueryNode.Group root, List<QueryNote> notes) {
    public ParsedQuery {
        notes = List.copyOf(notes);
    }
}
