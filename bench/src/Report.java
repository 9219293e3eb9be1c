import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Medians and ratios of the lines that `bench/run` collected; fails if two sides made different bytes.
final class Report {

    public static void main(String[] args) throws Exception {
        Map<String, Map<String, List<double[]>>> cases = new TreeMap<>();
        Map<String, String> ids = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] words = line.split(" ");
            Map<String, String> fields = new HashMap<>();
            for (String word : words) {
                int at = word.indexOf('=');
                if (at > 0) {
                    fields.put(word.substring(0, at), word.substring(at + 1));
                }
            }
            check(ids, words[0].substring(0, words[0].lastIndexOf('/')) + " id", fields.get("id"));
            if (!"0000000000000000".equals(fields.get("check"))) {
                check(ids, words[0] + " check", fields.get("check"));
            }
            cases.computeIfAbsent(words[0], _ -> new TreeMap<>())
                    .computeIfAbsent(words[1], _ -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(fields.get("seconds")), Double.parseDouble(fields.get("cpu"))});
        }
        System.out.printf("%-20s %-8s %5s %10s %10s %12s %12s%n", "n/MiB/mode", "side", "runs", "seconds", "cpu",
                "x native", "x wasm");
        cases.forEach((name, sides) -> sides.forEach((side, runs) -> System.out.printf(Locale.ROOT,
                "%-20s %-8s %5d %10.3f %10.3f %12s %12s%n", name, side, runs.size(), median(runs, 0), median(runs, 1),
                ratio(sides.get("native"), runs), ratio(sides.get("wasm"), runs))));
        System.out.println("x: seconds (cpu). Same bytes on all sides:");
        new TreeMap<>(ids).forEach((name, value) -> System.out.println("  " + name + " " + value));
    }

    private static void check(Map<String, String> known, String name, String value) {
        if (value != null && !known.computeIfAbsent(name, _ -> value).equals(value)) {
            throw new IllegalStateException(name + ": one side made " + known.get(name) + ", another " + value);
        }
    }

    private static double median(List<double[]> runs, int field) {
        double[] values = runs.stream().mapToDouble(run -> run[field]).sorted().toArray();
        return values[values.length / 2];
    }

    private static String ratio(List<double[]> baseline, List<double[]> runs) {
        if (baseline == null || baseline == runs) {
            return "";
        }
        return String.format(Locale.ROOT, "%.2f (%.2f)", median(baseline, 0) / median(runs, 0),
                median(baseline, 1) / median(runs, 1));
    }
}
