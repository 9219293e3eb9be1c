package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.internal.move.CodeCache;
import dev.floe.ledger.internal.move.Interpreter;
import dev.floe.ledger.internal.move.LoadedFunction;
import java.util.List;
import java.util.Optional;

/// The packages that code may come from, parsed and linked on first use. Immutable: [#with] makes another one that
/// shares what is loaded, so a simulation can publish into its own and throw it away. Safe for concurrent use.
public final class MoveVm {

    private final CodeCache code;

    private MoveVm(CodeCache code) {
        this.code = code;
    }

    /// A machine without packages.
    public static MoveVm empty() {
        return new MoveVm(CodeCache.empty());
    }

    /// This machine and a package. The package is not verified; see [#verify]. Its bytes are parsed on first use.
    ///
    /// @throws IllegalArgumentException if a package is already stored under that id
    public MoveVm with(MovePackage added) {
        return new MoveVm(code.with(added));
    }

    /// Whether a package is stored under that id.
    public boolean contains(Address storageId) {
        return code.contains(storageId);
    }

    /// The id of the first version of a package: what bytecode and type tags of other packages call it.
    ///
    /// @throws dev.floe.format.DataException.NotFound if no package is stored there
    public Address originalId(Address storageId) {
        return code.originalId(storageId);
    }

    /// Checks a package of this machine as one must before running the code of strangers: the rules of
    /// `docs/design/0008-bytecode-verifier.md`.
    ///
    /// @throws MoveVerificationException if any rule is broken
    /// @throws dev.floe.format.DataException.NotFound if the package or one that it depends on is not stored here
    public void verify(Address storageId) {
        code.verify(storageId);
    }

    /// Names of the modules of a package.
    ///
    /// @throws dev.floe.format.DataException.NotFound if no package is stored there
    public List<String> modules(Address storageId) {
        return code.modules(storageId);
    }

    /// A function by name; empty if the package, module or function does not exist.
    public Optional<MoveFunction> function(Address storageId, String module, String name) {
        return code.function(storageId, module, name).map(found -> found);
    }

    /// All functions of a module, empty if there is no such module.
    public List<MoveFunction> functions(Address storageId, String module) {
        return List.copyOf(code.functions(storageId, module));
    }

    /// A struct or enum defined in that package version; empty if the package, module or type does not exist.
    public Optional<MoveDatatype> datatype(Address storageId, String module, String name) {
        return code.datatype(storageId, module, name);
    }

    /// All structs and enums of a module, empty if there is no such module.
    public List<MoveDatatype> datatypes(Address storageId, String module) {
        return code.datatypes(storageId, module);
    }

    /// The type of a tag whose addresses are those of any version that has the type; checked for arity and
    /// abilities.
    ///
    /// @throws dev.floe.format.DataException.NotFound if a package or type does not exist
    /// @throws IllegalArgumentException if type arguments do not fit
    public MoveType type(TypeTag tag) {
        return code.type(tag);
    }

    /// The type of a struct tag.
    ///
    /// @throws dev.floe.format.DataException.NotFound if a package or type does not exist
    /// @throws IllegalArgumentException if type arguments do not fit
    public MoveType.Datatype type(StructTag tag) {
        return (MoveType.Datatype) code.type(tag);
    }

    /// Runs a function, without regard to its visibility, and returns its results.
    ///
    /// Arguments must be of the parameters' types, references as made by [MoveReference#box]; the machine does not
    /// check that. They belong to the code afterwards. References that it returns stay valid.
    ///
    /// @throws MoveException if the code fails or reaches a limit; what it changed must then be thrown away
    public List<MoveValue> execute(
            MoveFunction function,
            List<MoveType> typeArguments,
            List<MoveValue> arguments,
            MoveHost host,
            Metering metering) {
        return Interpreter.run((LoadedFunction) function, typeArguments, arguments, host, metering);
    }

    /// What an abort code says when it was made from an `#[error]` constant or `assert!` without a code.
    ///
    /// @param storageId the package version of the abort's location
    /// @param module    the module of the abort's location
    public Optional<CleverError> explain(Address storageId, String module, long abortCode) {
        return CleverError.decode(abortCode, index -> code.constant(storageId, module, index));
    }
}
