package dev.lemma.server;

import java.util.Locale;
import java.util.Optional;

/// The reader's choice of colours.
enum Theme {
    AUTO,
    LIGHT,
    DARK;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Value of the `color-scheme` meta element: also the browser's own parts take the colours.
    String colorScheme() {
        return this == AUTO ? "light dark" : key();
    }

    static Optional<Theme> ofKey(String key) {
        return switch (key) {
            case "auto" -> Optional.of(AUTO);
            case "light" -> Optional.of(LIGHT);
            case "dark" -> Optional.of(DARK);
            default -> Optional.empty();
        };
    }
}
