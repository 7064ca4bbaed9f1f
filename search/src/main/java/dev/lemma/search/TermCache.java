package dev.lemma.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;

/// Looks every term of a search up in the index once, however often it takes part: to match, to weigh, to rank,
/// to find positions.
///
/// For one search on one thread.
final class TermCache {
    private final IndexSearcher searcher;
    private final Map<Term, TermStates> states = new HashMap<>();

    TermCache(IndexSearcher searcher) {
        this.searcher = searcher;
    }

    IndexSearcher searcher() {
        return searcher;
    }

    /// Documents that have the term.
    int frequency(Term term) {
        return states(term).docFreq();
    }

    /// A query for the term that looks nothing up again.
    TermQuery query(Term term) {
        return new TermQuery(term, states(term));
    }

    TermStates states(Term term) {
        TermStates known = states.get(term);
        if (known == null) {
            try {
                known = TermStates.build(searcher, term, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            states.put(term, known);
        }
        return known;
    }
}
