/// The arXiv's own protocols: its papers over the network instead of from files.
///
/// Start at [OaiHarvester] (OAI-PMH 2.0, for whole sets and for keeping them up to date) and [AtomHarvester]
/// (the API, for the answers of one search). Both fetch page after page politely, check that a page is whole,
/// let an [dev.lemma.papers.Importer] of the same format read it, and hand out a [HarvestState] after each
/// page, with which a later run goes on:
///
/// ```java
/// try (OaiHarvester harvester = new OaiHarvester(HarvestOptions.oai(), importer)) {
///     OaiQuery query = OaiQuery.of("arXiv").withSet("cs:cs:CL").withFrom(LocalDate.of(2025, 3, 1));
///     harvester.check(query);
///     HarvestState state = harvester.harvest(query, saved, sink);
///     state.nextFrom().ifPresent(from -> remember(query.withFrom(from)));
/// }
/// ```
@NullMarked
package dev.lemma.papers.harvest;

import org.jspecify.annotations.NullMarked;
