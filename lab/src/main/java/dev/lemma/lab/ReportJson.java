package dev.lemma.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/// A report as JSON, format `lemma-lab-result`, version 1. UTF-8, one object; in this order, all of them
/// always there:
///
/// | member | value |
/// | --- | --- |
/// | `format`, `version` | `"lemma-lab-result"`, `1`; a reader refuses a version that it does not know |
/// | `experiment`, `title`, `claim` | texts |
/// | `began` | ISO 8601 in UTC |
/// | `took_s`, `budget_s` | seconds |
/// | `seed` | whole number of 64 bits |
/// | `command` | what repeats the run |
/// | `machine` | object: `processor`, `threads`, `system`, `java` |
/// | `verdicts` | list of `claim`, `state` (`held`, `not_held`, `undecided`), `evidence` |
/// | `sources` | list of `reference` and, if there is one, `url` |
/// | `parameters` | object: values as text by name |
/// | `notes` | list of texts |
/// | `tables` | list of `title`, `columns`, `rows` (lists of texts) |
/// | `figures` | list of `id`, `title`, `caption`, `x` and `y` (`label`, `unit`, `scale`), `series` (list of `name`, |
/// | | `style`, `points`: lists of x, y, and low and high ends of the interval where there is one) |
///
/// Members that are short come first, so that a reader of lists can stop before tables and figures.
final class ReportJson {
    static final String FORMAT = "lemma-lab-result";
    static final int VERSION = 1;
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReportJson() {}

    static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            write(json, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Report report) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("experiment", report.name());
        json.writeStringField("title", report.title());
        json.writeStringField("claim", report.claim());
        json.writeStringField("began", report.began().toString());
        json.writeNumberField("took_s", report.took().toMillis() / 1e3);
        json.writeNumberField("budget_s", report.budget().toMillis() / 1e3);
        json.writeNumberField("seed", report.seed());
        json.writeStringField("command", report.command());
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", report.machine().processor());
        json.writeNumberField("threads", report.machine().threads());
        json.writeStringField("system", report.machine().system());
        json.writeStringField("java", report.machine().java());
        json.writeEndObject();
        json.writeArrayFieldStart("verdicts");
        for (Verdict verdict : report.outcome().verdicts()) {
            json.writeStartObject();
            json.writeStringField("claim", verdict.claim());
            json.writeStringField("state", lower(verdict.state()));
            json.writeStringField("evidence", verdict.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sources");
        for (Source source : report.sources()) {
            json.writeStartObject();
            json.writeStringField("reference", source.reference());
            if (source.url().isPresent()) {
                json.writeStringField("url", source.url().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("parameters");
        for (var parameter : report.parameters()) {
            json.writeStringField(parameter.getKey(), parameter.getValue());
        }
        json.writeEndObject();
        texts(json, "notes", report.outcome().notes());
        tables(json, report.outcome().tables());
        figures(json, report.outcome().figures());
        json.writeEndObject();
    }

    private static void tables(JsonGenerator json, List<Table> tables) throws IOException {
        json.writeArrayFieldStart("tables");
        for (Table table : tables) {
            json.writeStartObject();
            json.writeStringField("title", table.title());
            texts(json, "columns", table.columns());
            json.writeArrayFieldStart("rows");
            for (List<String> row : table.rows()) {
                json.writeStartArray();
                for (String cell : row) {
                    json.writeString(cell);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void figures(JsonGenerator json, List<Figure> figures) throws IOException {
        json.writeArrayFieldStart("figures");
        for (Figure figure : figures) {
            json.writeStartObject();
            json.writeStringField("id", figure.id());
            json.writeStringField("title", figure.title());
            json.writeStringField("caption", figure.caption());
            axis(json, "x", figure.x());
            axis(json, "y", figure.y());
            json.writeArrayFieldStart("series");
            for (Figure.Series series : figure.series()) {
                json.writeStartObject();
                json.writeStringField("name", series.name());
                json.writeStringField("style", lower(series.style()));
                json.writeArrayFieldStart("points");
                for (Figure.Point point : series.points()) {
                    boolean interval = point.low() < point.high();
                    double[] numbers = interval
                            ? new double[] {point.x(), point.y(), point.low(), point.high()}
                            : new double[] {point.x(), point.y()};
                    json.writeArray(numbers, 0, numbers.length);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void axis(JsonGenerator json, String name, Figure.Axis axis) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("label", axis.label());
        json.writeStringField("unit", axis.unit());
        json.writeStringField("scale", lower(axis.scale()));
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
