package dev.floe.ledger.internal.move;

import static dev.floe.ledger.move.MoveVerificationException.Kind.MALFORMED;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Identifiers;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Constant;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.EnumDefinition;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FieldHandle;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.ModuleHandle;
import dev.floe.ledger.move.CompiledModule.StructDefinition;
import dev.floe.ledger.move.CompiledModule.Variant;
import dev.floe.ledger.move.CompiledModule.VariantHandle;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveFunction.Visibility;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads a module file.
///
/// | part | bytes |
/// |---|---|
/// | magic | `A1 1C EB 0B` |
/// | version | u32: 6, or 7 with the flavor 5 in the top byte |
/// | table list | ULEB count; each: kind byte, ULEB offset, ULEB length |
/// | tables | one after the other, offsets from the end of the list |
/// | self | ULEB index of the module's own handle |
public final class ModuleReader {

    private static final int MAGIC = 0x0BEB1CA1;
    private static final int VERSION_7 = 0x05000007;
    private static final int MAX_TABLES = 21;
    private static final int MAX_ENTRIES = 0xFFFF;
    private static final int MAX_LIST = 255;
    private static final int MAX_VARIANTS = 127;
    private static final int MAX_CONSTANT = 0xFFFF;
    private static final int MAX_TOKEN_DEPTH = 32;
    private static final int ADDRESSES = 0x08;
    private static final int KINDS = 0x15;

    private final int version;
    private final BcsReader[] tables = new BcsReader[KINDS];
    private final int[] tableOffsets = new int[KINDS];
    private final int self;

    private ModuleReader(byte[] bytecode) {
        if (bytecode.length > CompiledModule.MAX_BYTES) {
            throw new DataException.Corrupt("module: " + bytecode.length + " bytes, limit " + CompiledModule.MAX_BYTES);
        }
        BcsReader in = BcsReader.of("module", bytecode);
        if ((int) in.u32() != MAGIC) {
            throw in.corrupt("no magic number of Move bytecode");
        }
        int word = (int) in.u32();
        if (word != 6 && word != VERSION_7) {
            throw in.corrupt("version word " + Integer.toHexString(word) + ", expected 6 or 7 of Sui");
        }
        version = word & 0xFF;
        int count = in.count(MAX_TABLES, 3);
        int[] kinds = new int[count];
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            kinds[i] = in.u8();
            offsets[i] = in.uleb();
            lengths[i] = in.uleb();
        }
        int start = in.position();
        int end = placeTables(in, bytecode, kinds, offsets, lengths, start);
        BcsReader tail = BcsReader.of("module: own handle", Arrays.copyOfRange(bytecode, end, bytecode.length));
        self = tail.uleb();
        tail.end();
    }

    /// Parses a module; see [CompiledModule#parse].
    public static CompiledModule parse(byte[] bytecode) {
        try {
            CompiledModule module = new ModuleReader(bytecode).module();
            ModuleBounds.check(module);
            return module;
        } catch (DataException.Corrupt e) {
            throw malformed(e);
        }
    }

    /// Patches the module's own address; see [CompiledModule#withAddress].
    public static byte[] withAddress(byte[] bytecode, Address address) {
        try {
            CompiledModule module = parse(bytecode);
            int index = module.moduleHandles().get(module.self()).address();
            int offset = new ModuleReader(bytecode).tableOffsets[ADDRESSES] + index * Address.SIZE_BYTES;
            byte[] patched = bytecode.clone();
            System.arraycopy(address.toByteArray(), 0, patched, offset, Address.SIZE_BYTES);
            return patched;
        } catch (DataException.Corrupt e) {
            throw malformed(e);
        }
    }

    /// Patches the address table; see [CompiledModule#relink].
    public static byte[] relink(byte[] bytecode, Map<Address, Address> ids) {
        try {
            List<Address> addresses = parse(bytecode).addresses();
            int table = new ModuleReader(bytecode).tableOffsets[ADDRESSES];
            byte[] patched = bytecode.clone();
            for (int i = 0; i < addresses.size(); i++) {
                Address id = ids.getOrDefault(addresses.get(i), addresses.get(i));
                System.arraycopy(id.toByteArray(), 0, patched, table + i * Address.SIZE_BYTES, Address.SIZE_BYTES);
            }
            return patched;
        } catch (DataException.Corrupt e) {
            throw malformed(e);
        }
    }

    private static MoveVerificationException malformed(DataException.Corrupt e) {
        MoveVerificationException refusal = new MoveVerificationException(MALFORMED, String.valueOf(e.getMessage()));
        refusal.initCause(e);
        return refusal;
    }

    // Tables must follow one another without gap or overlap; returns where they end.
    private int placeTables(BcsReader in, byte[] bytecode, int[] kinds, int[] offsets, int[] lengths, int start) {
        Integer[] order = new Integer[kinds.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Integer.compare(offsets[a], offsets[b]));
        long next = 0;
        for (int i : order) {
            if (offsets[i] != next || lengths[i] == 0) {
                throw in.corrupt("table " + kinds[i] + " at " + offsets[i] + ", expected " + next);
            }
            next += lengths[i];
            if (start + next > bytecode.length) {
                throw in.corrupt("table " + kinds[i] + " ends behind the module");
            }
            int kind = kinds[i];
            boolean known = kind >= 1 && kind < KINDS && kind != 0x09 && (kind < 0x11 || version >= 7);
            if (!known || tableOffsets[kind] != 0) {
                throw in.corrupt("table of kind " + kind + " is unknown or there twice");
            }
            tableOffsets[kind] = start + offsets[i];
            tables[kind] = BcsReader.of(
                    "module table " + kind,
                    Arrays.copyOfRange(bytecode, start + offsets[i], start + offsets[i] + lengths[i]));
        }
        return (int) (start + next);
    }

    private CompiledModule module() {
        List<CompiledModule.ModuleHandle> moduleHandles = table(0x01, ModuleReader::moduleHandle);
        table(0x10, in -> in.bytes(MAX_CONSTANT).length + in.bytes(MAX_CONSTANT).length);
        return new CompiledModule(
                version,
                self,
                moduleHandles,
                table(0x02, ModuleReader::datatypeHandle),
                table(0x03, ModuleReader::functionHandle),
                table(0x04, ModuleReader::instantiation),
                table(0x05, in -> tokens(in)),
                table(0x06, in -> new Constant(token(in, 1), Bytes.copyOf(in.bytes(MAX_CONSTANT)))),
                table(0x07, Identifiers::read),
                table(ADDRESSES, Address::read),
                table(0x0A, ModuleReader::structDefinition),
                table(0x0B, ModuleReader::instantiation),
                table(0x0C, this::function),
                table(0x0D, in -> new FieldHandle(index(in), in.uleb())),
                table(0x0E, ModuleReader::instantiation),
                table(0x0F, ModuleReader::moduleHandle),
                table(0x11, ModuleReader::enumDefinition),
                table(0x12, ModuleReader::instantiation),
                table(0x13, in -> new VariantHandle(index(in), in.uleb())),
                table(0x14, in -> new VariantHandle(index(in), in.uleb())));
    }

    private <T> List<T> table(int kind, Function<BcsReader, T> readEntry) {
        BcsReader in = tables[kind];
        List<T> entries = new ArrayList<>();
        while (in != null && in.remaining() > 0) {
            if (entries.size() >= MAX_ENTRIES) {
                throw in.corrupt("more than " + MAX_ENTRIES + " entries");
            }
            entries.add(readEntry.apply(in));
        }
        return List.copyOf(entries);
    }

    private static ModuleHandle moduleHandle(BcsReader in) {
        return new ModuleHandle(index(in), index(in));
    }

    private static Instantiation instantiation(BcsReader in) {
        return new Instantiation(index(in), index(in));
    }

    private static DatatypeHandle datatypeHandle(BcsReader in) {
        return new DatatypeHandle(
                index(in),
                index(in),
                abilities(in),
                in.vector(MAX_LIST, i -> new MoveDatatype.TypeParameter(abilities(i), i.bool())));
    }

    private static FunctionHandle functionHandle(BcsReader in) {
        return new FunctionHandle(
                index(in), index(in), index(in), index(in), in.vector(MAX_LIST, ModuleReader::abilities));
    }

    private static StructDefinition structDefinition(BcsReader in) {
        int handle = index(in);
        if (in.u8() != 2) {
            throw in.corrupt("a native struct; there are none on Sui");
        }
        return new StructDefinition(handle, fields(in));
    }

    private static EnumDefinition enumDefinition(BcsReader in) {
        int handle = index(in);
        if (in.u8() != 2) {
            throw in.corrupt("an enum must be declared");
        }
        return new EnumDefinition(handle, in.vector(MAX_VARIANTS, i -> new Variant(index(i), fields(i))));
    }

    private static List<Field> fields(BcsReader in) {
        return in.vector(MAX_LIST, i -> new Field(index(i), token(i, 1)));
    }

    private FunctionDefinition function(BcsReader in) {
        int handle = index(in);
        Visibility visibility = switch (in.u8()) {
            case 0 -> Visibility.PRIVATE;
            case 1 -> Visibility.PUBLIC;
            case 3 -> Visibility.FRIEND;
            default -> throw in.corrupt("unknown visibility");
        };
        int flags = in.u8();
        if ((flags & ~6) != 0) {
            throw in.corrupt("unknown flags " + flags + " of a function");
        }
        if (in.count(MAX_LIST, 1) != 0) {
            throw in.corrupt("a function that acquires globals; there are none on Sui");
        }
        boolean isNative = (flags & 2) != 0;
        boolean isEntry = (flags & 4) != 0;
        return isNative
                ? new FunctionDefinition(handle, visibility, isEntry, true, 0, CompiledModule.Code.NONE)
                : new FunctionDefinition(handle, visibility, isEntry, false, index(in), CodeReader.read(in, version));
    }

    private static AbilitySet abilities(BcsReader in) {
        int bits = in.uleb();
        if (bits > 0xF) {
            throw in.corrupt("unknown abilities " + bits);
        }
        return new AbilitySet(bits);
    }

    static int index(BcsReader in) {
        int index = in.uleb();
        if (index > MAX_ENTRIES) {
            throw in.corrupt("index " + index + " is over " + MAX_ENTRIES);
        }
        return index;
    }

    private static List<SignatureToken> tokens(BcsReader in) {
        return in.vector(MAX_LIST, i -> token(i, 1));
    }

    private static SignatureToken token(BcsReader in, int depth) {
        if (depth > MAX_TOKEN_DEPTH) {
            throw in.corrupt("type nests over " + MAX_TOKEN_DEPTH + " levels");
        }
        return switch (in.u8()) {
            case 1 -> SignatureToken.Primitive.BOOL;
            case 2 -> SignatureToken.Primitive.U8;
            case 3 -> SignatureToken.Primitive.U64;
            case 4 -> SignatureToken.Primitive.U128;
            case 5 -> SignatureToken.Primitive.ADDRESS;
            case 6 -> new SignatureToken.Reference(false, token(in, depth + 1));
            case 7 -> new SignatureToken.Reference(true, token(in, depth + 1));
            case 8 -> new SignatureToken.Datatype(index(in), List.of());
            case 9 -> new SignatureToken.Parameter(index(in));
            case 10 -> new SignatureToken.Vector(token(in, depth + 1));
            case 11 -> {
                int handle = index(in);
                List<SignatureToken> arguments = in.vector(MAX_LIST, i -> token(i, depth + 1));
                if (arguments.isEmpty()) {
                    throw in.corrupt("a generic type without type arguments");
                }
                yield new SignatureToken.Datatype(handle, arguments);
            }
            case 12 -> SignatureToken.Primitive.SIGNER;
            case 13 -> SignatureToken.Primitive.U16;
            case 14 -> SignatureToken.Primitive.U32;
            case 15 -> SignatureToken.Primitive.U256;
            default -> throw in.corrupt("unknown type");
        };
    }
}
