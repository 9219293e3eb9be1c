package dev.floe.access.kit;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Argument expressions of scenarios, seen from one side.
///
/// | expression | value |
/// |---|---|
/// | `$name`, `%name` | an object; the result of an earlier call of the same transaction |
/// | `@role` | an address |
/// | `clock`, `sui:N` | the clock; a coin of N MIST |
/// | `u8:N` `u64:N` `bool:B` `string:T` `address:0x…` `bytes:0x…` | plain values; `u64:max` is the largest |
/// | `addresses:@a,@b` | a vector of addresses |
/// | `now:N` | a `u64`: N milliseconds after the ledger's time; negative: before |
/// | `none` | a vector without elements, or an option without a value |
final class Expressions {

    private final KitWorld world;
    private final KitWorld.Side side;

    Expressions(KitWorld world, KitWorld.Side side) {
        this.world = world;
        this.side = side;
    }

    Argument argument(Transaction tx, String text, Map<String, Argument> results) {
        if (text.startsWith("%")) {
            return result(results, text.substring(1));
        }
        if (text.startsWith("$")) {
            return tx.object(side.object(text.substring(1)));
        }
        if (text.equals("clock")) {
            return tx.clock();
        }
        if (text.startsWith("sui:")) {
            return tx.splitCoins(tx.gas(), tx.u64(number(text.substring("sui:".length()))))
                    .nested(0);
        }
        return tx.pure(pure(text));
    }

    Argument result(Map<String, Argument> results, String name) {
        Argument found = results.get(name);
        if (found == null) {
            throw new IllegalArgumentException("scenario: no call before has the result '" + name + "'");
        }
        return found;
    }

    /// Whether an expression is an object or the clock.
    static boolean isObject(String text) {
        return text.startsWith("$") || text.equals("clock");
    }

    /// The BCS of a plain value.
    Bytes pure(String text) {
        if (text.startsWith("@")) {
            return Pure.address(side.wallet(text.substring(1)).address());
        }
        if (text.equals("none")) {
            return Pure.vector(List.of());
        }
        String[] parts = text.split(":", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("scenario: cannot read the expression '" + text + "'");
        }
        String value = parts[1];
        return switch (parts[0]) {
            case "u8" -> Pure.u8(Integer.parseInt(value));
            case "u64" -> Pure.u64(number(value));
            case "bool" -> Pure.bool(Boolean.parseBoolean(value));
            case "string" -> Pure.string(value);
            case "address" -> Pure.address(Address.parseLenient(value));
            case "bytes" -> Pure.bytes(hex(value));
            case "addresses" ->
                Pure.vector(Arrays.stream(value.split(",", -1)).map(this::pure).toList());
            case "now" -> Pure.u64(world.ledger.info().time().toEpochMilli() + Long.parseLong(value));
            default -> throw new IllegalArgumentException("scenario: unknown kind of value in '" + text + "'");
        };
    }

    /// The bytes of a piece of an identity: as the value itself, without lengths.
    Bytes piece(String text) {
        if (text.startsWith(Scenario.Access.FREE)) {
            return piece(text.substring(Scenario.Access.FREE.length()));
        }
        if (text.startsWith("$")) {
            return side.object(text.substring(1)).bytes();
        }
        if (text.startsWith("bytes:")) {
            return hex(text.substring("bytes:".length()));
        }
        return pure(text);
    }

    /// An identity; `any` at its end stands for some bytes.
    Bytes id(List<String> pieces) {
        BcsWriter out = new BcsWriter();
        for (String piece : pieces) {
            out.fixed(piece.equals(Scenario.Access.ANY) ? Bytes.parseHex("a11a") : piece(piece));
        }
        return out.toBytes();
    }

    private static long number(String text) {
        return text.equals("max") ? -1 : Long.parseUnsignedLong(text);
    }

    private static Bytes hex(String text) {
        return Bytes.parseHex(text.startsWith("0x") ? text.substring(2) : text);
    }
}
