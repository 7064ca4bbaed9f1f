package dev.lemma.server;

import dev.lemma.server.ResultsView.CountLink;
import dev.lemma.server.ResultsView.Link;
import java.util.List;
import java.util.Optional;

/// @param id as the reader would cite it: `arXiv:2404.19756`
/// @param moreAuthors authors that are folded away
/// @param facts "Published", "2024-04-30" and the like
/// @param links source page, PDF, DOI: addresses of the web
/// @param same the same work in other branches
/// @param related papers with similar titles
/// @param relatedSearch search for more of these
record PaperView(
        String id,
        List<TextParts.Part> title,
        List<Link> authors,
        List<Link> moreAuthors,
        List<TextParts.Part> summary,
        List<CountLink> categories,
        Optional<Link> venue,
        List<Fact> facts,
        List<Link> links,
        List<Link> keywords,
        List<Link> same,
        List<Related> related,
        String relatedSearch,
        String bibtex,
        String bibtexKey) {
    /// A named property.
    record Fact(String name, List<TextParts.Part> value) {}

    /// A paper in short.
    record Related(String path, List<TextParts.Part> title, String authors, String when) {}
}
