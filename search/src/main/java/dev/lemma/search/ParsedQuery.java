package dev.lemma.search;

import java.util.List;

record ParsedQuery(QueryNode.Group root, List<QueryNote> notes) {}
