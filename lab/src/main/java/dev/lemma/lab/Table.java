package dev.lemma.lab;

import java.util.List;

/// A table of a report. Immutable. Cells are text; those that begin like a number are set to the right.
///
/// @param title what it shows
/// @param columns headings, with units
/// @param rows each as long as `columns`
public record Table(String title, List<String> columns, List<List<String>> rows) {
    /// @throws IllegalArgumentException if a row has another length
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("row = " + row + ", not of " + columns.size() + " cells");
            }
        }
    }
}
