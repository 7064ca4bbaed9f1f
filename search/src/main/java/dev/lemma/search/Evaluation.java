package dev.lemma.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Measures a search on a test collection.
public final class Evaluation {
    private Evaluation() {}

    /// Asks every query that has a relevant document, in order, in this thread, and gives the means.
    ///
    /// @param search document ids for a query's text, best first; at most [TrecMeasures#MAX_RESULTS] count
    /// @throws IllegalArgumentException if no query has a relevant document
    public static EvaluationResult run(TestCollection collection, Function<String, List<String>> search) {
        return TrecMeasures.mean(collection.name(), rankings(collection, search), collection.judgements());
    }

    /// The rankings that [#run] measures, by query id, for [TrecRun]. A judged query whose text is missing has
    /// none.
    public static Map<String, List<String>> rankings(TestCollection collection, Function<String, List<String>> search) {
        Map<String, List<String>> run = new LinkedHashMap<>();
        collection.judgements().forEach((query, judgements) -> {
            String text = collection.queries().get(query);
            if (text != null && TrecMeasures.relevant(judgements) > 0) {
                run.put(query, TrecMeasures.counted(search.apply(text)));
            }
        });
        return run;
    }
}
