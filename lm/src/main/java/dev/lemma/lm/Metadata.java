package dev.lemma.lm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// Metadata of a model under GGUF's keys. Immutable.
///
/// Values are [Long] for all whole numbers, [Double] for all others, [Boolean], [String], or an immutable
/// [java.util.List] of these. Getters throw [ModelFileException] where a value has another type.
public final class Metadata {
    private final String file;
    private final Map<String, Object> values;

    /// @param file what messages call the file
    /// @param values in the order of the file
    public Metadata(String file, Map<String, ?> values) {
        this.file = file;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// All keys, in the order of the file.
    public Set<String> keys() {
        return values.keySet();
    }

    /// All values by key, in the order of the file.
    public Map<String, Object> asMap() {
        return values;
    }

    /// Any value.
    public Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// A text.
    public Optional<String> text(String key) {
        return get(key, String.class, "a string");
    }

    /// A whole number.
    public OptionalLong number(String key) {
        Optional<Long> value = get(key, Long.class, "a whole number");
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    /// A whole number that must be there and in a range.
    public int number(String key, int min, int max) {
        long value = number(key).orElseThrow(() -> new ModelFileException(file + ": metadata lacks " + key));
        if (value < min || value > max) {
            throw new ModelFileException(file + ": " + key + " = " + value + ", not in [" + min + ", " + max + "]");
        }
        return (int) value;
    }

    /// A number, whole or not.
    public OptionalDouble real(String key) {
        Optional<Number> value = get(key, Number.class, "a number");
        return value.isPresent() ? OptionalDouble.of(value.get().doubleValue()) : OptionalDouble.empty();
    }

    /// A truth value.
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    private <T> Optional<T> get(String key, Class<T> type, String what) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new ModelFileException(file + ": " + key + " is not " + what);
        }
        return Optional.of(type.cast(value));
    }
}
