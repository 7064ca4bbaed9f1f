package dev.lemma.lab;

import java.util.List;

/// What an experiment found. Immutable.
///
/// @param verdicts one a claim, at least one
/// @param figures plots
/// @param tables numbers
/// @param notes what a reader must know: what was left out for lack of time, how things were measured
public record Outcome(List<Verdict> verdicts, List<Figure> figures, List<Table> tables, List<String> notes) {
    /// @throws IllegalArgumentException if there is no verdict, or two figures have one id
    public Outcome {
        verdicts = List.copyOf(verdicts);
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
        if (verdicts.isEmpty()) {
            throw new IllegalArgumentException("verdicts = [], not at least one");
        }
        if (figures.stream().map(Figure::id).distinct().count() != figures.size()) {
            throw new IllegalArgumentException(
                    "figures = " + figures.stream().map(Figure::id).toList() + ", not each with an id of its own");
        }
    }
}
