package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Identifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tables of a compiled module that publishing needs, and the place of its own address, which publishing
/// replaces. The rest is parsed and verified by the virtual machine.
///
/// @param bytes        the module
/// @param name         its name
/// @param address      its own address
/// @param datatypes    names of the structs and enums it defines
/// @param dependencies addresses of the packages it names, without its own
/// @param addressAt    offset of its own address in `bytes`
record ModuleImage(
        Bytes bytes, String name, Address address, List<String> datatypes, Set<Address> dependencies, int addressAt) {

    private static final int MAGIC_BYTES = 8;
    private static final int MODULE_HANDLES = 1;
    private static final int DATATYPE_HANDLES = 2;
    private static final int IDENTIFIERS = 7;
    private static final int ADDRESSES = 8;
    private static final int MAX_TABLES = 32;
    private static final int MAX_ENTRIES = 1 << 16;

    private record Table(int offset, int length) {}

    private record Handle(int address, int name) {}

    /// Reads the tables.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if they are malformed
    static ModuleImage parse(Bytes bytes) {
        byte[] content = bytes.toByteArray();
        BcsReader in = BcsReader.of("module", content);
        in.fixed(MAGIC_BYTES);
        Table[] tables = new Table[256];
        int count = in.count(MAX_TABLES, 3);
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            tables[kind] = new Table(in.uleb(), in.uleb());
        }
        int base = in.position();
        int end = base;
        for (Table table : tables) {
            if (table != null) {
                end = Math.max(end, checkedEnd(in, content, base, table));
            }
        }
        BcsReader tail = BcsReader.of("module", Arrays.copyOfRange(content, end, content.length));
        int self = tail.uleb();
        List<String> identifiers = identifiers(part(content, base, tables[IDENTIFIERS]));
        List<Address> addresses = addresses(part(content, base, tables[ADDRESSES]));
        List<Handle> modules = modules(part(content, base, tables[MODULE_HANDLES]));
        Handle own = at(in, modules, self);
        Set<Address> dependencies = new LinkedHashSet<>();
        for (Handle module : modules) {
            if (module.address() != own.address()) {
                dependencies.add(at(in, addresses, module.address()));
            }
        }
        List<String> datatypes = new ArrayList<>();
        for (Handle datatype : datatypes(part(content, base, tables[DATATYPE_HANDLES]))) {
            if (datatype.address() == self) {
                datatypes.add(at(in, identifiers, datatype.name()));
            }
        }
        Table pool = tables[ADDRESSES];
        int addressAt = base + pool.offset() + own.address() * Address.SIZE_BYTES;
        return new ModuleImage(
                bytes,
                at(in, identifiers, own.name()),
                at(in, addresses, own.address()),
                List.copyOf(datatypes),
                dependencies,
                addressAt);
    }

    /// The module's bytes with another own address.
    Bytes at(Address newAddress) {
        byte[] content = bytes.toByteArray();
        newAddress.bytes().copyTo(content, addressAt);
        return Bytes.copyOf(content);
    }

    private static int checkedEnd(BcsReader in, byte[] content, int base, Table table) {
        long end = (long) base + table.offset() + table.length();
        if (end > content.length) {
            throw in.corrupt("a table ends at " + end + ", past the end of the module");
        }
        return (int) end;
    }

    private static BcsReader part(byte[] content, int base, @Nullable Table table) {
        byte[] slice = table == null
                ? new byte[0]
                : Arrays.copyOfRange(content, base + table.offset(), base + table.offset() + table.length());
        return BcsReader.of("module table", slice);
    }

    private static List<String> identifiers(BcsReader in) {
        List<String> names = new ArrayList<>();
        while (in.remaining() > 0) {
            names.add(in.string(MAX_ENTRIES));
        }
        return names;
    }

    private static List<Address> addresses(BcsReader in) {
        List<Address> addresses = new ArrayList<>();
        while (in.remaining() > 0) {
            addresses.add(Address.read(in));
        }
        return addresses;
    }

    private static List<Handle> modules(BcsReader in) {
        List<Handle> handles = new ArrayList<>();
        while (in.remaining() > 0) {
            handles.add(new Handle(in.uleb(), in.uleb()));
        }
        return handles;
    }

    /// Datatype handles; the first number is the module's.
    private static List<Handle> datatypes(BcsReader in) {
        List<Handle> handles = new ArrayList<>();
        while (in.remaining() > 0) {
            handles.add(new Handle(in.uleb(), in.uleb()));
            in.uleb();
            int parameters = in.count(MAX_ENTRIES, 2);
            for (int i = 0; i < parameters; i++) {
                in.uleb();
                in.u8();
            }
        }
        return handles;
    }

    private static <T> T at(BcsReader in, List<T> entries, int index) {
        if (index >= entries.size()) {
            throw in.corrupt("index " + index + " is not below " + entries.size());
        }
        return entries.get(index);
    }

    /// Whether the name is one that a package may store.
    boolean hasValidName() {
        return Identifiers.isValid(name) && datatypes.stream().allMatch(Identifiers::isValid);
    }
}
