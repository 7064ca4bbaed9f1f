package dev.lemma.cli;

/// Interfaces of the arXiv.
enum HarvestApi {
    /// OAI-PMH: whole categories, and what changed in them.
    OAI,
    /// The search API.
    ATOM
}
