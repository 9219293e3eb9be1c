package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.ledger.Address;
import dev.floe.ledger.TypeTag;

/// JSON of the SDK in one form where it allows several: numbers as text, addresses and types in full, no `$kind`.
final class Normal {

    private Normal() {}

    static JsonNode form(JsonNode json) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (json.isObject()) {
            ObjectNode object = factory.objectNode();
            json.properties().forEach(entry -> {
                if (!entry.getKey().equals("$kind")) {
                    object.set(entry.getKey(), form(entry.getValue()));
                }
            });
            return object;
        }
        if (json.isArray()) {
            ArrayNode array = factory.arrayNode();
            json.forEach(item -> array.add(form(item)));
            return array;
        }
        if (json.isNumber()) {
            return factory.textNode(json.asText());
        }
        return json.isTextual() ? factory.textNode(text(json.asText())) : json;
    }

    private static String text(String value) {
        try {
            if (value.contains("::")) {
                return TypeTag.parse(value).toString();
            }
            return value.matches("0[xX][0-9a-fA-F]{1,64}")
                    ? Address.parseLenient(value).toString()
                    : value;
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
