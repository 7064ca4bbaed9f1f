package dev.lemma.search;

import dev.lemma.papers.StoredPaper;

/// One result.
///
/// @param stored the paper
/// @param score relevance; 0 where the order is not by relevance
/// @param partial whether the paper lacks some of the query's words: such hits follow the full ones
/// @param title the title with its matches
/// @param summary the abstract with its matches
public record Hit(StoredPaper stored, float score, boolean partial, Marked title, Marked summary) {}
