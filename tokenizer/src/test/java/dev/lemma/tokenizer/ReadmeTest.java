package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of the documents compile.
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS =
            "import dev.lemma.tokenizer.*; import java.nio.file.Path; import java.util.*; import java.util.random.*;";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "src/main/java/dev/lemma/tokenizer/package-info.java"})
    void examplesCompile(String document, @TempDir Path classes) throws IOException {
        String text = Files.readString(Path.of(document)).replaceAll("(?m)^/// ?", "");
        Matcher example = EXAMPLE.matcher(text);
        int examples = 0;
        while (example.find()) {
            examples++;
            String source = IMPORTS + "class Example { void run() throws Exception {\n" + example.group(1) + "\n} }";
            StringWriter errors = new StringWriter();
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            boolean compiled = compiler.getTask(
                            errors,
                            null,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            List.of(source(source)))
                    .call();
            assertThat(compiled).as("%s: %s", document, errors).isTrue();
        }
        assertThat(examples).as("examples in %s", document).isPositive();
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
