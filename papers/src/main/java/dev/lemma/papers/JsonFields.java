package dev.lemma.papers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object by type. A member that is absent or null is empty; one of a wrong type breaks
/// the record.
final class JsonFields {
    private final JsonNode node;

    JsonFields(JsonNode node) {
        this.node = node;
    }

    /// A text; a number or truth value counts as the text it is written as.
    String text(String name) throws BrokenRecordException {
        return textOf(name, node.get(name));
    }

    /// A text that must be there.
    String required(String name) throws BrokenRecordException {
        String text = text(name);
        if (text.isBlank()) {
            throw new BrokenRecordException("no " + name);
        }
        return text;
    }

    /// A list of texts; empty and null elements are left out.
    List<String> texts(String name) throws BrokenRecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new BrokenRecordException(name + " is " + typeOf(value) + "; expected a list of texts");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            String text = textOf(name, element);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// Objects of a list; elements that are none are left out.
    List<JsonFields> objects(String name) throws BrokenRecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new BrokenRecordException(name + " is " + typeOf(value) + "; expected a list of objects");
        }
        List<JsonFields> objects = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (element.isObject()) {
                objects.add(new JsonFields(element));
            }
        }
        return objects;
    }

    /// Lists of texts in a list, `[["Family", "Given"], ...]`; what is none is left out.
    List<List<String>> lists(String name) {
        JsonNode value = node.get(name);
        List<List<String>> lists = new ArrayList<>();
        if (value != null) {
            for (JsonNode element : value) {
                List<String> texts = new ArrayList<>(element.size());
                for (JsonNode part : element) {
                    texts.add(part.isTextual() ? part.textValue() : "");
                }
                lists.add(texts);
            }
        }
        return lists;
    }

    /// A member that is an object; empty if it is absent.
    Optional<JsonFields> object(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isObject() ? Optional.of(new JsonFields(value)) : Optional.empty();
    }

    boolean isList(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isArray();
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /// A day, `YYYY-MM-DD`; what follows it (a time) is left out.
    Optional<LocalDate> date(String name) throws BrokenRecordException {
        String text = text(name).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(dateOf(name, text));
    }

    static LocalDate dateOf(String name, String text) throws BrokenRecordException {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeParseException e) {
            throw new BrokenRecordException(name + " is '" + abbreviated(text) + "'; expected a day as YYYY-MM-DD");
        }
    }

    /// A year; 0 if it is absent.
    int year(String name) throws BrokenRecordException {
        String text = text(name).strip();
        return text.isEmpty() ? 0 : yearOf(name, text);
    }

    static int yearOf(String name, String text) throws BrokenRecordException {
        if (text.length() == 4 && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.charAt(0) != '0') {
            return Integer.parseInt(text);
        }
        throw new BrokenRecordException(name + " is '" + abbreviated(text) + "'; expected four digits");
    }

    /// A whole number; empty if it is absent or something else.
    Optional<Long> number(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isIntegralNumber() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /// Whole numbers of the first list in a list, `[[2018, 5, 1]]`; numbers as text count.
    List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        JsonNode value = node.get(name);
        if (value != null && value.isArray() && !value.isEmpty()) {
            for (JsonNode part : value.get(0)) {
                if (!part.isNumber() && !part.isTextual()) {
                    break;
                }
                int number = part.asInt(-1);
                if (number < 0) {
                    break;
                }
                numbers.add(number);
            }
        }
        return numbers;
    }

    /// A text that may be wrapped as `{"value": ...}`.
    String valueText(String name) throws BrokenRecordException {
        return textOf(name, unwrapped(name));
    }

    /// A list of texts that may be wrapped as `{"value": ...}`, or one text with a separator in it.
    List<String> valueTexts(String name, String separator) throws BrokenRecordException {
        JsonNode value = unwrapped(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            return Fields.split(textOf(name, value), separator);
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            texts.add(textOf(name, element));
        }
        return texts;
    }

    private @Nullable JsonNode unwrapped(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isObject() ? value.get("value") : value;
    }

    private static String textOf(String name, @Nullable JsonNode value) throws BrokenRecordException {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isContainerNode()) {
            throw new BrokenRecordException(name + " is " + typeOf(value) + "; expected a text");
        }
        return value.asText();
    }

    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a truth value";
            case NULL -> "null";
            default -> "nothing";
        };
    }

    static String abbreviated(String text) {
        String line = TexText.clean(text, TexReader.Mode.PROSE);
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}
