package dev.lemma.search;

import java.time.Instant;
import java.util.Optional;

/// How full the library is and whether its index is up to date.
///
/// @param papers papers in the store
/// @param indexed papers in the index
/// @param storeSeq number of the store's last change
/// @param indexSeq number of the last change that the index has
/// @param indexing whether this process writes the index (another one may: only one at a time does)
/// @param problem why the index is not being kept up to date, if so
/// @param lastImport time of the store's last change
public record LibraryStatus(
        long papers,
        long indexed,
        long storeSeq,
        long indexSeq,
        boolean indexing,
        Optional<String> problem,
        Optional<Instant> lastImport) {}
