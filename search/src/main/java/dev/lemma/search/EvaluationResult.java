package dev.lemma.search;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Locale;

/// Quality of a search on a [TestCollection]: means over its queries that have a relevant document
/// ([TrecMeasures]).
///
/// @param collection its name
/// @param ndcg10 mean nDCG@10
/// @param map mean average precision at 1,000
/// @param recall100 mean recall@100
/// @param p10 mean P@10
/// @param queries how many the means are over
public record EvaluationResult(
        String collection, double ndcg10, double map, double recall100, double p10, int queries) {
    /// One line of JSON, the measures to four digits.
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"collection\":\"%s\",\"ndcg10\":%.4f,\"map\":%.4f,\"recall100\":%.4f,\"p10\":%.4f,\"queries\":%d}",
                new String(JsonStringEncoder.getInstance().quoteAsString(collection)),
                ndcg10,
                map,
                recall100,
                p10,
                queries);
    }
}
