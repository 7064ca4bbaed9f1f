package dev.lemma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma doctor`.
@Command(
        name = "doctor",
        description =
                "Say what is installed, what is missing, and how to mend it. Exit code 1 if something needed is broken.")
final class DoctorCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--port", description = "port that lemma serve would take (default: ${DEFAULT-VALUE})")
    private int port = 7070;

    @Option(names = "--format", paramLabel = "text|json", description = "how to print (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    DoctorCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Examination(lemma.home(), lemma.terminal().variable("PATH"), port).findings();
        boolean broken = findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN);
        if (format == OutputFormat.JSON) {
            lemma.terminal()
                    .print(
                            "%s",
                            Json.object(json -> {
                                json.writeBooleanField("ok", !broken);
                                json.writeArrayFieldStart("findings");
                                for (Finding finding : findings) {
                                    json.writeStartObject();
                                    json.writeStringField("what", finding.what());
                                    json.writeStringField(
                                            "state", finding.state().word());
                                    json.writeStringField("detail", finding.detail());
                                    json.writeStringField("remedy", finding.remedy());
                                    json.writeEndObject();
                                }
                                json.writeEndArray();
                            }));
        } else {
            for (Finding finding : findings) {
                lemma.terminal()
                        .print("%-8s %-14s %s", finding.state().word(), finding.what(), Text.oneLine(finding.detail()));
                if (!finding.remedy().isEmpty()) {
                    lemma.terminal().print("%-8s %-14s -> %s", "", "", Text.oneLine(finding.remedy()));
                }
            }
        }
        return broken ? Lemma.FAILED : Lemma.OK;
    }
}
