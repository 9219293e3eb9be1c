package dev.floe.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.List;

/// Builds the transaction of one call from arguments given as text, typed by the function's parameters.
final class CallBuilder {

    private static final String SUI = "sui:";
    private static final String CLOCK = "clock";

    private final Transaction tx = new Transaction();
    private final String target;
    private final List<TypeTag> typeArguments;
    private final FunctionInfo function;

    /// Asks the ledger for the function.
    ///
    /// @param target `package::module::function`
    CallBuilder(Ledger ledger, String target, List<TypeTag> typeArguments) {
        String[] parts = target.split("::", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("call: expected PKG::MODULE::FUNCTION, got '" + target + "'");
        }
        this.target = target;
        this.typeArguments = typeArguments;
        this.function = ledger.function(Address.parse(parts[0]), parts[1], parts[2]);
        if (function.typeParameters().size() != typeArguments.size()) {
            throw new IllegalArgumentException("call: " + target + " takes "
                    + function.typeParameters().size() + " type arguments, got " + typeArguments.size());
        }
    }

    /// The transaction.
    ///
    /// @param keep whether objects that the function returns go to `sender`
    Transaction build(List<String> texts, boolean keep, Address sender) {
        List<FunctionInfo.Parameter> parameters = function.parameters().stream()
                .filter(parameter -> !parameter.isTxContext())
                .toList();
        if (parameters.size() != texts.size()) {
            throw new IllegalArgumentException("call: " + target + " takes " + parameters.size() + " arguments "
                    + parameters.stream().map(p -> describe(p.type())).toList() + ", got " + texts.size());
        }
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            arguments.add(argument(i, parameters.get(i), texts.get(i)));
        }
        Argument.Result result = tx.call(target, typeArguments, arguments.toArray(Argument[]::new));
        if (keep) {
            keep(result, sender);
        }
        return tx;
    }

    private Argument argument(int index, FunctionInfo.Parameter parameter, String text) {
        TypeTag type = parameter.type().substitute(typeArguments);
        try {
            if (PureJson.isPure(type)) {
                return tx.pure(PureJson.encode(type, json(type, text)));
            }
            if (type instanceof TypeTag.Vector vector) {
                return objects(vector.element(), text);
            }
            if (text.startsWith(SUI) && type.equals(StructTag.GAS_COIN)) {
                long amount = Long.parseUnsignedLong(text.substring(SUI.length()));
                return tx.splitCoins(tx.gas(), tx.u64(amount)).nested(0);
            }
            return text.equals(CLOCK) ? tx.clock() : tx.object(Address.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("argument " + index + " (" + type + "): " + e.getMessage(), e);
        }
    }

    private Argument objects(TypeTag element, String text) {
        List<Argument> elements = new ArrayList<>();
        parse(text).forEach(id -> elements.add(tx.object(Address.parse(id.asText()))));
        return tx.makeMoveVec(element, elements.toArray(Argument[]::new));
    }

    private void keep(Argument.Result result, Address sender) {
        List<Argument> objects = new ArrayList<>();
        for (int i = 0; i < function.returns().size(); i++) {
            FunctionInfo.Parameter returned = function.returns().get(i);
            if (returned.passing() == FunctionInfo.Passing.VALUE
                    && !PureJson.isPure(returned.type().substitute(typeArguments))) {
                objects.add(result.nested(i));
            }
        }
        if (!objects.isEmpty()) {
            tx.transferObjects(objects, tx.address(sender));
        }
    }

    /// Vectors and options may be JSON; everything else is taken as it is, so that text needs no quotes.
    private static JsonNode json(TypeTag type, String text) {
        boolean isStructured = type instanceof TypeTag.Vector && !text.startsWith("0x")
                || type instanceof StructTag struct && struct.is(Address.STD, "option", "Option");
        if (!isStructured) {
            return TextNode.valueOf(text);
        }
        boolean looksLikeJson = text.startsWith("[") || text.startsWith("\"") || text.equals("null");
        if (type instanceof TypeTag.Vector || looksLikeJson) {
            return parse(text);
        }
        return json(((StructTag) type).typeParams().getFirst(), text);
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON such as [1,2], got '" + text + "'", e);
        }
    }

    private static String describe(OpenType type) {
        return switch (type) {
            case OpenType.Primitive primitive -> primitive.type().toString();
            case OpenType.Vector vector -> "vector<" + describe(vector.element()) + ">";
            case OpenType.Datatype datatype -> datatype.name();
            case OpenType.Parameter parameter -> "T" + parameter.index();
        };
    }
}
