package dev.lemma.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The constants of an enum as the command line spells them: in lower case.
final class LowerCaseNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
    private final List<E> constants;

    LowerCaseNames(Class<E> type) {
        this.constants = List.of(type.getEnumConstants());
    }

    @Override
    public E convert(String value) {
        return constants.stream()
                .filter(constant -> name(constant).equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is not one of " + String.join(", ", names().toList())));
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }

    private Stream<String> names() {
        return constants.stream().map(LowerCaseNames::name);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
