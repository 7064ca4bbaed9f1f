package dev.lemma.papers;

import java.util.List;

/// What the two formats of venues' lists share, so that one paper has one id whichever it comes from.
final class VenuePapers {
    private VenuePapers() {}

    /// A builder of a paper of a venue.
    ///
    /// @param local the source's id; if it is empty the title's hash is taken
    /// @param title as the source has it
    /// @param summary as the source has it
    static Paper.Builder builder(String venue, int year, String local, String title, String summary, String source)
            throws BrokenRecordException {
        String name = Venues.canonical(venue);
        if (name.isEmpty()) {
            throw new BrokenRecordException("no venue; give it with --venue");
        }
        if (year == 0) {
            throw new BrokenRecordException("no year; give it with --year");
        }
        String text = TexText.unquoted(summary.strip());
        // Some lists went through CSV and kept its quotes in both; a title alone in quotes is meant so.
        String shown = text.length() < summary.strip().length() ? TexText.unquoted(title.strip()) : title;
        PaperId id = PaperId.ofVenue(name, year, local.isBlank() ? Fields.titleHash(title) : local);
        return Paper.builder(id, ArxivPapers.title(shown))
                .summary(TexText.plain(text))
                .venue(name)
                .year(year)
                .source(source);
    }

    /// An author list without its second half, if that repeats the first.
    static List<String> once(List<String> names) {
        int half = names.size() / 2;
        return names.size() % 2 == 0 && half > 0 && names.subList(0, half).equals(names.subList(half, names.size()))
                ? List.copyOf(names.subList(0, half))
                : names;
    }
}
