package dev.lemma.cli;

import dev.lemma.search.CollectionEvaluation;
import dev.lemma.search.EvaluationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma eval search`.
@Command(
        name = "search",
        description = {
            "Search test collections with judged answers, and print one JSON line a collection.",
            "A collection is a folder with docs.jsonl, queries.tsv and qrels.trec (or BEIR's names); after several of"
                    + " them comes a line with their mean."
        })
final class EvalSearchCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(
            names = "--collection",
            required = true,
            paramLabel = "DIR",
            arity = "1..*",
            description = "folder of a collection; several may be given")
    private List<Path> collections = List.of();

    EvalSearchCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        List<EvaluationResult> results = new ArrayList<>();
        for (Path folder : collections) {
            EvaluationResult result = CollectionEvaluation.run(folder);
            lemma.terminal().print("%s", result.toJson());
            results.add(result);
        }
        if (results.size() > 1) {
            lemma.terminal().print("%s", mean(results).toJson());
        }
        return Lemma.OK;
    }

    private static EvaluationResult mean(List<EvaluationResult> results) {
        return new EvaluationResult(
                "mean",
                mean(results, EvaluationResult::ndcg10),
                mean(results, EvaluationResult::map),
                mean(results, EvaluationResult::recall100),
                mean(results, EvaluationResult::p10),
                results.stream().mapToInt(EvaluationResult::queries).sum());
    }

    private static double mean(List<EvaluationResult> results, ToDoubleFunction<EvaluationResult> measure) {
        return results.stream().mapToDouble(measure).average().orElseThrow();
    }
}
