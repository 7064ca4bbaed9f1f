/// The paper, the store that keeps it, and the formats that bring it in.
///
/// Start at [Paper] (what is known of a paper), [PaperStore] (the SQLite file that owns all papers) and
/// [ImportRun] (files into the store, with a report). An import format is one [Importer]; the arXiv's own
/// protocols are in `dev.lemma.papers.harvest`.
@NullMarked
package dev.lemma.papers;

import org.jspecify.annotations.NullMarked;
