package dev.lemma.search;

import dev.lemma.papers.ArxivId;
import dev.lemma.papers.Categories;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.Venues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanOrQuery;
import org.apache.lucene.queries.spans.SpanPositionRangeQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// A query's meaning for one state of the index.
///
/// Free words may be relaxed: first the papers that match all of them, then those that match some. Everything
/// else (fields, phrases, prefixes, alternatives, `+`, `-`, filters) must hold in any case. All words that
/// stand for a subject, wherever they are, rank.
final class QueryPlan {
    /// Words that a prefix may stand for.
    static final int MAX_EXPANSIONS = 128;
    /// Positions that punctuation puts between two words of a query: they make no pair.
    private static final int CLAUSE_GAP = 10;
    /// Conditions (terms, values, ranges) of a query. Lucene refuses queries of more than 1,024 clauses; a
    /// condition makes at most three (to match, to find the author of that name, to rank), and the filters come
    /// on top.
    static final int MAX_CONDITIONS = 300;
    /// Category codes of [Filters#categories].
    static final int MAX_FILTER_CONDITIONS = 100;
    /// Words looked at to find them.
    private static final int MAX_SCANNED = 20_000;

    private final TermCache terms;
    private final Tokens tokens;
    private final List<QueryNote> notes = new ArrayList<>();
    // What may be relaxed, as all of it must match and as some of it may (a phrase by its words); scoring units
    // of everything, in order.
    private final List<Query> free = new ArrayList<>();
    private final List<Query> relaxed = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();
    private final List<Query> required = new ArrayList<>();
    private final List<Query> excluded = new ArrayList<>();
    private final Set<String> prefixes = new LinkedHashSet<>();
    private final Set<String> marked = new LinkedHashSet<>();
    private final Set<String> markedForms = new LinkedHashSet<>();
    private int position;
    private boolean empty;
    private int conditionsLeft = MAX_CONDITIONS;

    private QueryPlan(TermCache terms, Tokens tokens) {
        this.terms = terms;
        this.tokens = tokens;
    }

    /// @param tokens buffer to use
    static QueryPlan of(QueryNode.Group root, Filters filters, TermCache terms, Tokens tokens) {
        QueryPlan plan = new QueryPlan(terms, tokens);
        plan.top(root);
        plan.empty =
                !root.clauses().isEmpty() && plan.free.isEmpty() && plan.required.isEmpty() && plan.excluded.isEmpty();
        plan.conditionsLeft = MAX_FILTER_CONDITIONS;
        plan.filters(filters);
        return plan;
    }

    /// Remarks that only the index could make.
    List<QueryNote> notes() {
        return notes;
    }

    /// What ranks, in the order of the query.
    List<Unit> units() {
        return units;
    }

    /// How many words may be relaxed.
    int freeWords() {
        return relaxed.size();
    }

    /// Whether the query has words, but none that could be looked for.
    boolean onlyStopWords() {
        return empty;
    }

    /// Whether the query excludes and asks for nothing.
    boolean onlyExcludes() {
        return free.isEmpty() && required.isEmpty() && !excluded.isEmpty();
    }

    /// Papers that match everything.
    Query full() {
        if (empty) {
            return new MatchNoDocsQuery("nothing to look for");
        }
        return build(Occur.MUST, 0);
    }

    /// Papers that match some of the free words and all of the rest.
    ///
    /// @param atLeast how many of the free words at least
    Query partial(int atLeast) {
        return build(Occur.SHOULD, atLeast);
    }

    /// A query of another kind under all conditions of this one.
    Query restricted(Query query) {
        BooleanQuery.Builder restricted = new BooleanQuery.Builder().add(query, Occur.MUST);
        required.forEach(part -> restricted.add(part, Occur.FILTER));
        excluded.forEach(part -> restricted.add(part, Occur.MUST_NOT));
        return restricted.build();
    }

    Highlighter highlighter(Tokens buffer) {
        Highlighter highlighter = new Highlighter(buffer);
        marked.forEach(highlighter::addStem);
        markedForms.forEach(highlighter::addForm);
        prefixes.forEach(highlighter::addPrefix);
        return highlighter;
    }

    private Query build(Occur occur, int atLeast) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        if (occur == Occur.MUST) {
            free.forEach(word -> query.add(word, Occur.MUST));
        } else if (!free.isEmpty()) {
            BooleanQuery.Builder some = new BooleanQuery.Builder().setMinimumNumberShouldMatch(atLeast);
            relaxed.forEach(word -> some.add(word, Occur.SHOULD));
            query.add(some.build(), Occur.MUST);
        }
        required.forEach(part -> query.add(part, Occur.FILTER));
        excluded.forEach(part -> query.add(part, Occur.MUST_NOT));
        if (free.isEmpty()) {
            // Only structure: its words rank, where it has any; else everything is equal.
            if (units.isEmpty()) {
                query.add(MatchAllDocsQuery.INSTANCE, required.isEmpty() ? Occur.MUST : Occur.SHOULD);
            }
            units.forEach(unit -> query.add(unitQuery(unit), Occur.SHOULD));
        }
        return query.build();
    }

    /// What a free clause asks for: its units and, for a phrase, the query that holds them together.
    private record Asked(List<Unit> units, Optional<Query> phrase) {}

    private void top(QueryNode.Group root) {
        List<Asked> asked = new ArrayList<>();
        ask(root, asked);
        boolean alone = required.isEmpty();
        boolean subject = asked.stream()
                .anyMatch(part ->
                        part.phrase().isPresent() || part.units().stream().anyMatch(unit -> !isFunction(unit)));
        Map<Query, Integer> all = new LinkedHashMap<>();
        Map<Query, Integer> some = new LinkedHashMap<>();
        for (Asked part : asked) {
            part.phrase().ifPresent(phrase -> all.merge(phrase, 1, Integer::sum));
            for (Unit unit : part.units()) {
                // Function words count only where there is nothing else to look for.
                if (isFunction(unit) && (subject || !alone)) {
                    continue;
                }
                rank(unit);
                Query word = withAuthor(unit);
                some.merge(word, 1, Integer::sum);
                if (part.phrase().isEmpty()) {
                    all.merge(word, 1, Integer::sum);
                }
            }
        }
        all.forEach((query, count) -> free.add(count == 1 ? query : new BoostQuery(query, count)));
        some.forEach((query, count) -> relaxed.add(count == 1 ? query : new BoostQuery(query, count)));
    }

    /// Takes a group's clauses apart; a plain group inside it says the same without its parentheses.
    private void ask(QueryNode.Group group, List<Asked> asked) {
        for (QueryNode.Clause clause : group.clauses()) {
            if (clause.role() != QueryNode.Role.NORMAL) {
                structure(clause);
                continue;
            }
            switch (clause.node()) {
                case QueryNode.Word word -> asked.add(new Asked(units(word), Optional.empty()));
                case QueryNode.Exact word -> asked.add(new Asked(units(word), Optional.empty()));
                case QueryNode.Phrase phrase ->
                    asked.add(new Asked(
                            units(new QueryNode.Word(phrase.text())), phrase(phrase.text(), IndexFields.WORDS)));
                case QueryNode.Group inner -> ask(inner, asked);
                case QueryNode.Either either -> structure(clause);
                case QueryNode.Prefix prefix -> structure(clause);
                case QueryNode.InField field -> structure(clause);
                case QueryNode.Value value -> structure(clause);
                case QueryNode.Range range -> structure(clause);
            }
        }
    }

    private void structure(QueryNode.Clause clause) {
        Optional<Query> query = query(clause.node(), clause.role() != QueryNode.Role.EXCLUDED);
        if (query.isPresent()) {
            (clause.role() == QueryNode.Role.EXCLUDED ? excluded : required).add(query.get());
        }
    }

    /// A part of the query as a condition; empty if it says nothing (only function words, a value that fits
    /// nothing).
    ///
    /// @param ranks whether its words take part in the ranking
    private Optional<Query> query(QueryNode node, boolean ranks) {
        return switch (node) {
            case QueryNode.Word word -> all(units(word), ranks);
            case QueryNode.Exact exact -> all(units(exact), ranks);
            case QueryNode.Phrase phrase -> {
                units(new QueryNode.Word(phrase.text())).stream()
                        .filter(unit -> ranks && !isFunction(unit))
                        .forEach(this::rank);
                yield phrase(phrase.text(), IndexFields.WORDS);
            }
            case QueryNode.Prefix prefix when isCjk(prefix) -> query(new QueryNode.Phrase(prefix.text()), ranks);
            case QueryNode.Prefix prefix -> prefix(prefix.text(), IndexFields.WORDS, ranks);
            case QueryNode.Group group -> group(group.clauses(), ranks);
            case QueryNode.Either either -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                either.options().forEach(option -> query(option, ranks).ifPresent(q -> any.add(q, Occur.SHOULD)));
                BooleanQuery built = any.build();
                yield built.clauses().isEmpty() ? Optional.empty() : Optional.of(built);
            }
            case QueryNode.InField(QueryNode.TextField field, QueryNode inner) -> inField(field, inner, ranks);
            case QueryNode.Value(QueryNode.ValueField field, String value) ->
                spend(1) ? Optional.of(value(field, value)) : Optional.empty();
            case QueryNode.Range(QueryNode.RangeField field, long from, long to) ->
                spend(1) ? Optional.of(range(field, from, to)) : Optional.empty();
        };
    }

    /// Takes some of the conditions that are left; if there are too few, a note says that the query was cut.
    private boolean spend(int conditions) {
        if (conditions > conditionsLeft) {
            conditionsLeft = 0;
            QueryNote cut = new QueryNote(QueryNote.Kind.TOO_LONG, Integer.toString(MAX_CONDITIONS));
            if (!notes.contains(cut)) {
                notes.add(cut);
            }
            return false;
        }
        conditionsLeft -= conditions;
        return true;
    }

    /// Chinese has no words to begin: what begins so is what has these characters in this order.
    private static boolean isCjk(QueryNode.Prefix prefix) {
        return prefix.text().codePoints().anyMatch(Tokens::isCjk);
    }

    private Optional<Query> all(List<Unit> found, boolean ranks) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (Unit unit : found) {
            if (ranks) {
                rank(unit);
            }
            all.add(ranks ? withAuthor(unit) : unitQuery(unit), Occur.MUST);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(all.build());
    }

    private Optional<Query> group(List<QueryNode.Clause> clauses, boolean ranks) {
        BooleanQuery.Builder group = new BooleanQuery.Builder();
        boolean positive = false;
        for (QueryNode.Clause clause : clauses) {
            boolean out = clause.role() == QueryNode.Role.EXCLUDED;
            Optional<Query> query = query(clause.node(), ranks && !out);
            if (query.isPresent()) {
                group.add(query.get(), out ? Occur.MUST_NOT : Occur.MUST);
                positive |= !out;
            }
        }
        if (!positive) {
            group.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        }
        BooleanQuery built = group.build();
        return built.clauses().isEmpty() ? Optional.empty() : Optional.of(built);
    }

    private void rank(Unit unit) {
        units.add(unit);
        for (Unit.Part part : unit.parts()) {
            mark(part, unit.exact());
        }
        unit.joined().ifPresent(part -> mark(part, unit.exact()));
    }

    private void mark(Unit.Part part, boolean exact) {
        if (exact) {
            markedForms.add(part.form());
        } else {
            marked.add(part.stem());
        }
    }

    private List<Unit> units(QueryNode node) {
        return units(node, Tokens.Kind.PROSE);
    }

    /// The units of a word: several where punctuation cuts it, none where nothing is left of it.
    private List<Unit> units(QueryNode node, Tokens.Kind kind) {
        boolean exact = node instanceof QueryNode.Exact;
        String text = switch (node) {
            case QueryNode.Word word -> word.text();
            case QueryNode.Exact word -> word.text();
            default -> throw new IllegalStateException("no word: " + node);
        };
        tokens.analyze(text, kind);
        List<Unit> found = new ArrayList<>();
        int token = 0;
        if (tokens.size() == 0) {
            // A stop word keeps its neighbours apart, as in the index.
            position++;
        }
        while (token < tokens.size()) {
            position += tokens.increment(token);
            boolean compound = token + 1 < tokens.size() && tokens.parts(token + 1) > 0;
            if (compound) {
                int count = tokens.parts(token + 1);
                List<Unit.Part> parts = new ArrayList<>();
                parts.add(part(token));
                for (int i = 0; i < count - 1; i++) {
                    parts.add(part(token + 2 + i));
                }
                found.add(new Unit(parts, Optional.of(part(token + 1)), exact, position));
                position += count - 1;
                token += count + 1;
            } else {
                boolean pairFollows = tokens.increment(token) > 0
                        && token + 1 < tokens.size()
                        && tokens.increment(token + 1) == 0
                        && tokens.formLength(token) > tokens.formLength(token + 1);
                found.add(new Unit(List.of(part(token)), Optional.empty(), exact, position));
                // Of Chinese text the pairs are searched; the single characters beside them are for queries of
                // one character.
                token += pairFollows ? 2 : 1;
                if (pairFollows && token < tokens.size() && tokens.end(token) == tokens.end(token - 2)) {
                    token++;
                }
            }
        }
        if (!text.isEmpty() && ".,;:!?)".indexOf(text.charAt(text.length() - 1)) >= 0) {
            position += CLAUSE_GAP;
        }
        for (int i = 0; i < found.size(); i++) {
            Unit unit = found.get(i);
            if (!spend(unit.parts().size() + (unit.joined().isPresent() ? 1 : 0))) {
                return found.subList(0, i);
            }
        }
        return found;
    }

    private Unit.Part part(int token) {
        return new Unit.Part(tokens.stem(token), tokens.form(token));
    }

    private static boolean isFunction(Unit unit) {
        return !unit.exact()
                && unit.parts().size() == 1
                && StopWords.QUERY.contains(unit.parts().getFirst().form());
    }

    private Query unitQuery(Unit unit) {
        Query parts = conjunction(unit);
        return unit.joined()
                .<Query>map(joined -> new DisjunctionMaxQuery(
                        List.of(parts, terms.query(new Term(IndexFields.WORDS, joined.term(unit.exact())))), 0))
                .orElse(parts);
    }

    private Query conjunction(Unit unit) {
        if (unit.parts().size() == 1) {
            return new TermQuery(
                    new Term(IndexFields.WORDS, unit.parts().getFirst().term(unit.exact())));
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (Unit.Part part : unit.parts()) {
            all.add(terms.query(new Term(IndexFields.WORDS, part.term(unit.exact()))), Occur.MUST);
        }
        return all.build();
    }

    /// A word that is rather a name than a subject also finds the papers of its bearers.
    private Query withAuthor(Unit unit) {
        Query words = unitQuery(unit);
        if (unit.parts().size() > 1 || unit.parts().getFirst().form().length() < 3) {
            return words;
        }
        Unit.Part part = unit.parts().getFirst();
        Term author = new Term(IndexFields.AUTHOR, part.formTerm());
        int asAuthor = terms.frequency(author);
        int asWord = terms.frequency(new Term(IndexFields.WORDS, part.term(unit.exact())));
        return asAuthor > asWord ? new DisjunctionMaxQuery(List.of(words, terms.query(author)), 0) : words;
    }

    // Fields

    private Optional<Query> inField(QueryNode.TextField field, QueryNode inner, boolean ranks) {
        String name = switch (field) {
            case TITLE -> IndexFields.TITLE;
            case ABSTRACT -> IndexFields.WORDS;
            case AUTHOR -> IndexFields.AUTHOR;
            case KEYWORD -> IndexFields.KEYWORD;
            case COMMENT -> IndexFields.COMMENT;
        };
        boolean prose = field == QueryNode.TextField.TITLE || field == QueryNode.TextField.ABSTRACT;
        boolean subject = ranks && prose;
        // An author may be called An, Will or No.
        Tokens.Kind kind = prose ? Tokens.Kind.PROSE : Tokens.Kind.LINES;
        return switch (inner) {
            case QueryNode.Group group -> {
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                boolean positive = false;
                for (QueryNode.Clause clause : group.clauses()) {
                    boolean out = clause.role() == QueryNode.Role.EXCLUDED;
                    Optional<Query> part = inField(field, clause.node(), ranks && !out);
                    part.ifPresent(q -> all.add(q, out ? Occur.MUST_NOT : Occur.MUST));
                    positive |= part.isPresent() && !out;
                }
                BooleanQuery found = all.build();
                if (!positive && !found.clauses().isEmpty()) {
                    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
                }
                BooleanQuery built = all.build();
                yield built.clauses().isEmpty() ? Optional.empty() : Optional.of(built);
            }
            case QueryNode.Either either -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                either.options()
                        .forEach(option -> inField(field, option, ranks).ifPresent(q -> any.add(q, Occur.SHOULD)));
                BooleanQuery built = any.build();
                yield built.clauses().isEmpty() ? Optional.empty() : Optional.of(built);
            }
            case QueryNode.Word word -> fieldWords(field, name, units(word, kind), subject);
            case QueryNode.Exact word -> fieldWords(field, name, units(word, kind), subject);
            case QueryNode.Phrase phrase -> {
                if (subject) {
                    units(new QueryNode.Word(phrase.text())).stream()
                            .filter(unit -> !isFunction(unit))
                            .forEach(this::rank);
                }
                yield field == QueryNode.TextField.ABSTRACT
                        ? spanPhrase(phrase.text()).map(QueryPlan::inAbstract)
                        : phrase(phrase.text(), name);
            }
            case QueryNode.Prefix prefix
            when isCjk(prefix) -> inField(field, new QueryNode.Phrase(prefix.text()), ranks);
            case QueryNode.Prefix prefix ->
                field == QueryNode.TextField.ABSTRACT
                        ? prefixInAbstract(prefix.text(), subject)
                        : prefix(prefix.text(), name, subject);
            case QueryNode.InField nested -> inField(nested.field(), nested.node(), ranks);
            case QueryNode.Value value -> query(value, ranks);
            case QueryNode.Range range -> query(range, ranks);
        };
    }

    private Optional<Query> fieldWords(QueryNode.TextField field, String name, List<Unit> found, boolean subject) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        // Names are not stemmed: "author:bengio" is no "bengi".
        boolean forms = field == QueryNode.TextField.AUTHOR;
        for (Unit unit : found) {
            if (subject) {
                rank(unit);
            }
            List<String> terms = unit.parts().stream()
                    .map(part -> part.term(unit.exact() || forms))
                    .toList();
            Optional<String> joined = unit.joined().map(part -> part.term(unit.exact() || forms));
            if (field == QueryNode.TextField.ABSTRACT) {
                List<SpanQuery> options = new ArrayList<>();
                options.add(near(terms));
                joined.ifPresent(term -> options.add(new SpanTermQuery(new Term(name, term))));
                all.add(inAbstract(new SpanOrQuery(options.toArray(SpanQuery[]::new))), Occur.MUST);
            } else {
                BooleanQuery.Builder parts = new BooleanQuery.Builder();
                terms.forEach(term -> parts.add(new TermQuery(new Term(name, term)), Occur.MUST));
                BooleanQuery.Builder either = new BooleanQuery.Builder().add(parts.build(), Occur.SHOULD);
                joined.ifPresent(term -> either.add(new TermQuery(new Term(name, term)), Occur.SHOULD));
                all.add(either.build(), Occur.MUST);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(all.build());
    }

    private static SpanQuery near(List<String> terms) {
        if (terms.size() == 1) {
            return new SpanTermQuery(new Term(IndexFields.WORDS, terms.getFirst()));
        }
        SpanNearQuery.Builder near = SpanNearQuery.newOrderedNearQuery(IndexFields.WORDS);
        terms.forEach(term -> near.addClause(new SpanTermQuery(new Term(IndexFields.WORDS, term))));
        return near.build();
    }

    /// The ranked field's words before the title's copies are the abstract's.
    private static Query inAbstract(SpanQuery query) {
        return new SpanPositionRangeQuery(query, 0, IndexFields.TITLE_BASE);
    }

    /// The forms of a text at their distances; compounds by their parts or joined, where they stand alone.
    private Optional<Query> phrase(String text, String field) {
        tokens.analyze(
                text,
                field.equals(IndexFields.WORDS) || field.equals(IndexFields.TITLE)
                        ? Tokens.Kind.PROSE
                        : Tokens.Kind.LINES);
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        int at = -1;
        int terms = 0;
        Optional<String> joined = Optional.empty();
        boolean otherWords = false;
        for (int token = 0; token < tokens.size(); token++) {
            if (tokens.parts(token) > 0) {
                joined = Optional.of(IndexFields.EXACT + tokens.form(token));
                otherWords |= tokens.parts(token) + 1 < tokens.size();
            } else if (tokens.increment(token) > 0) {
                at += tokens.increment(token);
                phrase.add(new Term(field, IndexFields.EXACT + tokens.form(token)), at);
                terms++;
            }
        }
        if (terms == 0) {
            return Optional.empty();
        }
        PhraseQuery parts = phrase.build();
        if (joined.isPresent() && !otherWords) {
            return Optional.of(new BooleanQuery.Builder()
                    .add(parts, Occur.SHOULD)
                    .add(new TermQuery(new Term(field, joined.get())), Occur.SHOULD)
                    .build());
        }
        return Optional.of(parts);
    }

    private Optional<SpanQuery> spanPhrase(String text) {
        tokens.analyze(text, Tokens.Kind.PROSE);
        SpanNearQuery.Builder near = SpanNearQuery.newOrderedNearQuery(IndexFields.WORDS);
        int terms = 0;
        SpanQuery last = null;
        for (int token = 0; token < tokens.size(); token++) {
            if (tokens.parts(token) == 0 && tokens.increment(token) > 0) {
                if (!spend(1)) {
                    break;
                }
                if (terms > 0 && tokens.increment(token) > 1) {
                    near.addGap(tokens.increment(token) - 1);
                }
                last = new SpanTermQuery(new Term(IndexFields.WORDS, IndexFields.EXACT + tokens.form(token)));
                near.addClause(last);
                terms++;
            }
        }
        return last == null ? Optional.empty() : Optional.of(terms == 1 ? last : near.build());
    }

    private String folded(String text) {
        tokens.analyze(text, Tokens.Kind.LINES);
        StringBuilder joined = new StringBuilder();
        for (int token = 0; token < tokens.size(); token++) {
            if (tokens.parts(token) == 0 && tokens.increment(token) > 0) {
                joined.append(tokens.form(token));
            }
        }
        return joined.toString();
    }

    private Optional<Query> prefix(String text, String field, boolean ranks) {
        String prefix = folded(text);
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        if (!spend(1)) {
            return Optional.empty();
        }
        if (ranks) {
            prefixes.add(prefix);
        }
        List<BytesRef> words = expansions(prefix, field);
        return Optional.of(
                words.isEmpty() ? new MatchNoDocsQuery("no word starts so") : new TermInSetQuery(field, words));
    }

    private Optional<Query> prefixInAbstract(String text, boolean ranks) {
        String prefix = folded(text);
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        if (ranks) {
            prefixes.add(prefix);
        }
        List<SpanQuery> options = new ArrayList<>();
        for (BytesRef word : expansions(prefix, IndexFields.WORDS)) {
            if (!spend(1)) {
                break;
            }
            options.add(new SpanTermQuery(new Term(IndexFields.WORDS, word)));
        }
        return Optional.of(
                options.isEmpty()
                        ? new MatchNoDocsQuery("no word starts so")
                        : inAbstract(new SpanOrQuery(options.toArray(SpanQuery[]::new))));
    }

    private List<BytesRef> expansions(String prefix, String field) {
        try {
            return expand(prefix, field);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The most frequent words that begin so.
    private List<BytesRef> expand(String prefix, String field) throws IOException {
        record Found(BytesRef term, int frequency) {}
        Terms all = MultiTerms.getTerms(terms.searcher().getIndexReader(), field);
        if (all == null) {
            return List.of();
        }
        PriorityQueue<Found> best = new PriorityQueue<>(Comparator.comparingInt(Found::frequency));
        BytesRef start = new BytesRef(IndexFields.EXACT + prefix);
        TermsEnum words = all.iterator();
        int scanned = 0;
        boolean cut = false;
        if (words.seekCeil(start) != TermsEnum.SeekStatus.END) {
            do {
                if (!org.apache.lucene.util.StringHelper.startsWith(words.term(), start)) {
                    break;
                }
                if (++scanned > MAX_SCANNED) {
                    cut = true;
                    break;
                }
                best.add(new Found(BytesRef.deepCopyOf(words.term()), words.docFreq()));
                if (best.size() > MAX_EXPANSIONS) {
                    best.poll();
                    cut = true;
                }
            } while (words.next() != null);
        }
        if (cut) {
            notes.add(new QueryNote(QueryNote.Kind.TOO_BROAD, prefix));
        }
        return best.stream().map(Found::term).toList();
    }

    // Values

    private Query value(QueryNode.ValueField field, String value) {
        return switch (field) {
            case CATEGORY -> categories(value);
            case VENUE -> term(IndexFields.VENUE, Venues.canonical(value));
            case BRANCH -> term(IndexFields.BRANCH, value);
            case HAS -> term(IndexFields.HAS, value);
            case ID ->
                term(
                        IndexFields.ID,
                        PaperId.parse(value)
                                .or(() -> ArxivId.parse(value).map(PaperId::of))
                                .map(PaperId::value)
                                .orElse(value));
        };
    }

    private static Query range(QueryNode.RangeField field, long from, long to) {
        return switch (field) {
            case YEAR ->
                IntField.newRangeQuery(IndexFields.YEAR, Math.clamp(from, 0, 10_000), Math.clamp(to, 0, 10_000));
            case DATE -> LongField.newRangeQuery(IndexFields.DATE, from, to);
        };
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value.toLowerCase(Locale.ROOT)));
    }

    /// `cs.AI+cs.LG-cs.CY`: in one of the first, in none of those behind a minus. A minus inside a name
    /// (`cond-mat`) is part of it.
    private Query categories(String expression) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        boolean some = false;
        boolean minus = false;
        for (String part : split(expression)) {
            if (part.equals("+") || part.equals("-")) {
                minus = part.equals("-");
            } else if (!spend(1)) {
                break;
            } else if (minus) {
                query.add(term(IndexFields.CATEGORY, Categories.canonical(part)), Occur.MUST_NOT);
            } else {
                any.add(term(IndexFields.CATEGORY, Categories.canonical(part)), Occur.SHOULD);
                some = true;
            }
        }
        query.add(some ? any.build() : MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        return query.build();
    }

    /// Category codes and the signs between them.
    static List<String> split(String expression) {
        List<String> parts = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        String text = expression.replace(' ', '+').replace(',', '+');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inName = c == '-' && isHyphenated(code.toString(), text.substring(i + 1));
            if (c == '+' || (c == '-' && !inName)) {
                flush(code, parts);
                parts.add(String.valueOf(c));
            } else {
                code.append(c);
            }
        }
        flush(code, parts);
        return parts;
    }

    private static void flush(StringBuilder code, List<String> parts) {
        if (!code.isEmpty()) {
            parts.add(code.toString());
            code.setLength(0);
        }
    }

    private static final Set<String> HYPHENATED = Set.of(
            "cond-mat",
            "astro-ph",
            "gr-qc",
            "hep-ex",
            "hep-lat",
            "hep-ph",
            "hep-th",
            "math-ph",
            "nucl-ex",
            "nucl-th",
            "quant-ph",
            "q-bio",
            "q-fin",
            "cmp-lg",
            "alg-geom",
            "dg-ga",
            "funct-an",
            "q-alg",
            "solv-int",
            "chao-dyn",
            "patt-sol",
            "comp-gas",
            "adap-org",
            "mtrl-th",
            "supr-con",
            "acc-phys",
            "ao-sci",
            "atom-ph",
            "bayes-an",
            "chem-ph",
            "plasm-ph");

    private static boolean isHyphenated(String before, String after) {
        for (String name : HYPHENATED) {
            int hyphen = name.indexOf('-');
            String rest = name.substring(hyphen + 1);
            if (before.equalsIgnoreCase(name.substring(0, hyphen))
                    && after.regionMatches(true, 0, rest, 0, rest.length())
                    && (after.length() == rest.length() || !Character.isLetter(after.charAt(rest.length())))) {
                return true;
            }
        }
        return false;
    }

    private void filters(Filters filters) {
        filters.branch().ifPresent(branch -> required.add(term(IndexFields.BRANCH, branch.key())));
        if (!filters.categories().isBlank()) {
            required.add(categories(filters.categories()));
        }
        if (!filters.venue().isBlank()) {
            required.add(term(IndexFields.VENUE, Venues.canonical(filters.venue())));
        }
        if (filters.fromYear() != 0 || filters.toYear() != 0) {
            required.add(range(
                    QueryNode.RangeField.YEAR,
                    filters.fromYear(),
                    filters.toYear() == 0 ? Long.MAX_VALUE : filters.toYear()));
        }
        if (filters.from().isPresent() || filters.to().isPresent()) {
            required.add(range(
                    QueryNode.RangeField.DATE,
                    filters.from().map(day -> day.toEpochDay()).orElse(Long.MIN_VALUE),
                    filters.to().map(day -> day.toEpochDay()).orElse(Long.MAX_VALUE)));
        }
    }
}
