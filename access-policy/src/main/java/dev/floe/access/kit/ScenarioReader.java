package dev.floe.access.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.TypeTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads scenarios from JSON.
public final class ScenarioReader {

    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_ITEMS = 1_000;
    private static final long MAX_ADVANCE = Duration.ofDays(36_500).toMillis();

    private final Function<String, CompiledPackage> packages;

    /// A reader.
    ///
    /// @param packages finds the compiled package of an upgrade by the name that the scenario gives
    public ScenarioReader(Function<String, CompiledPackage> packages) {
        this.packages = packages;
    }

    /// Reads a scenario.
    ///
    /// @throws IllegalArgumentException saying what is wrong and where
    public Scenario read(String json) {
        if (json.length() > MAX_TEXT) {
            throw new IllegalArgumentException("scenario: " + json.length() + " characters, limit " + MAX_TEXT);
        }
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            List<Scenario.Stage> stages = list(root.path("stages"), "stages", this::stage);
            Set<String> names = new HashSet<>();
            for (Scenario.Stage stage : stages) {
                stage.after().ifPresent(after -> {
                    if (!names.contains(after)) {
                        throw wrong("stage '" + stage.name() + "' comes after '" + after + "', which is not before it");
                    }
                });
                if (!names.add(stage.name())) {
                    throw wrong("two stages are called '" + stage.name() + "'");
                }
            }
            if (stages.isEmpty()) {
                throw wrong("it has no stages");
            }
            return new Scenario(map(root.path("init")), stages);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("scenario: not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Scenario.Stage stage(JsonNode json) {
        return new Scenario.Stage(
                text(json, "name"),
                optional(json, "after"),
                list(json.path("steps"), "steps", this::step),
                list(json.path("allow"), "allow", ScenarioReader::access));
    }

    private Scenario.Step step(JsonNode json) {
        if (json.has("advance_ms")) {
            long millis = json.path("advance_ms").asLong(-1);
            if (millis < 1 || millis > MAX_ADVANCE) {
                throw wrong("advance_ms: expected 1 to " + MAX_ADVANCE + ", got " + json.path("advance_ms"));
            }
            return new Scenario.Step.Advance(Duration.ofMillis(millis));
        }
        if (json.has("next_epoch")) {
            return new Scenario.Step.NextEpoch();
        }
        if (json.has("upgrade")) {
            return new Scenario.Step.Upgrade(packages.apply(text(json, "upgrade")));
        }
        return new Scenario.Step.Run(
                text(json, "as"),
                list(json.path("calls"), "calls", ScenarioReader::call),
                texts(json.path("keep"), "keep"),
                map(json.path("creates")));
    }

    private static Scenario.Call call(JsonNode json) {
        return new Scenario.Call(
                text(json, "call"), types(json), texts(json.path("args"), "args"), optional(json, "result"));
    }

    private static Scenario.Access access(JsonNode json) {
        List<String> id = texts(json.path("id"), "id");
        if (id.isEmpty()) {
            throw wrong("an access has no id; give its pieces, such as [\"$policy\", \"any\"]");
        }
        return new Scenario.Access(
                text(json, "as"), text(json, "call"), types(json), id, texts(json.path("args"), "args"));
    }

    private static List<TypeTag> types(JsonNode json) {
        return texts(json.path("types"), "types").stream().map(TypeTag::parse).toList();
    }

    private static List<String> texts(JsonNode json, String name) {
        return list(json, name, JsonNode::asText);
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> read) {
        if (json.isMissingNode()) {
            return List.of();
        }
        if (!json.isArray() || json.size() > MAX_ITEMS) {
            throw wrong(name + ": expected an array of at most " + MAX_ITEMS + " elements");
        }
        List<T> items = new ArrayList<>();
        json.forEach(item -> items.add(read.apply(item)));
        return items;
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static String text(JsonNode json, String name) {
        return optional(json, name).orElseThrow(() -> wrong("'" + name + "' is missing in " + shortened(json)));
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return json.path(name).isTextual() ? Optional.of(json.path(name).asText()) : Optional.empty();
    }

    private static String shortened(JsonNode json) {
        String text = json.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("scenario: " + what);
    }
}
