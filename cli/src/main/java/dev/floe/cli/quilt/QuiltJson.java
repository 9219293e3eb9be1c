package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatch;
import java.util.function.ToLongFunction;

/// The JSON form of a quilt's index.
final class QuiltJson {

    private QuiltJson() {}

    static ObjectNode index(QuiltIndex index, ToLongFunction<QuiltPatch> size) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode patches = document.putArray("patches");
        for (QuiltPatch patch : index.patches()) {
            ObjectNode node = patches.addObject()
                    .put("identifier", patch.identifier())
                    .put("size", size.applyAsLong(patch))
                    .put("startColumn", patch.startColumn())
                    .put("endColumn", patch.endColumn());
            ObjectNode tags = node.putObject("tags");
            patch.tags().forEach(tags::put);
        }
        return document;
    }
}
