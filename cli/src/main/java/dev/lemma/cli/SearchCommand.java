package dev.lemma.cli;

import dev.lemma.papers.Branch;
import dev.lemma.search.Facets;
import dev.lemma.search.Filters;
import dev.lemma.search.Hit;
import dev.lemma.search.Library;
import dev.lemma.search.Marked;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.SearchResult;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma search "QUERY"`.
@Command(
        name = "search",
        description = {
            "Search the library.",
            "The query language is that of the site: words, \"phrases\", +must -not OR ( ), prefix*, =exact,"
                    + " title: author: abstract: cat: venue: year: date: id:"
        })
final class SearchCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Parameters(paramLabel = "QUERY", arity = "0..*", description = "words are joined; none: everything, newest first")
    private List<String> query = List.of();

    @Option(
            names = {"-n", "--limit"},
            description = "papers to show (default: ${DEFAULT-VALUE})")
    private int limit = 10;

    @Option(names = "--offset", description = "papers to leave out first")
    private int offset;

    @Option(names = "--sort", paramLabel = "relevance|newest|oldest", description = "order")
    private Optional<SearchOrder> sort = Optional.empty();

    @Option(names = "--cat", paramLabel = "CATEGORIES", description = "for example cs.AI+cs.LG-cs.CY, or cs")
    private String categories = "";

    @Option(names = "--venue", description = "for example ICLR")
    private String venue = "";

    @Option(names = "--year", paramLabel = "YEARS", description = "2020, 2020..2023, 2020.. or ..2023")
    private Years years = new Years(0, 0);

    @Option(names = "--from", paramLabel = "DAY", description = "first day, for example 2025-05-01")
    private Optional<LocalDate> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DAY", description = "last day")
    private Optional<LocalDate> to = Optional.empty();

    @Option(names = "--branch", paramLabel = "arxiv|venue|own", description = "one branch only")
    private Optional<Branch> branch = Optional.empty();

    @Option(names = "--format", paramLabel = "text|json", description = "how to print (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    SearchCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        String words = String.join(" ", query);
        Filters filters = new Filters(branch, categories, venue, years.first(), years.last(), from, to);
        SearchOrder order = sort.orElse(words.isBlank() ? SearchOrder.NEWEST : SearchOrder.RELEVANCE);
        SearchRequest request = request(words, filters, order);
        try (Library library = Libraries.existing(lemma.home())) {
            SearchResult result = named(library, library.search(request));
            if (format == OutputFormat.JSON) {
                lemma.terminal().print("%s", ResultJson.of(request, result));
            } else {
                new ResultText(lemma.terminal()).print(request, result);
            }
            return Lemma.OK;
        }
    }

    /// The paper that the query names by id, link or DOI, alone, if it names one.
    private static SearchResult named(Library library, SearchResult result) {
        return result.direct()
                .flatMap(library::find)
                .map(stored -> new SearchResult(
                        1,
                        List.of(new Hit(
                                stored,
                                0,
                                false,
                                new Marked(stored.paper().title(), List.of()),
                                new Marked(stored.paper().summary(), List.of()))),
                        false,
                        Facets.NONE,
                        List.of(),
                        Optional.empty(),
                        result.direct(),
                        result.nanos()))
                .orElse(result);
    }

    private SearchRequest request(String words, Filters filters, SearchOrder order) {
        try {
            boolean highlight = format == OutputFormat.TEXT;
            return new SearchRequest(words, filters, order, offset, limit, format == OutputFormat.JSON, highlight);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Lemma.USAGE, "--" + e.getMessage(), e);
        }
    }
}
