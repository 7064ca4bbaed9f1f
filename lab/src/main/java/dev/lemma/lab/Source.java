package dev.lemma.lab;

import java.util.Optional;

/// Where a claim was made. Immutable.
///
/// @param reference authors, year, title, section or equation
/// @param url where to read it, if it is on the web
public record Source(String reference, Optional<String> url) {
    /// @throws IllegalArgumentException if the address is not https
    public Source {
        url.ifPresent(address -> {
            if (!address.startsWith("https://")) {
                throw new IllegalArgumentException("url = '" + address + "', not https://...");
            }
        });
    }

    /// A source without an address.
    public static Source of(String reference) {
        return new Source(reference, Optional.empty());
    }

    /// A source with an address.
    public static Source of(String reference, String url) {
        return new Source(reference, Optional.of(url));
    }
}
