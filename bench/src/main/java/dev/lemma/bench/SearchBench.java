package dev.lemma.bench;

import dev.lemma.search.Library;
import dev.lemma.search.SearchRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// How long queries take inside the process: one thread, the ten best with highlights and facets.
///
/// All queries run once for the compiler and then in rounds; the median round (by its sum) counts, so that a
/// disturbance of one round does not.
public final class SearchBench {
    private SearchBench() {}

    /// The distribution of one round's times.
    ///
    /// @param queries number of queries
    /// @param papers papers that were searched
    /// @param p50 milliseconds that half of the queries did not exceed
    /// @param max milliseconds of the slowest
    /// @param perSecond queries a second
    /// @param cold milliseconds of the very first query
    public record Latency(
            int queries,
            long papers,
            double p50,
            double p90,
            double p99,
            double max,
            double mean,
            double perSecond,
            double cold) {
        /// One JSON object on one line; milliseconds with three digits.
        public String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"bench\":\"search\",\"papers\":%d,\"queries\":%d,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,"
                            + "\"max_ms\":%.3f,\"mean_ms\":%.3f,\"queries_per_s\":%.1f,\"first_ms\":%.1f}",
                    papers,
                    queries,
                    p50,
                    p90,
                    p99,
                    max,
                    mean,
                    perSecond,
                    cold);
        }
    }

    /// Runs the queries in rounds.
    ///
    /// @param rounds rounds that count, at least 1; two more come before them
    /// @throws IllegalArgumentException if there are no queries or rounds
    public static Latency run(Library library, List<String> queries, int rounds) {
        if (queries.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException("needs a query and a round, not " + queries.size() + " and " + rounds);
        }
        double cold = lap(library, queries.subList(0, 1))[0];
        lap(library, queries);
        lap(library, queries);
        List<double[]> laps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            laps.add(lap(library, queries));
        }
        laps.sort(Comparator.comparingDouble(lap -> Arrays.stream(lap).sum()));
        double[] times = laps.get(rounds / 2);
        Arrays.sort(times);
        double sum = Arrays.stream(times).sum();
        return new Latency(
                times.length,
                library.status().papers(),
                quantile(times, 0.50),
                quantile(times, 0.90),
                quantile(times, 0.99),
                times[times.length - 1],
                sum / times.length,
                1_000 * times.length / sum,
                cold);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    private static double[] lap(Library library, List<String> queries) {
        double[] times = new double[queries.size()];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            library.search(SearchRequest.of(queries.get(i)));
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        return times;
    }
}
