package dev.lemma.cli;

import dev.lemma.papers.Categories;
import java.util.Set;

/// Sets of the arXiv's OAI-PMH interface. Source: the server's own ListSets, group:archive:CATEGORY since 2025.
final class ArxivSets {
    private static final Set<String> PHYSICS = Set.of(
            "astro-ph",
            "cond-mat",
            "gr-qc",
            "hep-ex",
            "hep-lat",
            "hep-ph",
            "hep-th",
            "math-ph",
            "nlin",
            "nucl-ex",
            "nucl-th",
            "physics",
            "quant-ph");

    private ArxivSets() {}

    /// The set of a category: `cs:cs:CL` of `cs.CL`, `physics:hep-th` of `hep-th`, `physics:astro-ph:GA` of
    /// `astro-ph.GA`.
    ///
    /// @throws CommandException if there is no such category
    static String ofCategory(String category) {
        String code = Categories.canonical(category);
        if (!Categories.isKnown(code)) {
            throw new CommandException(
                    Lemma.USAGE, "the arXiv has no category '" + category + "'; expected the form cs.CL");
        }
        int dot = code.indexOf('.');
        String archive = dot < 0 ? code : code.substring(0, dot);
        String group = PHYSICS.contains(archive) ? "physics" : archive;
        return group + ":" + archive + (dot < 0 ? "" : ":" + code.substring(dot + 1));
    }
}
