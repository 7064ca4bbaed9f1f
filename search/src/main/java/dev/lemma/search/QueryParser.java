package dev.lemma.search;

import java.util.ArrayList;
import java.util.List;

final class QueryParser {
    static final int MAX_DEPTH = 16;

    private QueryParser() {}

    static ParsedQuery parse(String text) {
        List<QueryNode.Clause> c = new ArrayList<>();
        for (String w : List.of(text.strip().split("\\s+", -1))) {
            if (!w.isEmpty()) {
                c.add(new QueryNode.Clause(QueryNode.Role.NORMAL, new QueryNode.Word(w)));
            }
        }
        return new ParsedQuery(new QueryNode.Group(c), List.of());
    }
}
