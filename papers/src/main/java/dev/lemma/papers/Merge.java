package dev.lemma.papers;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Two descriptions of one paper become one. An import never erases: what the winning description does not say is kept
/// from the other one.
final class Merge {
    private Merge() {}

    /// The paper that the store keeps after `incoming` met `stored`.
    ///
    /// The incoming description wins unless it is older ([Paper#asOf]), or comes from the built-in classics while
    /// the stored one does not.
    ///
    /// @param onlyIfNewer the incoming description wins only if both say of when they are and it is the newer one
    static Paper of(Paper stored, Paper incoming, boolean onlyIfNewer) {
        int age = stored.asOf().isPresent() && incoming.asOf().isPresent()
                ? incoming.asOf().get().compareTo(stored.asOf().get())
                : 0;
        boolean lesser =
                incoming.source().equals(Classics.SOURCE) && !stored.source().equals(Classics.SOURCE);
        boolean wins = !lesser && (onlyIfNewer ? age > 0 : age >= 0);
        return wins ? over(incoming, stored) : over(stored, incoming);
    }

    /// `winner`, with its gaps filled from `other`.
    private static Paper over(Paper winner, Paper other) {
        return new Paper(
                winner.id(),
                winner.title(),
                either(winner.authors(), other.authors()),
                either(winner.summary(), other.summary()),
                either(winner.categories(), other.categories()),
                either(winner.venue(), other.venue()),
                winner.year() != 0 ? winner.year() : other.year(),
                either(winner.published(), other.published()),
                either(winner.updated(), other.updated()),
                either(winner.announced(), other.announced()),
                either(winner.comment(), other.comment()),
                either(winner.doi(), other.doi()),
                either(winner.journalRef(), other.journalRef()),
                either(winner.keywords(), other.keywords()),
                either(winner.url(), other.url()),
                either(winner.pdf(), other.pdf()),
                winner.source());
    }

    private static String either(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private static List<String> either(List<String> first, List<String> second) {
        return first.isEmpty() ? second : first;
    }

    private static Optional<LocalDate> either(Optional<LocalDate> first, Optional<LocalDate> second) {
        return first.isPresent() ? first : second;
    }
}
