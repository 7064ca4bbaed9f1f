package dev.lemma.papers;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Two descriptions of one paper become one. An import never erases: what the winning description does not say
/// is kept from the other one.
final class Merge {
    private Merge() {}

    /// The paper that the store keeps after `incoming` met `stored`.
    ///
    /// The incoming description wins if it is not the older one ([Paper#asOf]); one without a day never wins
    /// over one with a day. Whatever the days, any other source wins over the built-in classics.
    ///
    /// @param onlyIfNewer the incoming description wins only if both say of when they are and it is the newer
    ///     one
    static Paper of(Paper stored, Paper incoming, boolean onlyIfNewer) {
        return wins(incoming, stored, onlyIfNewer) ? over(incoming, stored) : over(stored, incoming);
    }

    private static boolean wins(Paper incoming, Paper stored, boolean onlyIfNewer) {
        boolean fromClassics = incoming.source().equals(Classics.SOURCE);
        if (fromClassics != stored.source().equals(Classics.SOURCE)) {
            return !fromClassics;
        }
        Optional<LocalDate> before = stored.asOf();
        Optional<LocalDate> now = incoming.asOf();
        if (before.isEmpty()) {
            return !onlyIfNewer;
        }
        return now.isPresent() && now.get().compareTo(before.get()) >= (onlyIfNewer ? 1 : 0);
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
