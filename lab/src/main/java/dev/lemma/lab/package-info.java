/// Experiments that re-run what papers claim, and reports that say whether the claims held.
///
/// An [Experiment] has parameters and returns an [Outcome]: figures, tables, and a [Verdict] for each
/// claim, computed from intervals. [ExperimentRun] runs one with a seed and a time budget, [ReportFolder]
/// writes the report. [Experiments] lists what there is; a new experiment is one class and one line there.
///
/// ```java
/// Experiment jl = Experiments.find("jl").orElseThrow();
/// Parameters values = Parameters.of(jl.parameters(), Map.of("nmax", "256"));
/// RunSettings settings = RunSettings.defaults().withSeed(1).withBudget(Duration.ofMinutes(1));
/// Report report = ExperimentRun.run(jl, values, settings, ProgressListener.NONE);
/// ReportFolder.write(report, Path.of("labs/jl"));
/// ```
@NullMarked
package dev.lemma.lab;

import org.jspecify.annotations.NullMarked;
