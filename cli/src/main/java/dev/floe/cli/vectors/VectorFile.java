package dev.floe.cli.vectors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.floe.format.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A vector file that has been read.
///
/// @param path where it is
/// @param root its JSON
public record VectorFile(Path path, JsonNode root) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;\\]]*; (line: \\d+, column: \\d+)\\]");

    /// Reads `path`.
    ///
    /// @throws DataException.Corrupt if it is no JSON
    public static VectorFile read(Path path) throws IOException {
        try {
            return new VectorFile(path, MAPPER.readTree(Files.readAllBytes(path)));
        } catch (JsonProcessingException e) {
            throw new DataException.Corrupt(path + " is no JSON: " + problem(e), e);
        }
    }

    /// What the parser says, with line and column but without its words on where the text came from.
    private static String problem(JsonProcessingException e) {
        String what = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
        JsonLocation at = e.getLocation();
        return at == null ? what : what + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /// The file name without `.json`.
    public String name() {
        String fileName = String.valueOf(path.getFileName());
        return fileName.endsWith(".json") ? fileName.substring(0, fileName.length() - 5) : fileName;
    }

    /// The elements of the array `field` at the top; empty if there is none.
    public List<JsonNode> all(String field) {
        List<JsonNode> elements = new ArrayList<>();
        root.path(field).forEach(elements::add);
        return elements;
    }

    /// The elements of `cases`.
    public List<JsonNode> cases() {
        return all("cases");
    }

    /// The file `other` beside this one, or an empty node if there is none.
    public JsonNode sibling(String other) {
        Path beside = path.resolveSibling(other);
        try {
            return Files.isRegularFile(beside) ? read(beside).root() : MissingNode.getInstance();
        } catch (IOException e) {
            throw new DataException.Unavailable("cannot read " + beside, e);
        }
    }
}
