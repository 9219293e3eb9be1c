package dev.floe.ledger;

import java.util.ArrayList;
import java.util.List;

/// Recursive descent over the text of one type.
final class TypeTagParser {

    /// Longest text that is parsed.
    private static final int MAX_TEXT = 16 * 1024;

    private final String text;
    private int at;

    TypeTagParser(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("type: " + text.length() + " characters, limit " + MAX_TEXT);
        }
        this.text = text;
    }

    TypeTag parse() {
        TypeTag type = type(1);
        skipSpaces();
        if (at != text.length()) {
            throw bad("end of text");
        }
        return type;
    }

    private TypeTag type(int depth) {
        TypeTags.checkDepth(depth);
        skipSpaces();
        String word = word();
        if (text.startsWith("::", at)) {
            return struct(word, depth);
        }
        if (word.equals("vector")) {
            expect('<');
            TypeTag element = type(depth + 1);
            expect('>');
            return new TypeTag.Vector(element);
        }
        for (TypeTag.Primitive primitive : TypeTag.Primitive.values()) {
            if (primitive.toString().equals(word)) {
                return primitive;
            }
        }
        throw bad("a type before this place");
    }

    private StructTag struct(String address, int depth) {
        at += 2;
        String module = word();
        if (!text.startsWith("::", at)) {
            throw bad("'::'");
        }
        at += 2;
        String name = word();
        List<TypeTag> typeParams = new ArrayList<>();
        if (peek() == '<') {
            do {
                at++;
                typeParams.add(type(depth + 1));
            } while (peek() == ',');
            expect('>');
        }
        return new StructTag(Address.parseLenient(address), module, name, typeParams);
    }

    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (at == start) {
            throw bad("a name");
        }
        return text.substring(start, at);
    }

    private char peek() {
        skipSpaces();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw bad("'" + wanted + "'");
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException bad(String expected) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        return new IllegalArgumentException(
                "type: expected " + expected + " at character " + (at + 1) + " of '" + shown + "'");
    }
}
