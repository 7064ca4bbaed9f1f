package dev.lemma.search;

import java.util.List;

/// A query as written, before it meets an index. Closed family; trees are at most [QueryParser#MAX_DEPTH] deep.
public sealed interface QueryNode {
    /// How a clause of a group takes part.
    enum Role {
        /// Plain: all such clauses are AND-ed where possible.
        NORMAL,
        /// `+`: must match, also where the rest is relaxed.
        REQUIRED,
        /// `-`: must not match.
        EXCLUDED
    }

    /// A clause and its role.
    record Clause(Role role, QueryNode node) {}

    /// The clauses of a query or of a pair of parentheses, in order.
    record Group(List<Clause> clauses) implements QueryNode {
        public Group {
            clauses = List.copyOf(clauses);
        }
    }

    /// Alternatives: `a OR b OR c`; at least two.
    record Either(List<QueryNode> options) implements QueryNode {
        public Either {
            options = List.copyOf(options);
        }
    }

    /// One word as written, in any of its forms; hyphens and formulas inside are the analysis' business.
    record Word(String text) implements QueryNode {}

    /// `=word`: the word in just this form.
    record Exact(String text) implements QueryNode {}

    /// `"a phrase"`: these forms in this order.
    record Phrase(String text) implements QueryNode {}

    /// `word*`: words that begin so.
    record Prefix(String text) implements QueryNode {}

    /// A part restricted to a text field.
    ///
    /// @param node a [Word], [Exact], [Phrase], [Prefix], or a [Group] or [Either] of such
    record InField(TextField field, QueryNode node) implements QueryNode {}

    /// `cat:cs.CL`, `cat:cs.AI+cs.LG-cs.CY`, `venue:ICLR`, `id:2404.19756`, `has:pdf`, `branch:arxiv`: a value
    /// that must be there as it is. Ids that [dev.lemma.papers.PaperId] knows are in its form, `has` and
    /// `branch` in lower case.
    record Value(ValueField field, String value) implements QueryNode {}

    /// `year:2020..2023`, `date:2025-05`, `year:>=2020`: bounds, inclusive; for dates epoch days, for years
    /// years.
    ///
    /// @param from lowest value, [Long#MIN_VALUE] for no bound
    /// @param to highest value, [Long#MAX_VALUE] for no bound
    record Range(RangeField field, long from, long to) implements QueryNode {}

    /// Fields with words in them.
    enum TextField {
        TITLE,
        ABSTRACT,
        AUTHOR,
        KEYWORD,
        COMMENT
    }

    /// Fields whose value is matched whole.
    enum ValueField {
        CATEGORY,
        VENUE,
        ID,
        HAS,
        BRANCH
    }

    /// Fields with an order.
    enum RangeField {
        YEAR,
        DATE
    }
}
