package dev.lemma.search;

import dev.lemma.search.QueryNode.RangeField;
import dev.lemma.search.QueryNode.TextField;
import dev.lemma.search.QueryNode.ValueField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The fields of the query language by the names a reader may write.
sealed interface QueryField {
    /// A field with words in it.
    record Text(TextField field) implements QueryField {}

    /// A field whose value is matched whole.
    record Whole(ValueField field) implements QueryField {}

    /// A field with an order.
    record Ordered(RangeField field) implements QueryField {}

    /// Names and the fields they mean. The short ones are those of the arXiv's own search.
    Map<String, QueryField> BY_NAME = byName();

    /// The field of a name in any case.
    static Optional<QueryField> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The name that [QueryParser#print] writes.
    default String key() {
        return switch (this) {
            case Text(TextField field) -> field.name().toLowerCase(Locale.ROOT);
            case Whole(ValueField field) ->
                field == ValueField.CATEGORY ? "cat" : field.name().toLowerCase(Locale.ROOT);
            case Ordered(RangeField field) -> field.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Map<String, QueryField> byName() {
        Map<String, QueryField> names = new HashMap<>();
        put(names, new Text(TextField.TITLE), "title", "ti", "t");
        put(names, new Text(TextField.ABSTRACT), "abstract", "abs");
        put(names, new Text(TextField.AUTHOR), "author", "authors", "au");
        put(names, new Text(TextField.KEYWORD), "keyword", "keywords");
        put(names, new Text(TextField.COMMENT), "comment");
        put(names, new Whole(ValueField.CATEGORY), "cat", "category");
        put(names, new Whole(ValueField.VENUE), "venue");
        put(names, new Whole(ValueField.ID), "id");
        put(names, new Whole(ValueField.HAS), "has");
        put(names, new Whole(ValueField.BRANCH), "branch");
        put(names, new Ordered(RangeField.YEAR), "year");
        put(names, new Ordered(RangeField.DATE), "date");
        return Map.copyOf(names);
    }

    private static void put(Map<String, QueryField> names, QueryField field, String... spellings) {
        for (String spelling : List.of(spellings)) {
            names.put(spelling, field);
        }
    }
}
