package dev.lemma.papers;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a source says of a paper. An empty text or list, and year 0, mean that the source does not say.
///
/// Texts are Unicode: TeX accents are resolved and white space is folded by the importers ([TexText]); formulas
/// stay LaTeX. Immutable.
///
/// @param id stable name
/// @param title never blank, at most [#MAX_TITLE] characters
/// @param authors names as "Given Family", in order
/// @param summary the abstract, at most [#MAX_SUMMARY] characters
/// @param categories arXiv category codes, the primary one first, aliases resolved ([Categories])
/// @param venue short name of a conference or journal, as [Venues] spells it
/// @param year of publication at the venue, else of the first version
/// @param published day of the first version
/// @param updated day of the version described here
/// @param announced day on which the arXiv listed it
/// @param comment the authors' remark ("12 pages, 3 figures")
/// @param doi without resolver: `10.1000/182`
/// @param journalRef where it appeared, in words
/// @param keywords the authors' own
/// @param url page of the paper at its source
/// @param pdf link to the PDF
/// @param source name of the format or service that said so, for example `arxiv-oai`
public record Paper(
        PaperId id,
        String title,
        List<String> authors,
        String summary,
        List<String> categories,
        String venue,
        int year,
        Optional<LocalDate> published,
        Optional<LocalDate> updated,
        Optional<LocalDate> announced,
        String comment,
        String doi,
        String journalRef,
        List<String> keywords,
        String url,
        String pdf,
        String source) {
    /// Characters of the longest title taken in.
    public static final int MAX_TITLE = 2_000;
    /// Characters of the longest abstract taken in.
    public static final int MAX_SUMMARY = 100_000;
    /// Authors of the longest author list taken in (the largest collaborations of physics sign with about
    /// 5,200).
    public static final int MAX_AUTHORS = 20_000;
    /// Characters of every other text.
    public static final int MAX_FIELD = 10_000;

    /// @throws IllegalArgumentException if the title is blank, the year is not 0 or in 1000..9999, or a part is
    ///     too long
    public Paper {
        if (title.isBlank()) {
            throw new IllegalArgumentException("no title");
        }
        if (year != 0 && (year < 1000 || year > 9999)) {
            throw new IllegalArgumentException("year " + year + " is not in 1000..9999");
        }
        checkLength("title", title, MAX_TITLE);
        checkLength("abstract", summary, MAX_SUMMARY);
        checkLength("comment", comment, MAX_FIELD);
        checkLength("journal reference", journalRef, MAX_FIELD);
        checkLength("venue", venue, MAX_FIELD);
        checkLength("doi", doi, MAX_FIELD);
        checkLength("url", url, MAX_FIELD);
        checkLength("pdf", pdf, MAX_FIELD);
        if (authors.size() > MAX_AUTHORS) {
            throw new IllegalArgumentException(authors.size() + " authors; at most " + MAX_AUTHORS + " are taken in");
        }
        authors = lines(authors);
        categories = lines(categories);
        keywords = lines(keywords);
    }

    /// The day that orders two descriptions of one paper: of this version or of the announcement, whichever is
    /// later.
    ///
    /// The later one, because then a description that fills the gaps of a newer one cannot make it older.
    public Optional<LocalDate> asOf() {
        if (updated.isEmpty() || announced.isEmpty()) {
            return updated.isPresent() ? updated : announced;
        }
        return updated.get().isBefore(announced.get()) ? announced : updated;
    }

    /// The best known day of the paper, for sorting: announced, else published, else updated.
    public Optional<LocalDate> date() {
        return announced.isPresent() ? announced : published.isPresent() ? published : updated;
    }

    public static Builder builder(PaperId id, String title) {
        return new Builder(id, title);
    }

    /// A builder that starts with everything this paper says.
    public Builder toBuilder() {
        Builder builder = new Builder(id, title)
                .authors(authors)
                .summary(summary)
                .categories(categories)
                .venue(venue)
                .year(year)
                .comment(comment)
                .doi(doi)
                .journalRef(journalRef)
                .keywords(keywords)
                .url(url)
                .pdf(pdf)
                .source(source);
        builder.published = published;
        builder.updated = updated;
        builder.announced = announced;
        return builder;
    }

    /// This paper as UTF-8 can hold it: half a surrogate pair, as JSON escapes may have it, becomes U+FFFD.
    /// Else the store would give back other texts than it was given.
    Paper wellFormed() {
        if (isWellFormed(title)
                && isWellFormed(summary)
                && isWellFormed(venue)
                && isWellFormed(comment)
                && isWellFormed(doi)
                && isWellFormed(journalRef)
                && isWellFormed(url)
                && isWellFormed(pdf)
                && isWellFormed(source)
                && authors.stream().allMatch(Paper::isWellFormed)
                && categories.stream().allMatch(Paper::isWellFormed)
                && keywords.stream().allMatch(Paper::isWellFormed)) {
            return this;
        }
        return new Paper(
                id,
                wellFormed(title),
                authors.stream().map(Paper::wellFormed).toList(),
                wellFormed(summary),
                categories.stream().map(Paper::wellFormed).toList(),
                wellFormed(venue),
                year,
                published,
                updated,
                announced,
                wellFormed(comment),
                wellFormed(doi),
                wellFormed(journalRef),
                keywords.stream().map(Paper::wellFormed).toList(),
                wellFormed(url),
                wellFormed(pdf),
                wellFormed(source));
    }

    /// The elements as single lines of text, blank ones left out.
    private static List<String> lines(List<String> texts) {
        for (String text : texts) {
            if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                return texts.stream()
                        .map(line -> line.replace('\n', ' ').replace('\r', ' '))
                        .filter(line -> !line.isBlank())
                        .toList();
            }
        }
        return List.copyOf(texts);
    }

    private static String wellFormed(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (isPair(text, i)) {
                i++;
            } else if (Character.isSurrogate(chars[i])) {
                chars[i] = '\ufffd';
            }
        }
        return new String(chars);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0, n = text.length(); i < n; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static void checkLength(String name, String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException(
                    name + " of " + text.length() + " characters; at most " + max + " are taken in");
        }
    }

    /// Collects the parts of a paper; not thread-safe.
    public static final class Builder {
        private final PaperId id;
        private String title;
        private List<String> authors = List.of();
        private String summary = "";
        private List<String> categories = List.of();
        private String venue = "";
        private int year;
        private Optional<LocalDate> published = Optional.empty();
        private Optional<LocalDate> updated = Optional.empty();
        private Optional<LocalDate> announced = Optional.empty();
        private String comment = "";
        private String doi = "";
        private String journalRef = "";
        private List<String> keywords = List.of();
        private String url = "";
        private String pdf = "";
        private String source = "";

        private Builder(PaperId id, String title) {
            this.id = id;
            this.title = title;
        }

        public Builder title(String title) {
            this.title = title;
            return this;
        }

        public Builder authors(List<String> authors) {
            this.authors = authors;
            return this;
        }

        public Builder summary(String summary) {
            this.summary = summary;
            return this;
        }

        public Builder categories(List<String> categories) {
            this.categories = categories;
            return this;
        }

        public Builder venue(String venue) {
            this.venue = venue;
            return this;
        }

        public Builder year(int year) {
            this.year = year;
            return this;
        }

        public Builder published(LocalDate published) {
            this.published = Optional.of(published);
            return this;
        }

        public Builder updated(LocalDate updated) {
            this.updated = Optional.of(updated);
            return this;
        }

        public Builder announced(LocalDate announced) {
            this.announced = Optional.of(announced);
            return this;
        }

        public Builder comment(String comment) {
            this.comment = comment;
            return this;
        }

        public Builder doi(String doi) {
            this.doi = doi;
            return this;
        }

        public Builder journalRef(String journalRef) {
            this.journalRef = journalRef;
            return this;
        }

        public Builder keywords(List<String> keywords) {
            this.keywords = keywords;
            return this;
        }

        public Builder url(String url) {
            this.url = url;
            return this;
        }

        public Builder pdf(String pdf) {
            this.pdf = pdf;
            return this;
        }

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        /// @throws IllegalArgumentException as [Paper]'s constructor
        public Paper build() {
            return new Paper(
                    id,
                    title,
                    authors,
                    summary,
                    categories,
                    venue,
                    year,
                    published,
                    updated,
                    announced,
                    comment,
                    doi,
                    journalRef,
                    keywords,
                    url,
                    pdf,
                    source);
        }
    }
}
