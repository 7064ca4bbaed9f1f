package dev.lemma.server;

import dev.lemma.server.ResultsView.CountLink;
import dev.lemma.server.ResultsView.Link;
import java.util.List;
import java.util.Optional;

/// @param size "12,345 papers"; empty for an empty library
/// @param latest numbers of the newest day
/// @param groups categories
/// @param venues venues with their years
/// @param examples queries to try
record HomeView(String size, Optional<Latest> latest, List<Group> groups, List<VenueRow> venues, List<Link> examples) {
    /// @param papers "123 papers"
    record Latest(Link day, String papers, List<CountLink> categories) {}

    /// @param open whether its categories are shown at once
    record Group(String name, boolean open, List<CountLink> categories) {}

    /// @param venue name, list and papers
    /// @param years years, the latest first
    /// @param more whether there are earlier ones
    record VenueRow(CountLink venue, List<CountLink> years, boolean more) {}
}
