package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasExactlyTheKeys(Language language) {
        Set<String> keys = Arrays.stream(Msg.values()).map(Msg::key).collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(Messages.properties(language).stringPropertyNames()))
                .isEqualTo(keys);
    }

    @Test
    void everyTextHasTheSamePlaceholders() {
        for (Msg key : Msg.values()) {
            String english = Messages.load(Language.ENGLISH).text(key);
            String chinese = Messages.load(Language.CHINESE).text(key);
            for (String placeholder : new String[] {"{0}", "{1}"}) {
                assertThat(chinese.contains(placeholder)).as(key.key()).isEqualTo(english.contains(placeholder));
            }
        }
    }

    @Test
    void everyKeyIsUsed() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path root : new Path[] {Path.of("src/main/jte"), Path.of("src/main/java")}) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.append(Files.readString(file)).append('\n');
                }
            }
        }
        String text = sources.toString();
        for (Msg key : Msg.values()) {
            assertThat(text.split("Msg\\." + key.name() + "\\b", -1).length)
                    .as(key.name())
                    .isGreaterThan(1);
        }
    }

    @Test
    void valuesAreDataNotPatterns() {
        Messages messages = Messages.load(Language.ENGLISH);
        assertThat(messages.text(Msg.NOTE_UNKNOWN_FIELD, "{0}{1}"))
                .isEqualTo("There is no field “{0}{1}”; it was searched as a word.");
        assertThat(messages.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(messages.number(999)).isEqualTo("999");
        assertThat(messages.papers(1)).isEqualTo("1 paper");
        assertThat(messages.time(1_234_000)).isEqualTo("1.2 ms");
        assertThat(messages.time(45_600_000)).isEqualTo("46 ms");
        assertThat(messages.time(1_230_000_000)).isEqualTo("1.2 s");
    }
}
