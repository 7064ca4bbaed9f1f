package dev.lemma.papers.harvest;

import java.time.LocalDate;
import java.util.Optional;

/// What a server says of itself. Source: OAI-PMH 2.0, section 4.2 (Identify).
///
/// @param name for people
/// @param protocolVersion `2.0`
/// @param earliest the lower end of all datestamps
/// @param deletedRecord `no`, `transient` or `persistent`: how long it remembers deletions
/// @param granularity `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`
public record OaiRepository(
        String name, String protocolVersion, Optional<LocalDate> earliest, String deletedRecord, String granularity) {}
