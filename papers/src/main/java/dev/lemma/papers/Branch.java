package dev.lemma.papers;

import java.util.Locale;

/// Where a paper comes from; the first part of every [PaperId].
public enum Branch {
    /// The arXiv: `arxiv:2404.19756`.
    ARXIV,
    /// Proceedings and journals: `venue:ICLR.2018/B11bwYgfM`.
    VENUE,
    /// The owner's own bibliography: `own:knuth1984texbook`.
    OWN;

    /// The lower-case name, as in ids, URLs and the query language.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
