package dev.lemma.server;

import dev.lemma.papers.ArxivId;
import dev.lemma.papers.Branch;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.StoredPaper;
import dev.lemma.search.Filters;
import dev.lemma.search.Hit;
import dev.lemma.search.Library;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import dev.lemma.server.PaperView.Fact;
import dev.lemma.server.PaperView.Related;
import dev.lemma.server.ResultsView.Link;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A paper: `/arxiv/2404.19756`, `/arxiv/hep-th/9901001`, `/venue/ICLR.2018/B11bwYgfM`, `/own/key`.
final class PaperPage {
    private static final int AUTHORS = 40;
    private static final int RELATED = 6;
    private static final int RELATED_WORDS = 14;
    private static final int DESCRIPTION = 300;

    private final Library library;
    private final Shell shell;

    PaperPage(Library library, Shell shell) {
        this.library = library;
        this.shell = shell;
    }

    /// Whether an address below `/arxiv/` is that of a paper.
    boolean isPaper(Request request) {
        String text = request.after("/arxiv/");
        return text.indexOf('/') >= 0 || !text.isEmpty() && Character.isDigit(text.charAt(0));
    }

    Reply answer(Request request) {
        PaperId id = id(request.path());
        if (!id.path().equals(request.path())) {
            return Reply.redirect(301, id.path());
        }
        StoredPaper stored =
                library.find(id).orElseThrow(() -> new StatusException(404, Msg.ERROR_NO_PAPER, id.local()));
        Messages m = shell.messages(request.language());
        Paper paper = stored.paper();
        PaperView view = view(m, stored);
        Frame frame = shell.frame(request, paper.title())
                .withDescription(clipped(paper.summary(), DESCRIPTION))
                .withCanonical(id.path())
                .withMetas(PaperMetadata.metas(paper, shell.base()), PaperMetadata.jsonLd(paper, shell.base()));
        return shell.html((output, interceptor) -> JtepaperGenerated.render(output, interceptor, frame, view));
    }

    private static PaperId id(String path) {
        if (path.startsWith("/arxiv/")) {
            return ArxivId.parse(path.substring("/arxiv/".length()))
                    .map(PaperId::of)
                    .orElseThrow(StatusException::notFound);
        }
        int slash = path.indexOf('/', 1);
        try {
            return new PaperId(path.substring(1, slash) + ":" + path.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw StatusException.notFound();
        }
    }

    private PaperView view(Messages m, StoredPaper stored) {
        Paper paper = stored.paper();
        List<Link> authors = Lists.authors(paper.authors());
        int shown = authors.size() <= AUTHORS ? authors.size() : AUTHORS;
        String words = words(paper.title());
        return new PaperView(
                paper.id().branch() == Branch.ARXIV
                        ? "arXiv:" + paper.id().local()
                        : paper.id().local(),
                TextParts.of(paper.title()),
                authors.subList(0, shown),
                authors.subList(shown, authors.size()),
                TextParts.of(paper.summary()),
                Lists.categories(m, paper),
                Lists.venue(paper),
                facts(m, paper),
                links(m, paper),
                paper.keywords().stream()
                        .map(word -> Link.to(word, Url.search("\"" + word.replace('"', ' ') + "\"")))
                        .toList(),
                same(m, stored),
                words.isEmpty() ? List.of() : related(stored, words),
                words.isEmpty() ? "" : Url.search(words),
                BibTex.entry(paper),
                BibTex.key(paper));
    }

    private static List<Fact> facts(Messages m, Paper paper) {
        List<Fact> facts = new ArrayList<>();
        addDay(facts, m.text(Msg.PAPER_PUBLISHED), paper.published());
        addDay(
                facts,
                m.text(Msg.PAPER_UPDATED),
                paper.updated().filter(day -> !paper.published().equals(Optional.of(day))));
        addDay(facts, m.text(Msg.PAPER_ANNOUNCED), paper.announced());
        addText(facts, m.text(Msg.PAPER_COMMENT), paper.comment());
        addText(facts, m.text(Msg.PAPER_JOURNAL), paper.journalRef());
        return facts;
    }

    private static void addDay(List<Fact> facts, String name, Optional<LocalDate> day) {
        day.ifPresent(date -> facts.add(new Fact(name, TextParts.of(date.toString()))));
    }

    private static void addText(List<Fact> facts, String name, String text) {
        if (!text.isEmpty()) {
            facts.add(new Fact(name, TextParts.of(text)));
        }
    }

    private static List<Link> links(Messages m, Paper paper) {
        List<Link> links = new ArrayList<>();
        Url.web(paper.pdf()).ifPresent(href -> links.add(Link.to("PDF", href)));
        Url.web(paper.url()).ifPresent(href -> links.add(Link.to(host(m, href), href)));
        if (!paper.doi().isEmpty()) {
            links.add(Link.to("DOI " + paper.doi(), "https://doi.org/" + Url.encode(paper.doi())));
        }
        return links;
    }

    /// The name of the place that a link leads to.
    private static String host(Messages m, String href) {
        int start = href.indexOf("://") + 3;
        int end = start;
        while (end < href.length() && "/?#:".indexOf(href.charAt(end)) < 0) {
            end++;
        }
        String host = href.substring(start, end);
        return host.isEmpty() ? m.text(Msg.PAPER_SOURCE) : host.startsWith("www.") ? host.substring(4) : host;
    }

    private List<Link> same(Messages m, StoredPaper stored) {
        return library.store().linked(stored).stream()
                .map(StoredPaper::paper)
                .filter(other -> !other.id().equals(stored.paper().id()))
                .map(other -> {
                    String branch = m.text(Lists.branchName(other.id().branch().key()));
                    String where = Lists.venue(other)
                            .map(Link::label)
                            .orElse(other.id().local());
                    return Link.to(
                            other.id().branch() == Branch.ARXIV
                                    ? "arXiv:" + other.id().local()
                                    : branch + ": " + where,
                            other.id().path());
                })
                .toList();
    }

    /// Papers that share the title's words; full matches come first in a search, then partial ones.
    private List<Related> related(StoredPaper stored, String words) {
        List<Related> related = new ArrayList<>(RELATED);
        SearchRequest request =
                new SearchRequest(words, Filters.NONE, SearchOrder.RELEVANCE, 0, RELATED + 4, false, false);
        for (Hit hit : library.search(request).hits()) {
            Paper other = hit.stored().paper();
            boolean sameWork = hit.stored().work() == stored.work()
                    || other.id().equals(stored.paper().id());
            if (!sameWork && related.size() < RELATED) {
                String when = Lists.venue(other)
                        .map(Link::label)
                        .or(() -> other.date().map(day -> Integer.toString(day.getYear())))
                        .orElse("");
                related.add(new Related(other.id().path(), TextParts.of(other.title()), shortAuthors(other), when));
            }
        }
        return related;
    }

    private static String shortAuthors(Paper paper) {
        List<String> names = paper.authors();
        return names.size() <= 3 ? String.join(", ", names) : names.get(0) + " et al.";
    }

    /// The words of a title without formulas and signs, in lower case so that none is an operator of the query
    /// language.
    private static String words(String title) {
        StringBuilder out = new StringBuilder();
        int count = 0;
        for (TextParts.Part part : TextParts.of(title)) {
            if (part.formula()) {
                continue;
            }
            String text = part.text();
            for (int i = 0; i < text.length() && count < RELATED_WORDS; ) {
                int start = i;
                while (i < text.length()
                        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '-' && i > start)) {
                    i++;
                }
                if (i - start > 1) {
                    String word = text.substring(start, i);
                    String trimmed = word.endsWith("-") ? word.substring(0, word.length() - 1) : word;
                    out.append(out.isEmpty() ? "" : " ").append(trimmed.toLowerCase(java.util.Locale.ROOT));
                    count++;
                }
                i = Math.max(i, start + 1);
            }
        }
        return out.toString();
    }

    static String clipped(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int blank = text.lastIndexOf(' ', max);
        int end = blank > max / 2 ? blank : max;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
