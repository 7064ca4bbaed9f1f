package dev.lemma.search;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Writes rankings in the format of TREC, for `trec_eval` and others: `query Q0 document rank score tag`.
public final class TrecRun {
    private TrecRun() {}

    /// Writes rankings, each document once and at most [TrecMeasures#MAX_RESULTS] a query. The scores only fall
    /// with the rank, because evaluators sort by score.
    ///
    /// @param run document ids by query, best first; ids without white space
    /// @param tag name of the run
    /// @param out is written to, not closed
    /// @throws IllegalArgumentException if an id or the tag is empty or has white space
    public static void write(Map<String, List<String>> run, String tag, Appendable out) throws IOException {
        checkToken("tag", tag);
        for (Map.Entry<String, List<String>> ranking : run.entrySet()) {
            checkToken("query", ranking.getKey());
            int rank = 0;
            for (String document : TrecMeasures.counted(ranking.getValue())) {
                checkToken("document", document);
                rank++;
                out.append(ranking.getKey()).append(" Q0 ").append(document).append(' ');
                out.append(Integer.toString(rank)).append(' ');
                out.append(Integer.toString(TrecMeasures.MAX_RESULTS + 1 - rank))
                        .append(' ');
                out.append(tag).append('\n');
            }
        }
    }

    private static void checkToken(String what, String value) {
        if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(what + " '" + value + "' is empty or has white space");
        }
    }
}
