package dev.lemma.search;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts matching papers by day.
final class DayCounter extends SimpleCollector {
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private SortedNumericDocValues days = DocValues.emptySortedNumeric();

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        days = DocValues.getSortedNumeric(leaf.reader(), IndexFields.DATE);
    }

    @Override
    public void collect(int doc) throws IOException {
        if (days.advanceExact(doc)) {
            counts.merge(days.nextValue(), 1, Integer::sum);
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    /// Epoch day -> papers.
    static final class Manager implements CollectorManager<DayCounter, Map<Long, Integer>> {
        @Override
        public DayCounter newCollector() {
            return new DayCounter();
        }

        @Override
        public Map<Long, Integer> reduce(Collection<DayCounter> counters) {
            TreeMap<Long, Integer> sum = new TreeMap<>();
            counters.forEach(counter -> counter.counts.forEach((day, count) -> sum.merge(day, count, Integer::sum)));
            return sum;
        }
    }
}
