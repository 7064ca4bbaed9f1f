package dev.lemma.cli;

import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import dev.lemma.search.Evaluation;
import dev.lemma.search.EvaluationResult;
import dev.lemma.search.Filters;
import dev.lemma.search.Library;
import dev.lemma.search.SearchOrder;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.TestCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The search of the site on a test collection: its documents become a library of their own, its queries are asked as
/// a reader would type them.
final class SearchEvaluation {
    private static final int RESULTS = 1_000;
    private static final Duration PATIENCE = Duration.ofHours(1);
    /// Stands for the title of a document without one; it has no word in it.
    private static final String NO_TITLE = "-";

    private SearchEvaluation() {}

    static EvaluationResult run(TestCollection collection) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            return run(collection, folder.path());
        }
    }

    private static EvaluationResult run(TestCollection collection, Path home) {
        try (Library library = Library.open(home)) {
            Map<PaperId, String> documents = fill(library.store(), collection);
            if (!library.awaitIndexed(PATIENCE)) {
                throw new CommandException(Lemma.FAILED, collection.name() + ": not indexed after " + PATIENCE);
            }
            return Evaluation.run(
                    collection,
                    query -> library.search(request(query)).hits().stream()
                            .map(hit -> documents.get(hit.stored().paper().id()))
                            .toList());
        }
    }

    /// @return the document of each paper; ids of collections are not always fit for a paper
    private static Map<PaperId, String> fill(PaperStore store, TestCollection collection) {
        Map<PaperId, String> documents = new HashMap<>();
        try (PaperStore.Writer writer = store.writer()) {
            collection.forEachDocument(document -> {
                PaperId id = PaperId.ofOwn(Integer.toString(documents.size() + 1));
                documents.put(id, document.id());
                writer.put(paper(id, document), false);
            });
            writer.commit();
        }
        return documents;
    }

    /// What is too long for a paper goes on where there is room.
    private static Paper paper(PaperId id, TestCollection.Document document) {
        String title = document.title().isBlank() ? NO_TITLE : document.title();
        String text = document.text();
        if (title.length() > Paper.MAX_TITLE) {
            text = title.substring(Paper.MAX_TITLE) + " " + text;
            title = title.substring(0, Paper.MAX_TITLE);
        }
        String summary = text.length() > Paper.MAX_SUMMARY ? text.substring(0, Paper.MAX_SUMMARY) : text;
        return Paper.builder(id, title).summary(summary).source("collection").build();
    }

    private static SearchRequest request(String query) {
        return new SearchRequest(query, Filters.NONE, SearchOrder.RELEVANCE, 0, RESULTS, false, false);
    }
}
