package dev.lemma.papers.harvest;

/// A set that can be harvested alone. Source: OAI-PMH 2.0, section 4.6 (ListSets).
///
/// @param spec what [OaiQuery#withSet] takes: `cs:cs:CL`
/// @param name for people: `Computation and Language`
public record OaiSet(String spec, String name) {}
