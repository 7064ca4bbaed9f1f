package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class LibrarySearchTest {
    /// Running out of time is a note, in whatever step it happens.
    @Test
    void timeRunsOut() throws IOException {
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new KeywordAnalyzer()))) {
                IndexFields fields = new IndexFields();
                for (int i = 0; i < 3_000; i++) {
                    writer.addDocument(fields.document(i, "Graph networks", "Deep graph kernels, number " + i % 7));
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                TextSource texts = keys -> Collections.nCopies(keys.length, new TextSource.Texts("Graph", ""));
                for (String query :
                        new String[] {"graph", "", "graph networks deep kernel number", "\"graph networks\" x"}) {
                    for (long limit : new long[] {-1, 60_000}) {
                        LibrarySearch.Found found = new LibrarySearch(
                                        reader, new FacetCounts.Dictionary(), texts, new Tokens(), limit)
                                .search(SearchRequest.of(query));
                        boolean late = found.notes().stream().anyMatch(note -> note.kind() == QueryNote.Kind.TIMED_OUT);
                        assertThat(late).as("%s, %d ms", query, limit).isEqualTo(limit < 0);
                        assertThat(found.total()).as("%s, %d ms", query, limit).isLessThanOrEqualTo(3_000);
                    }
                }
            }
        }
    }
}
