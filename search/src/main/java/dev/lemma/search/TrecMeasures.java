package dev.lemma.search;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Quality of one ranking, by the usual measures of TREC.
///
/// With `g_i` the judged relevance of the document at rank i (0 if not judged or negative), `R` the number of
/// judged documents of positive relevance, and `hits(k)` those among the first k:
/// - `DCG@k = sum_{i=1..k} g_i / log2(i + 1)`, `nDCG@10 = DCG@10 / ideal DCG@10` (gains linear, as trec_eval's
///   `ndcg_cut`; Järvelin and Kekäläinen 2002), the ideal over all judged documents
/// - average precision at 1,000 `= (1 / R) sum_{i <= 1000, g_i > 0} hits(i) / i`
/// - `recall@100 = hits(100) / R` and `P@10 = hits(10) / 10`
///
/// A document that comes again counts only where it came first. Only the first [#MAX_RESULTS] count.
///
/// @param ndcg10 nDCG@10, 0 to 1, as all others
/// @param averagePrecision average precision at 1,000
/// @param recall100 recall@100
/// @param p10 P@10
public record TrecMeasures(double ndcg10, double averagePrecision, double recall100, double p10) {
    /// Results that count, as in the tracks of TREC.
    public static final int MAX_RESULTS = 1_000;

    /// Measures a ranking. Time and memory grow with its first 1,000 results and with the judgements.
    ///
    /// @param ranking document ids, best first; not modified
    /// @param judgements relevance by document id; not modified
    /// @throws IllegalArgumentException if no judgement is positive: then the measures are not defined
    public static TrecMeasures of(List<String> ranking, Map<String, Integer> judgements) {
        int relevant = relevant(judgements);
        if (relevant == 0) {
            throw new IllegalArgumentException("judgements have no relevant document");
        }
        double dcg = 0;
        double precisions = 0;
        int found = 0;
        int found10 = 0;
        int found100 = 0;
        int rank = 0;
        for (String document : counted(ranking)) {
            rank++;
            int gain = Math.max(0, judgements.getOrDefault(document, 0));
            if (gain > 0) {
                found++;
                precisions += (double) found / rank;
                found10 += rank <= 10 ? 1 : 0;
                found100 += rank <= 100 ? 1 : 0;
                dcg += rank <= 10 ? discounted(gain, rank) : 0;
            }
        }
        return new TrecMeasures(
                dcg / idealDcg10(judgements.values()),
                precisions / relevant,
                (double) found100 / relevant,
                found10 / 10.0);
    }

    /// The results that count: each document once, at most [#MAX_RESULTS].
    static List<String> counted(List<String> ranking) {
        LinkedHashSet<String> documents = new LinkedHashSet<>();
        for (String document : ranking) {
            if (documents.size() == MAX_RESULTS) {
                break;
            }
            documents.add(document);
        }
        return List.copyOf(documents);
    }

    /// Documents of positive relevance.
    static int relevant(Map<String, Integer> judgements) {
        return (int)
                judgements.values().stream().filter(relevance -> relevance > 0).count();
    }

    /// The mean over the queries that have a relevant document; one without results counts as 0.
    ///
    /// @param collection name for the result
    /// @param run document ids by query, best first
    /// @param judgements relevance by document, by query
    /// @throws IllegalArgumentException if no query has a relevant document
    public static EvaluationResult mean(
            String collection, Map<String, List<String>> run, Map<String, Map<String, Integer>> judgements) {
        int n = 0;
        double ndcg = 0;
        double map = 0;
        double recall = 0;
        double p10 = 0;
        for (Map.Entry<String, Map<String, Integer>> judged : judgements.entrySet()) {
            if (relevant(judged.getValue()) > 0) {
                TrecMeasures one = of(run.getOrDefault(judged.getKey(), List.of()), judged.getValue());
                n++;
                ndcg += one.ndcg10;
                map += one.averagePrecision;
                recall += one.recall100;
                p10 += one.p10;
            }
        }
        if (n == 0) {
            throw new IllegalArgumentException("judgements of " + collection + " have no relevant document");
        }
        return new EvaluationResult(collection, ndcg / n, map / n, recall / n, p10 / n, n);
    }

    private static double idealDcg10(Collection<Integer> relevances) {
        List<Integer> best = relevances.stream()
                .filter(relevance -> relevance > 0)
                .sorted((a, b) -> Integer.compare(b, a))
                .limit(10)
                .toList();
        double dcg = 0;
        for (int i = 0; i < best.size(); i++) {
            dcg += discounted(best.get(i), i + 1);
        }
        return dcg;
    }

    private static double discounted(int gain, int rank) {
        return gain * Math.log(2) / Math.log(rank + 1.0);
    }
}
