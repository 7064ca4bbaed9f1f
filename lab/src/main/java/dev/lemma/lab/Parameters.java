package dev.lemma.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The values that one run has for the parameters of its experiment. Immutable.
public final class Parameters {
    private final Map<String, List<Double>> values;
    private final Set<String> given;

    private Parameters(Map<String, List<Double>> values, Set<String> given) {
        this.values = values;
        this.given = given;
    }

    /// Defaults, and over them what is given.
    ///
    /// @param given values as text (`16,64`) by parameter name
    /// @throws IllegalArgumentException if a name is unknown or a value does not fit
    public static Parameters of(List<Parameter> parameters, Map<String, String> given) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String text = given.get(parameter.name());
            values.put(parameter.name(), text == null ? parameter.defaults() : parameter.parse(text));
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("parameter = '" + name + "', not one of "
                        + parameters.stream().map(Parameter::name).collect(Collectors.joining(", ")));
            }
        }
        return new Parameters(values, Set.copyOf(given.keySet()));
    }

    /// The only value of a parameter.
    public double real(String name) {
        return values(name).getFirst();
    }

    /// The only value of a parameter with whole values.
    public int whole(String name) {
        return (int) real(name);
    }

    /// All values of a parameter with whole values.
    public List<Integer> wholes(String name) {
        return values(name).stream().map(Double::intValue).toList();
    }

    /// All values of a parameter.
    public List<Double> reals(String name) {
        return values(name);
    }

    /// All parameters in their order, each with its values.
    public Map<String, List<Double>> all() {
        return Map.copyOf(values);
    }

    /// Names and values as text, in the order of the experiment.
    List<Map.Entry<String, String>> texts() {
        return values.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), Parameter.text(entry.getValue())))
                .toList();
    }

    /// Whether a parameter was given a value: for the command that repeats the run.
    boolean isGiven(String name) {
        return given.contains(name);
    }

    private List<Double> values(String name) {
        List<Double> found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("name = '" + name + "', not a parameter of this experiment");
        }
        return found;
    }
}
