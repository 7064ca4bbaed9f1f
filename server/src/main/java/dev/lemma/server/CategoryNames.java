package dev.lemma.server;

import dev.lemma.papers.Categories;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names and groups of the arXiv's categories in the reader's language.
final class CategoryNames {
    private CategoryNames() {}

    /// @param categories codes in their order
    record Group(String name, List<String> categories) {}

    static String name(String code, Language language) {
        return Categories.name(code, language.code());
    }

    /// Whether a text is a category, an alias of one, or an archive such as `cs`.
    static boolean isKnown(String code) {
        return Categories.isKnown(code)
                || Categories.groups().stream().anyMatch(group -> group.code().equals(code));
    }

    /// The groups with those of their categories that occur; codes that belong to no group come last.
    static List<Group> groups(List<String> occurring, Language language) {
        Set<String> left = new HashSet<>(occurring);
        List<Group> groups = new ArrayList<>();
        for (Categories.Group group : Categories.groups()) {
            List<String> codes =
                    group.categories().stream().filter(left::remove).toList();
            if (!codes.isEmpty()) {
                groups.add(new Group(group.name(language.code()), codes));
            }
        }
        if (!left.isEmpty()) {
            groups.add(new Group("…", left.stream().sorted().toList()));
        }
        return groups;
    }
}
