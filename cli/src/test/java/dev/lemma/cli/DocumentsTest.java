package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents say what is there: paths and links exist, examples compile.
class DocumentsTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> IMPORTED = List.of(
            "dev.lemma.attention.*",
            "dev.lemma.linalg.*",
            "dev.lemma.papers.*",
            "dev.lemma.search.*",
            "dev.lemma.server.*",
            "dev.lemma.tokenizer.*",
            "dev.lemma.lab.*",
            "java.lang.foreign.Arena",
            "java.lang.foreign.MemorySegment",
            "java.nio.file.Path",
            "java.time.Duration",
            "java.util.List",
            "java.util.Map",
            "java.util.concurrent.CountDownLatch",
            "java.util.random.RandomGenerator");

    private static Path root() {
        return Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "README.zh-CN.md",
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "bench/RESULTS.md",
                "attention/README.md",
                "linalg/README.md",
                "papers/README.md",
                "search/README.md",
                "server/README.md",
                "lab/README.md",
                "tokenizer/README.md",
                "cli/README.md"
            })
    void linksLeadToFiles(String document) throws IOException {
        Path file = root().resolve(document);
        Matcher links = LINK.matcher(Files.readString(file));
        while (links.find()) {
            if (!links.group(1).startsWith("http")) {
                Path folder = Objects.requireNonNull(file.getParent());
                assertThat(folder.resolve(links.group(1)))
                        .as("%s links to %s", document, links.group(1))
                        .exists();
            }
        }
    }

    @Test
    void everyPathAndFileOfTheArchitectureExists() throws IOException {
        Set<String> sources = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root())) {
            files.filter(path -> path.toString().contains("/src/main/"))
                    .forEach(path -> sources.add(String.valueOf(path.getFileName())));
        }
        Matcher code = CODE.matcher(Files.readString(root().resolve("ARCHITECTURE.md")));
        List<String> missing = new ArrayList<>();
        while (code.find()) {
            String name = code.group(1);
            boolean path =
                    name.matches("[\\w.-]+(/[\\w.-]+)+") && !name.startsWith("index/") && !name.startsWith("src/");
            boolean file = name.matches("\\w+\\.(java|json|properties)");
            boolean type = name.matches("[A-Z][a-z]\\w+");
            if (path && !Files.exists(root().resolve(name))
                    || file && !sources.contains(name)
                    || type && !sources.contains(name + ".java") && !name.equals("Unit")) {
                missing.add(name);
            }
        }
        assertThat(missing).as("named in ARCHITECTURE.md, but not there").isEmpty();
    }

    @Test
    void theArchitectureIsReadInFiveMinutes() throws IOException {
        String text = Files.readString(root().resolve("ARCHITECTURE.md"));
        assertThat(text.lines().count()).isLessThanOrEqualTo(200);
        // Lines of tables are no words.
        assertThat(Pattern.compile("\\S*\\w\\S*").matcher(text).results().count())
                .isLessThanOrEqualTo(1_100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attention", "lab", "linalg", "papers", "search", "server", "tokenizer"})
    void examplesCompile(String module, @TempDir Path classes) throws IOException {
        Matcher example =
                EXAMPLE.matcher(Files.readString(root().resolve(module).resolve("README.md")));
        assertThat(example.find()).as("%s/README.md has an example", module).isTrue();
        String imports = IMPORTED.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining());
        String source = imports + "class Example { void run() throws Exception {\n" + example.group(1) + "\n} }";
        StringWriter errors = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(source(source)))
                .call();
        assertThat(compiled).as("%s/README.md: %s", module, errors).isTrue();
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
