package dev.lemma.search;

import java.util.List;
import java.util.Optional;

/// A word of a query as the ranking sees it. Most have one part; a compound (`pre-training`) has several and is
/// matched by all of its parts or by the parts joined.
///
/// @param parts the words
/// @param joined the compound's parts as one word
/// @param exact whether only the words' own forms match
/// @param position place in the query; units more than a few positions apart make no pair
record Unit(List<Part> parts, Optional<Part> joined, boolean exact, int position) {
    /// A word: its stem and its own form (without [IndexFields#EXACT]).
    record Part(String stem, String form) {
        /// The index term that matches it.
        String term(boolean exactForm) {
            return exactForm ? formTerm() : stem;
        }

        String formTerm() {
            return IndexFields.EXACT + form;
        }
    }

    Unit {
        parts = List.copyOf(parts);
    }
}
