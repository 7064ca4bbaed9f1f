package dev.lemma.papers;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bibliography's entry on its way to a paper: texts are clean, the id is not yet chosen. Mutable; one
/// record's.
///
/// The id is the arXiv's if the entry names an arXiv paper; else the venue's if venue and year are certain,
/// with the id that OpenReview or the ACL Anthology has for it or the title's hash; else `own:` and the
/// entry's key.
final class Citation {
    private static final Pattern ARXIV_IN_TEXT =
            Pattern.compile("(?i)\\barxiv:\\s*(\\d{4}\\.\\d{4,5}|[a-z-]+(?:\\.[A-Za-z]{2})?/\\d{7})");
    private static final Pattern ARXIV_LINK = Pattern.compile(
            "(?i)(?:arxiv\\.org/(?:abs|pdf|html)/|10\\.48550/arxiv\\.)(\\d{4}\\.\\d{4,5}|[a-z-]+(?:\\.[A-Z]{2})?/\\d{7})");

    String key = "";
    String title = "";
    String rawTitle = "";
    List<String> authors = List.of();
    String summary = "";
    /// Journal or book that it appeared in.
    String container = "";
    String volume = "";
    String number = "";
    String pages = "";
    /// Short name of the venue, if the entry says it for certain.
    String venue = "";
    /// The paper's id within its venue, if no link shows one; empty for the title's hash.
    String local = "";
    int year;
    Optional<LocalDate> published = Optional.empty();
    Optional<LocalDate> updated = Optional.empty();
    String comment = "";
    String doi = "";
    List<String> keywords = List.of();
    List<String> categories = List.of();
    String url = "";
    String pdf = "";
    Optional<ArxivId> arxiv = Optional.empty();

    /// Looks for an arXiv id in the places where bibliographies put one, if there is none yet.
    void findArxiv(String... texts) {
        List<String> places = new ArrayList<>(List.of(texts));
        places.addAll(List.of(doi, url, pdf, container));
        for (String text : places) {
            if (arxiv.isPresent()) {
                return;
            }
            Matcher matcher = ARXIV_LINK.matcher(text);
            if (!matcher.find()) {
                matcher = ARXIV_IN_TEXT.matcher(text);
                if (!matcher.find()) {
                    continue;
                }
            }
            arxiv = ArxivId.parse(matcher.group(1));
        }
    }

    /// @throws BrokenRecordException if there is no title
    Paper paper(String source) throws BrokenRecordException {
        if (title.isBlank()) {
            throw new BrokenRecordException("no title");
        }
        Paper.Builder paper = Paper.builder(id(), title)
                .authors(authors)
                .summary(summary)
                .categories(Categories.codesOf(categories))
                .venue(venue)
                .year(year != 0 ? year : published.map(LocalDate::getYear).orElse(0))
                .comment(comment)
                .doi(doi)
                .journalRef(arxiv.isPresent() && isArxiv(container) ? "" : reference())
                .keywords(keywords)
                .url(url.isEmpty() && !doi.isEmpty() ? "https://doi.org/" + doi : url)
                .pdf(pdf)
                .source(source);
        published.ifPresent(paper::published);
        updated.ifPresent(paper::updated);
        arxiv.ifPresent(id -> ArxivPapers.linked(paper, id));
        return paper.build();
    }

    private PaperId id() {
        if (arxiv.isPresent()) {
            return PaperId.of(arxiv.get());
        }
        String hashed = rawTitle.isEmpty() ? title : rawTitle;
        if (!venue.isEmpty() && year != 0) {
            String shown = Fields.localId(url, pdf, doi);
            String other = local.isEmpty() ? Fields.titleHash(hashed) : local;
            return PaperId.ofVenue(venue, year, shown.isEmpty() ? other : shown);
        }
        return PaperId.ofOwn(key.isBlank() ? Fields.titleHash(hashed) : key);
    }

    private static boolean isArxiv(String container) {
        String lower = container.toLowerCase(Locale.ROOT);
        return lower.startsWith("arxiv") || lower.equals("corr");
    }

    /// "Journal of X 12(3), 4-5, 2018".
    private String reference() {
        if (container.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(container);
        if (!volume.isEmpty()) {
            out.append(' ').append(volume);
        }
        if (!number.isEmpty()) {
            out.append('(').append(number).append(')');
        }
        if (!pages.isEmpty()) {
            out.append(", ").append(pages);
        }
        if (year != 0) {
            out.append(", ").append(year);
        }
        return out.toString();
    }
}
