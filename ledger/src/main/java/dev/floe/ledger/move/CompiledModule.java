package dev.floe.ledger.move;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.internal.move.ModuleReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A module as its bytecode file has it: all tables, with every index within bounds. Nothing else is checked.
///
/// Source of the format: Move's `move-binary-format/src/{file_format_common,deserializer}.rs`, versions 6 and 7.
///
/// @param version              6 or 7
/// @param self                 index of the module's own handle
/// @param moduleHandles        this and other modules
/// @param datatypeHandles      structs and enums of this and other modules
/// @param functionHandles      functions of this and other modules
/// @param functionInstantiations functions with type arguments
/// @param signatures           lists of types
/// @param constants            constants
/// @param identifiers          names
/// @param addresses            addresses
/// @param structs              structs defined here
/// @param structInstantiations structs with type arguments
/// @param functions            functions defined here
/// @param fieldHandles         fields
/// @param fieldInstantiations  fields of structs with type arguments
/// @param friends              modules that may call functions for friends
/// @param enums                enums defined here
/// @param enumInstantiations   enums with type arguments
/// @param variantHandles       variants
/// @param variantInstantiations variants of enums with type arguments
public record CompiledModule(
        int version,
        int self,
        List<ModuleHandle> moduleHandles,
        List<DatatypeHandle> datatypeHandles,
        List<FunctionHandle> functionHandles,
        List<Instantiation> functionInstantiations,
        List<List<SignatureToken>> signatures,
        List<Constant> constants,
        List<String> identifiers,
        List<Address> addresses,
        List<StructDefinition> structs,
        List<Instantiation> structInstantiations,
        List<FunctionDefinition> functions,
        List<FieldHandle> fieldHandles,
        List<Instantiation> fieldInstantiations,
        List<ModuleHandle> friends,
        List<EnumDefinition> enums,
        List<Instantiation> enumInstantiations,
        List<VariantHandle> variantHandles,
        List<VariantHandle> variantInstantiations) {

    /// Most bytes of one module.
    public static final int MAX_BYTES = 1 << 20;

    /// A module.
    ///
    /// @param address index of its address
    /// @param name    index of its name
    public record ModuleHandle(int address, int name) {}

    /// A struct or enum.
    ///
    /// @param module         index of its module's handle
    /// @param name           index of its name
    /// @param abilities      declared abilities
    /// @param typeParameters type parameters
    public record DatatypeHandle(
            int module, int name, AbilitySet abilities, List<MoveDatatype.TypeParameter> typeParameters) {}

    /// A function.
    ///
    /// @param module         index of its module's handle
    /// @param name           index of its name
    /// @param parameters     index of the signature of its parameters
    /// @param returns        index of the signature of its results
    /// @param typeParameters what its type arguments must be able to
    public record FunctionHandle(int module, int name, int parameters, int returns, List<AbilitySet> typeParameters) {}

    /// Something with type arguments.
    ///
    /// @param of        index of the thing, in its own table
    /// @param signature index of the type arguments
    public record Instantiation(int of, int signature) {}

    /// A constant.
    ///
    /// @param type its type
    /// @param bcs  its value
    public record Constant(SignatureToken type, Bytes bcs) {}

    /// A field of a struct or variant.
    ///
    /// @param name index of its name
    /// @param type its type
    public record Field(int name, SignatureToken type) {}

    /// A struct.
    ///
    /// @param handle index of its handle
    /// @param fields its fields; none if it is native
    public record StructDefinition(int handle, List<Field> fields) {}

    /// A variant.
    ///
    /// @param name   index of its name
    /// @param fields its fields
    public record Variant(int name, List<Field> fields) {}

    /// An enum.
    ///
    /// @param handle   index of its handle
    /// @param variants its variants
    public record EnumDefinition(int handle, List<Variant> variants) {}

    /// A field by position.
    ///
    /// @param struct index of the struct's definition
    /// @param field  position
    public record FieldHandle(int struct, int field) {}

    /// A variant by position.
    ///
    /// @param of      index of the enum's definition, or of its instantiation
    /// @param variant position
    public record VariantHandle(int of, int variant) {}

    /// A function defined here.
    ///
    /// @param handle     index of its handle
    /// @param visibility who may call it
    /// @param isEntry    whether transactions may
    /// @param isNative   whether it has no code
    /// @param locals     index of the signature of its locals beyond the parameters
    /// @param code       its code, empty if it is native
    public record FunctionDefinition(
            int handle, MoveFunction.Visibility visibility, boolean isEntry, boolean isNative, int locals, Code code) {}

    /// Instructions. Not to be changed.
    public static final class Code {

        /// No instruction.
        public static final Code NONE = new Code(new byte[0], new long[0], List.of(), List.of());

        private final byte[] opcodes;
        private final long[] operands;
        private final List<MoveWide> wideLiterals;
        private final List<JumpTable> jumpTables;

        /// Instructions with their operands: an index, a literal of up to 64 bits, or the index of a wide literal.
        public Code(byte[] opcodes, long[] operands, List<MoveWide> wideLiterals, List<JumpTable> jumpTables) {
            this.opcodes = opcodes.clone();
            this.operands = operands.clone();
            this.wideLiterals = List.copyOf(wideLiterals);
            this.jumpTables = List.copyOf(jumpTables);
        }

        /// How many instructions.
        public int size() {
            return opcodes.length;
        }

        /// Opcode of an instruction.
        public int opcode(int index) {
            return opcodes[index];
        }

        /// Operand of an instruction: an index or a literal; the element count of `VecPack` and `VecUnpack` is in
        /// the upper half, the signature in the lower.
        public long operand(int index) {
            return operands[index];
        }

        /// The wide literal of an instruction.
        public MoveWide wideLiteral(int index) {
            return wideLiterals.get((int) operands[index]);
        }

        /// The jump tables.
        public List<JumpTable> jumpTables() {
            return jumpTables;
        }
    }

    /// Where to go on for each variant of an enum.
    ///
    /// @param definition index of the enum's definition
    /// @param targets    one instruction index per variant
    public record JumpTable(int definition, List<Integer> targets) {
        public JumpTable {
            targets = List.copyOf(targets);
        }
    }

    /// Parses a module strictly.
    ///
    /// @throws MoveVerificationException of kind `MALFORMED` if a rule of the format is broken
    public static CompiledModule parse(byte[] bytecode) {
        return ModuleReader.parse(bytecode);
    }

    /// The same bytecode with another own address: all references to the old one change with it, as publishing
    /// does.
    ///
    /// @throws MoveVerificationException if `bytecode` is no module
    public static byte[] withAddress(byte[] bytecode, Address address) {
        return ModuleReader.withAddress(bytecode, address);
    }

    /// The same module with every address of its address table that is a key of `ids` replaced by the value.
    /// Addresses in constants stay as they are.
    ///
    /// @throws MoveVerificationException if the bytes are no module
    public static byte[] relink(byte[] bytecode, Map<Address, Address> ids) {
        return ModuleReader.relink(bytecode, ids);
    }

    /// This module's name and address.
    public ModuleId id() {
        return moduleId(self);
    }

    /// Name and address of a module handle.
    public ModuleId moduleId(int handle) {
        return moduleId(moduleHandles.get(handle));
    }

    /// Name and address of a module handle.
    public ModuleId moduleId(ModuleHandle handle) {
        return new ModuleId(addresses.get(handle.address()), identifiers.get(handle.name()));
    }

    /// The other modules that this one names, without friends.
    public List<ModuleId> dependencies() {
        return IntStream.range(0, moduleHandles.size())
                .filter(i -> i != self)
                .mapToObj(this::moduleId)
                .toList();
    }

    /// Name of a function defined here.
    public String functionName(FunctionDefinition function) {
        return identifiers.get(functionHandles.get(function.handle()).name());
    }

    /// Name of a struct or enum by index of its handle.
    public String datatypeName(int handle) {
        return identifiers.get(datatypeHandles.get(handle).name());
    }
}
