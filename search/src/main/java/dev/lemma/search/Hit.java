package dev.lemma.search;

import dev.lemma.papers.StoredPaper;

/// One result.
///
/// @param stored the paper
/// @param score relevance; 0 where the order is not by relevance
/// @param title the title with its matches
/// @param summary the abstract with its matches
public record Hit(StoredPaper stored, float score, Marked title, Marked summary) {}
