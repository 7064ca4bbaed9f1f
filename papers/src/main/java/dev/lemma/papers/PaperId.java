package dev.lemma.papers;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The stable name of a paper: `arxiv:2404.19756`, `arxiv:hep-th/9901001`, `venue:ICLR.2018/B11bwYgfM`,
/// `own:key`.
///
/// Letters, digits and `. _ ~ + ( ) , ; = @ ! $ * ' / : -` may stand in it, at most [#MAX_LENGTH] characters,
/// so that an id is a URL path as it is. Immutable.
///
/// @param value the whole id, branch included
public record PaperId(String value) implements Comparable<PaperId> {
    /// Characters an id may have.
    public static final int MAX_LENGTH = 200;

    private static final Pattern VALID =
            Pattern.compile("(arxiv|own):[\\w.~+(),;=@!$*'/:-]+|venue:[A-Za-z0-9]+\\.\\d{4}/[\\w.~+(),;=@!$*'/:-]+");
    private static final Pattern UNSAFE = Pattern.compile("[^\\w.~+(),;=@!$*'/:-]+");

    /// @throws IllegalArgumentException if the value is not a paper's id
    public PaperId {
        if (value.length() > MAX_LENGTH || !VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("not a paper id: '" + abbreviated(value)
                    + "'; expected arxiv:<id>, venue:<VENUE>.<year>/<id> or own:<key>");
        }
    }

    /// The id of an arXiv paper; versions are dropped.
    public static PaperId of(ArxivId id) {
        return new PaperId("arxiv:" + id.value());
    }

    /// The id of a paper of a venue.
    ///
    /// @param venue a short name, brought to its usual spelling by [Venues#canonical]
    /// @param year four digits
    /// @param local the source's own id of the paper; characters that do not fit become `-`
    public static PaperId ofVenue(String venue, int year, String local) {
        return new PaperId(fitted("venue:" + Venues.canonical(venue) + "." + year + "/", local));
    }

    /// The id of a paper of the owner's own; characters that do not fit become `-`.
    public static PaperId ofOwn(String key) {
        return new PaperId(fitted("own:", key));
    }

    /// The id that a text names, if it is one: an id as printed by [#value], an arXiv id or a link to one, or
    /// a DOI of the arXiv.
    public static Optional<PaperId> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() <= MAX_LENGTH && VALID.matcher(trimmed).matches() && !trimmed.startsWith("arxiv:")) {
            return Optional.of(new PaperId(trimmed));
        }
        return ArxivId.parse(trimmed).map(PaperId::of);
    }

    public Branch branch() {
        return Branch.valueOf(value.substring(0, value.indexOf(':')).toUpperCase(Locale.ROOT));
    }

    /// What follows the branch: `2404.19756`, `ICLR.2018/B11bwYgfM`, `key`.
    public String local() {
        return value.substring(value.indexOf(':') + 1);
    }

    /// The page of the paper on the site: `/arxiv/2404.19756`, `/venue/ICLR.2018/B11bwYgfM`, `/own/key`.
    public String path() {
        return "/" + branch().key() + "/" + local();
    }

    @Override
    public int compareTo(PaperId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String fitted(String prefix, String local) {
        String safe = UNSAFE.matcher(local.strip()).replaceAll("-");
        int room = MAX_LENGTH - prefix.length();
        // A cut name alone could meet another one: the hash of the whole keeps them apart.
        return safe.length() <= room
                ? prefix + safe
                : prefix + safe.substring(0, room - 9) + "-" + String.format(Locale.ROOT, "%08x", local.hashCode());
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
