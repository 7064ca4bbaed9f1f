package dev.lemma.papers;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A small XML tree: one record. Names are without prefix. Mutable while [XmlCursor] builds it.
final class XmlElement {
    private final String name;
    private final Map<String, String> attributes = new HashMap<>(4);
    /// Texts and elements in their order.
    private final List<Object> content = new ArrayList<>(4);

    XmlElement(String name) {
        this.name = name;
    }

    void attribute(String attribute, String value) {
        attributes.put(attribute, value);
    }

    void append(String text) {
        content.add(text);
    }

    void append(XmlElement child) {
        content.add(child);
    }

    String name() {
        return name;
    }

    /// The value of an attribute; empty if there is none.
    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    List<XmlElement> children() {
        List<XmlElement> children = new ArrayList<>();
        for (Object part : content) {
            if (part instanceof XmlElement child) {
                children.add(child);
            }
        }
        return children;
    }

    List<XmlElement> children(String childName) {
        List<XmlElement> children = new ArrayList<>();
        for (Object part : content) {
            if (part instanceof XmlElement child && child.name.equals(childName)) {
                children.add(child);
            }
        }
        return children;
    }

    Optional<XmlElement> child(String childName) {
        for (Object part : content) {
            if (part instanceof XmlElement child && child.name.equals(childName)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /// The text of the first child of a name; empty if there is none.
    String textOf(String childName) {
        return child(childName).map(XmlElement::text).orElse("");
    }

    /// The day in the first child of a name; empty if there is none.
    Optional<LocalDate> dateOf(String childName) throws BrokenRecordException {
        String text = textOf(childName).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(JsonFields.dateOf(childName, text));
    }

    /// The texts of all children of a name that are not blank.
    List<String> textsOf(String childName) {
        List<String> texts = new ArrayList<>();
        for (XmlElement child : children(childName)) {
            String text = child.text();
            if (!text.isBlank()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// All text inside.
    String text() {
        return content.size() == 1 && content.getFirst() instanceof String text ? text : markup(element -> "");
    }

    /// All text inside, with something put before and after the text of each element in it.
    ///
    /// @param fence name of an element -> what stands around its text: `$`, or a tag `<sub>`, or nothing
    String markup(UnaryOperator<String> fence) {
        StringBuilder out = new StringBuilder();
        markup(fence, out);
        return out.toString();
    }

    private void markup(UnaryOperator<String> fence, StringBuilder out) {
        for (Object part : content) {
            if (part instanceof XmlElement child) {
                String around = fence.apply(child.name);
                out.append(around);
                child.markup(fence, out);
                out.append(around.startsWith("<") ? "</" + around.substring(1) : around);
            } else {
                out.append(part);
            }
        }
    }
}
