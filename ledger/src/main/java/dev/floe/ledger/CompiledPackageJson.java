package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the JSON that Move compilers write; see [CompiledPackage#parse]. A whole JSON library for three members
/// would be this module's largest dependency.
final class CompiledPackageJson {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_MODULES = 1_000;
    private static final int DIGEST_BYTES = 32;

    private final String text;
    private int at;
    private @Nullable List<String> modules;
    private @Nullable List<String> dependencies;
    private @Nullable Bytes digest;

    private CompiledPackageJson(String text) {
        this.text = text;
    }

    static CompiledPackage parse(String text) {
        CompiledPackageJson json = new CompiledPackageJson(text);
        json.document();
        if (json.modules == null || json.dependencies == null || json.modules.isEmpty()) {
            throw json.corrupt("expected the members 'modules', with at least one, and 'dependencies'; compile with"
                    + " `contracts/build.mjs` or `sui move build --dump-bytecode-as-base64`");
        }
        try {
            CompiledPackage compiled = new CompiledPackage(
                    json.modules.stream()
                            .map(module -> Bytes.copyOf(Base64.getDecoder().decode(module)))
                            .toList(),
                    json.dependencies.stream().map(Address::parseLenient).toList());
            if (json.digest != null && !json.digest.equals(compiled.digest())) {
                throw json.corrupt("its digest does not fit modules and dependencies; compile anew");
            }
            return compiled;
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("compiled package: a module is not Base64 or a dependency no address", e);
        }
    }

    private void document() {
        expect('{');
        boolean isFirst = true;
        while (!ends('}', isFirst)) {
            String name = string();
            expect(':');
            switch (name) {
                case "modules" -> modules = strings();
                case "dependencies" -> dependencies = strings();
                case "digest" -> digest = digest();
                default -> skip(0);
            }
            isFirst = false;
        }
        if (next() != 0) {
            throw unexpected("the end");
        }
    }

    private List<String> strings() {
        List<String> all = new ArrayList<>();
        expect('[');
        while (!ends(']', all.isEmpty())) {
            all.add(string());
            if (all.size() > MAX_MODULES) {
                throw corrupt("more than " + MAX_MODULES + " entries");
            }
        }
        return all;
    }

    /// An array of byte values, as the Sui command line writes it, or hex.
    private Bytes digest() {
        if (next() == '"') {
            try {
                return Bytes.parseHex(string());
            } catch (IllegalArgumentException e) {
                throw new DataException.Corrupt("compiled package: its digest is not hex", e);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        expect('[');
        while (!ends(']', bytes.size() == 0)) {
            next();
            String number = word();
            if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 255 || bytes.size() == DIGEST_BYTES) {
                throw unexpected("at most " + DIGEST_BYTES + " bytes as numbers");
            }
            bytes.write(Integer.parseInt(number));
        }
        return Bytes.copyOf(bytes.toByteArray());
    }

    /// Any value that is of no interest.
    private void skip(int depth) {
        if (depth > MAX_DEPTH) {
            throw corrupt("nested deeper than " + MAX_DEPTH);
        }
        char open = next();
        if (open == '"') {
            string();
        } else if (open == '{' || open == '[') {
            at++;
            for (boolean isFirst = true; !ends(open == '{' ? '}' : ']', isFirst); isFirst = false) {
                if (open == '{') {
                    string();
                    expect(':');
                }
                skip(depth + 1);
            }
        } else if (!word().matches("true|false|null|-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw unexpected("a value");
        }
    }

    /// A string; what an escape stands for does not matter, since no member of interest has any.
    private String string() {
        expect('"');
        int start = at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw corrupt("a string does not end");
        }
        return text.substring(start, at++);
    }

    private String word() {
        int start = at;
        while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /// Whether the list ends here; takes the comma before another element.
    private boolean ends(char close, boolean isFirst) {
        if (next() == close) {
            at++;
            return true;
        }
        if (!isFirst) {
            expect(',');
        }
        return false;
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    /// The next character that is no white space; 0 at the end.
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private DataException.Corrupt unexpected(String wanted) {
        return corrupt("expected " + wanted + " at character " + at);
    }

    private DataException.Corrupt corrupt(String what) {
        return new DataException.Corrupt("compiled package: " + what);
    }
}
