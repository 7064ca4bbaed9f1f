package dev.lemma.cli;

import dev.lemma.lab.Experiment;
import dev.lemma.lab.Experiments;
import dev.lemma.lab.Parameter;
import dev.lemma.lab.Source;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma lab list`.
@Command(name = "list", description = "List the experiments with their claims and parameters.")
final class LabListCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--format", description = "text or json, one line an experiment (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    LabListCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        Terminal terminal = lemma.terminal();
        for (Experiment experiment : Experiments.all()) {
            if (format == OutputFormat.JSON) {
                terminal.print("%s", json(experiment));
                continue;
            }
            terminal.print("%s: %s", experiment.name(), experiment.title());
            terminal.print("    %s", experiment.claim());
            for (Parameter parameter : experiment.parameters()) {
                terminal.print("    -P %s=%s  %s", parameter.name(), parameter.text(), parameter.meaning());
            }
        }
        return Lemma.OK;
    }

    private static String json(Experiment experiment) {
        return Json.object(out -> {
            out.writeStringField("name", experiment.name());
            out.writeStringField("title", experiment.title());
            out.writeStringField("claim", experiment.claim());
            Json.texts(
                    out,
                    "sources",
                    experiment.sources().stream().map(Source::reference).toList());
            out.writeArrayFieldStart("parameters");
            for (Parameter parameter : experiment.parameters()) {
                out.writeStartObject();
                out.writeStringField("name", parameter.name());
                out.writeStringField("meaning", parameter.meaning());
                out.writeStringField("default", parameter.text());
                out.writeNumberField("min", parameter.min());
                out.writeNumberField("max", parameter.max());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
