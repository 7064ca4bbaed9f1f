package dev.lemma.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts the facet values of matching documents in one pass over [IndexFields#FACET].
final class FacetCounts {
    /// Values met so far and their numbers; segments come and go, values stay. Thread-safe.
    static final class Dictionary {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> values = new ArrayList<>();
        private final Map<Object, int[]> bySegment = new WeakHashMap<>();

        /// The number of each ordinal of a segment.
        synchronized int[] of(LeafReaderContext leaf, SortedSetDocValues facets) throws IOException {
            var helper = leaf.reader().getCoreCacheHelper();
            int[] known = helper == null ? null : bySegment.get(helper.getKey());
            if (known != null) {
                return known;
            }
            int[] mapping = new int[(int) facets.getValueCount()];
            for (int ord = 0; ord < mapping.length; ord++) {
                String value = facets.lookupOrd(ord).utf8ToString();
                mapping[ord] = numbers.computeIfAbsent(value, v -> {
                    values.add(v);
                    return values.size() - 1;
                });
            }
            if (helper != null) {
                bySegment.put(helper.getKey(), mapping);
            }
            return mapping;
        }

        synchronized String value(int number) {
            return values.get(number);
        }
    }

    private FacetCounts() {}

    /// Counts while a search collects.
    static CollectorManager<Counter, Facets> manager(Dictionary dictionary) {
        return new CollectorManager<>() {
            @Override
            public Counter newCollector() {
                return new Counter(dictionary);
            }

            @Override
            public Facets reduce(Collection<Counter> counters) {
                int[] sum = new int[0];
                for (Counter counter : counters) {
                    if (counter.counts.length > sum.length) {
                        sum = Arrays.copyOf(sum, counter.counts.length);
                    }
                    for (int i = 0; i < counter.counts.length; i++) {
                        sum[i] += counter.counts[i];
                    }
                }
                return facets(dictionary, sum);
            }
        };
    }

    private static Facets facets(Dictionary dictionary, int[] counts) {
        Map<Character, List<Facets.Count>> byKind = new HashMap<>();
        for (int number = 0; number < counts.length; number++) {
            if (counts[number] > 0) {
                String value = dictionary.value(number);
                byKind.computeIfAbsent(value.charAt(0), kind -> new ArrayList<>())
                        .add(new Facets.Count(value.substring(1), counts[number]));
            }
        }
        Comparator<Facets.Count> byCount =
                Comparator.comparingInt(Facets.Count::count).reversed().thenComparing(Facets.Count::value);
        Comparator<Facets.Count> byYear =
                Comparator.comparing(Facets.Count::value).reversed();
        return new Facets(
                sorted(byKind.getOrDefault('b', List.of()), byCount),
                sorted(byKind.getOrDefault('c', List.of()), byCount),
                sorted(byKind.getOrDefault('v', List.of()), byCount),
                sorted(byKind.getOrDefault('y', List.of()), byYear));
    }

    private static List<Facets.Count> sorted(List<Facets.Count> counts, Comparator<Facets.Count> order) {
        return counts.stream().sorted(order).toList();
    }

    /// One collector's counts, by number of value.
    static final class Counter extends SimpleCollector {
        private final Dictionary dictionary;
        private int[] counts = new int[256];
        private SortedSetDocValues facets = DocValues.emptySortedSet();
        private int[] mapping = new int[0];

        private Counter(Dictionary dictionary) {
            this.dictionary = dictionary;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
            facets = DocValues.getSortedSet(leaf.reader(), IndexFields.FACET);
            mapping = dictionary.of(leaf, facets);
            int highest = 0;
            for (int number : mapping) {
                highest = Math.max(highest, number);
            }
            if (highest >= counts.length) {
                counts = Arrays.copyOf(counts, highest + 256);
            }
        }

        @Override
        public void collect(int doc) throws IOException {
            if (facets.advanceExact(doc)) {
                for (int i = facets.docValueCount(); i > 0; i--) {
                    counts[mapping[(int) facets.nextOrd()]]++;
                }
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
