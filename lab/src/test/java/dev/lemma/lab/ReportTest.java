package dev.lemma.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lemma.lab.Figure.Point;
import dev.lemma.lab.Figure.Scale;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportTest {
    @TempDir
    Path folder;

    private static Document parse(String xml) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void aFigureIsWellFormedAndSaysWhatItShows(Scale scale) throws Exception {
        Document document = parse(SvgPlot.file(SampleReports.figure("first", scale)));
        Element svg = document.getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("first-t first-d");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Title </style><script>alert(1)</script> & \"x\" 'y'   ");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains("Horizontal: n ", "measured ", "from 4 at 128 to 6 at 2,048", "nothing (no points)");
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        // Series with intervals have a band or bars; lines, dashes and marks are told apart.
        assertThat(elements(svg, "band")).isEqualTo(1);
        assertThat(elements(svg, "bar")).isEqualTo(1);
        assertThat(elements(svg, "curve")).isEqualTo(3 + 3);
        assertThat(elements(svg, "mark")).isEqualTo(3 + 2 + 3);
        assertThat(SvgPlot.inline(SampleReports.figure("first", scale)))
                .doesNotContain("style=", "<style", "NaN", "Infinity");
    }

    private static long elements(Element svg, String kind) {
        long count = 0;
        for (int i = 0; i < svg.getElementsByTagName("path").getLength(); i++) {
            Element path = (Element) svg.getElementsByTagName("path").item(i);
            count += path.getAttribute("class").startsWith(kind + " ") ? 1 : 0;
        }
        return count;
    }

    @Test
    void thePageIsSelfContainedAndItsTextsAreText() {
        String page = ReportHtml.of(SampleReports.report("sample", SampleReports.HOSTILE));
        assertThat(page)
                .contains("<span class=\"state\">held</span>: It is flat &lt;/style&gt;&lt;script&gt;")
                .contains("<span class=\"state\">did not hold</span>", "<span class=\"state\">undecided</span>")
                .contains("drift = 0.02 (0.01 to 0.03); claimed: at most 0.05")
                .contains("prefers-color-scheme: dark", "@media print", "name=\"viewport\"")
                .contains("lemma lab run sample --seed 1", "2026-11-24 16:00 UTC", "1.2 s of at most 600 s")
                .contains("href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\"")
                .doesNotContain("<script", "src=", "url(", "@import", "style=\"", "<link")
                .doesNotContain("\u0007");
        assertThat(page.split("<style>", -1)).hasSize(2);
        assertThat(page.split("<svg", -1)).hasSize(3);
    }

    @Test
    void theDataSaysEverything() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(SampleReports.report("sample", "<b>é")));
        assertThat(json.path("format").asText()).isEqualTo("lemma-lab-result");
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("title").asText()).isEqualTo("A sample <b>é");
        assertThat(json.path("seed").asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(json.path("verdicts").findValuesAsText("state")).containsExactly("held", "not_held", "undecided");
        assertThat(json.path("figures").path(0).path("x").path("scale").asText())
                .isEqualTo("log2");
        JsonNode points = json.path("figures").path(0).path("series").path(0).path("points");
        assertThat(points.toString()).isEqualTo("[[128.0,4.0,3.9,4.1],[512.0,5.0,4.8,5.1],[2048.0,6.0]]");
        assertThat(json.path("parameters").path("d").asText()).isEqualTo("16,64");
        assertThat(json.path("tables").path(0).path("rows").path(0).path(1).asText())
                .isEqualTo("1.5 (1 to 2)");
    }

    @Test
    void aReportIsWrittenWholeAndReplacesAnOlderOne() throws IOException {
        Path target = folder.resolve("labs/sample");
        Path page = ReportFolder.write(SampleReports.report("sample", "one"), target);
        assertThat(page).isEqualTo(target.resolve("report.html")).exists();
        assertThat(names(target)).containsExactlyInAnyOrder("report.html", "result.json", "figures");
        assertThat(names(target.resolve("figures"))).containsExactlyInAnyOrder("first.svg", "second.svg");
        ReportFolder.write(SampleReports.report("sample", "two"), target);
        assertThat(Files.readString(page)).contains("A sample two").doesNotContain("A sample one");
        assertThat(names(folder.resolve("labs"))).containsExactly("sample");
    }

    @Test
    void whatIsNoReportIsLeftAlone() throws IOException {
        Path letters = Files.createDirectories(folder.resolve("letters"));
        Files.writeString(letters.resolve("letter.txt"), "x");
        Report report = SampleReports.report("sample", "");
        assertThatThrownBy(() -> ReportFolder.write(report, letters))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("holds other files");
        Files.writeString(letters.resolve("result.json"), "{}");
        assertThatThrownBy(() -> ReportFolder.check(letters)).hasMessageContaining("holds other files");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> ReportFolder.check(file)).hasMessageContaining("is not a folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), empty);
        assertThatThrownBy(() -> ReportFolder.check(link)).hasMessageContaining("is not a folder");
        ReportFolder.check(folder.resolve("none"));
        ReportFolder.write(report, empty);
        assertThat(names(letters)).contains("letter.txt");
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatThrownBy(() -> SampleReports.figure("No Good", Scale.LINEAR))
                .hasMessageStartingWith("id = 'No Good'");
        assertThatThrownBy(() -> Point.of(Double.NaN, 1)).hasMessageContaining("not finite");
        assertThatThrownBy(() -> new Point(1, 2, 3, 4)).hasMessageContaining("in order");
        assertThatThrownBy(() -> new Figure(
                        "a",
                        "",
                        "",
                        new Figure.Axis("x", "", Scale.LOG),
                        new Figure.Axis("y", "", Scale.LINEAR),
                        List.of(new Figure.Series("s", Figure.Style.LINE, List.of(Point.of(0, 1))))))
                .hasMessageContaining("not positive on a logarithmic axis");
        assertThatThrownBy(() -> new Outcome(List.of(), List.of(), List.of(), List.of()))
                .hasMessage("verdicts = [], not at least one");
        assertThatThrownBy(() -> new Table("t", List.of("a"), List.of(List.of("1", "2"))))
                .hasMessageContaining("not of 1 cells");
        assertThatThrownBy(() -> Source.of("x", "javascript:alert(1)")).hasMessageContaining("not https://");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
