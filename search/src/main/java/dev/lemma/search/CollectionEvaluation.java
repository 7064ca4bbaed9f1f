package dev.lemma.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;

/// Measures the site's own search on a test collection: its documents go into an index in memory, and every
/// query through the code that answers readers.
///
/// The texts of all documents are held in memory while it runs: a collection of a million abstracts takes about
/// 3 GB.
public final class CollectionEvaluation {
    private CollectionEvaluation() {}

    /// The means over the queries of a folder.
    ///
    /// @throws CollectionException if the folder is no [TestCollection]
    /// @throws IllegalArgumentException if no query has a relevant document
    public static EvaluationResult run(Path folder) {
        TestCollection collection = TestCollection.open(folder);
        return TrecMeasures.mean(collection.name(), rankings(collection), collection.judgements());
    }

    /// The rankings that [#run] measures: document ids by query id, best first, for [TrecRun].
    ///
    /// @throws CollectionException if the folder is no [TestCollection]
    public static Map<String, List<String>> rankings(Path folder) {
        return rankings(TestCollection.open(folder));
    }

    private static Map<String, List<String>> rankings(TestCollection collection) {
        List<String> ids = new ArrayList<>();
        List<TextSource.Texts> texts = new ArrayList<>();
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            write(collection, directory, ids, texts);
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                FacetCounts.Dictionary dictionary = new FacetCounts.Dictionary();
                TextSource source = keys -> Arrays.stream(keys)
                        .mapToObj(key -> texts.get((int) key))
                        .toList();
                Tokens tokens = new Tokens();
                return Evaluation.rankings(collection, query -> {
                    try {
                        LibrarySearch.Found found =
                                new LibrarySearch(reader, dictionary, source, tokens).search(request(query));
                        return found.rows().stream()
                                .map(row -> ids.get((int) row.key()))
                                .toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index in memory failed", e);
        }
    }

    /// Rows are numbered from 0 in the file's order.
    private static void write(
            TestCollection collection, ByteBuffersDirectory directory, List<String> ids, List<TextSource.Texts> texts)
            throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new KeywordAnalyzer()).setSimilarity(IndexFields.similarity());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            IndexFields fields = new IndexFields();
            collection.forEachDocument(document -> {
                try {
                    writer.addDocument(fields.document(ids.size(), document.title(), document.text()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                ids.add(document.id());
                texts.add(new TextSource.Texts(document.title(), document.text()));
            });
        }
    }

    private static SearchRequest request(String query) {
        return SearchRequest.of(query)
                .withPage(0, TrecMeasures.MAX_RESULTS)
                .withFacets(false)
                .withHighlight(false);
    }
}
