package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveStatus;
import java.util.HashMap;
import java.util.Map;

/// The native functions of `std` and `sui`, by name. What they do: `contracts/framework/NATIVES.md`.
final class Natives {

    private static final Map<String, Native> ALL = all();

    private Natives() {}

    private static Map<String, Native> all() {
        Map<String, Native> natives = new HashMap<>();
        StdNatives.register(natives);
        SuiNatives.register(natives);
        CryptoNatives.register(natives);
        return Map.copyOf(natives);
    }

    /// Whether there is such a function.
    static boolean exists(ModuleId module, String name) {
        return ALL.containsKey(key(module, name));
    }

    /// The implementation.
    ///
    /// @throws MoveException with `LINKER_ERROR` if there is none
    static Native find(ModuleId module, String name) {
        Native found = ALL.get(key(module, name));
        if (found == null) {
            throw MoveException.of(MoveStatus.LINKER_ERROR, "native function " + module + "::" + name + " is unknown");
        }
        return found;
    }

    private static String key(ModuleId module, String name) {
        if (!module.address().equals(Address.STD) && !module.address().equals(Address.SUI)) {
            return "";
        }
        return module + "::" + name;
    }
}
