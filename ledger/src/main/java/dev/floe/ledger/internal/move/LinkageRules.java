package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveFunction.Visibility;
import dev.floe.ledger.move.SignatureToken;
import java.util.List;
import java.util.Optional;

/// Whether what a module says of other modules is so in the versions that it is linked with.
final class LinkageRules {

    private final LinkedModule linked;
    private final CompiledModule module;

    LinkageRules(LinkedModule linked) {
        this.linked = linked;
        this.module = linked.compiled();
    }

    /// The first rule that is broken.
    Optional<String> check() {
        try {
            for (int i = 0; i < module.moduleHandles().size(); i++) {
                if (i != module.self()) {
                    linked.owner().resolve(module.moduleId(i));
                }
            }
            for (DatatypeHandle handle : module.datatypeHandles()) {
                if (handle.module() != module.self() && !fits(handle)) {
                    return Optional.of("type " + module.moduleId(handle.module()) + "::" + name(handle.name())
                            + " does not exist there or is declared otherwise");
                }
            }
            for (FunctionHandle handle : module.functionHandles()) {
                if (handle.module() != module.self() && !fits(handle)) {
                    return Optional.of("function " + module.moduleId(handle.module()) + "::" + name(handle.name())
                            + " does not exist there, is declared otherwise, or is not for this module");
                }
            }
            return Optional.empty();
        } catch (MoveException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean fits(DatatypeHandle handle) {
        CompiledModule other = theirs(handle.module());
        return other.datatypeHandles().stream()
                .filter(their -> their.module() == other.self()
                        && other.identifiers().get(their.name()).equals(name(handle.name())))
                .anyMatch(their -> their.abilities().equals(handle.abilities())
                        && their.typeParameters().equals(handle.typeParameters()));
    }

    private boolean fits(FunctionHandle handle) {
        CompiledModule other = theirs(handle.module());
        return other.functions().stream()
                .filter(function -> other.functionName(function).equals(name(handle.name())))
                .anyMatch(function -> isFor(other, function.visibility())
                        && fits(handle, other, other.functionHandles().get(function.handle())));
    }

    private boolean isFor(CompiledModule other, Visibility visibility) {
        return switch (visibility) {
            case PUBLIC -> true;
            case PRIVATE -> false;
            case FRIEND ->
                other.id().address().equals(module.id().address())
                        && other.friends().stream()
                                .anyMatch(friend -> other.moduleId(friend).equals(module.id()));
        };
    }

    // A later version may demand less of type arguments than what this module was compiled against.
    private boolean fits(FunctionHandle mine, CompiledModule other, FunctionHandle their) {
        if (mine.typeParameters().size() != their.typeParameters().size()) {
            return false;
        }
        for (int i = 0; i < mine.typeParameters().size(); i++) {
            if (!mine.typeParameters().get(i).containsAll(their.typeParameters().get(i))) {
                return false;
            }
        }
        return same(
                        module.signatures().get(mine.parameters()),
                        other,
                        other.signatures().get(their.parameters()))
                && same(
                        module.signatures().get(mine.returns()),
                        other,
                        other.signatures().get(their.returns()));
    }

    private boolean same(List<SignatureToken> mine, CompiledModule other, List<SignatureToken> theirs) {
        if (mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (!same(mine.get(i), other, theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean same(SignatureToken mine, CompiledModule other, SignatureToken theirs) {
        return switch (mine) {
            case SignatureToken.Primitive primitive -> primitive == theirs;
            case SignatureToken.Parameter parameter -> parameter.equals(theirs);
            case SignatureToken.Vector(SignatureToken element) ->
                theirs instanceof SignatureToken.Vector(SignatureToken their) && same(element, other, their);
            case SignatureToken.Reference(boolean isMutable, SignatureToken target) ->
                theirs instanceof SignatureToken.Reference(boolean their, SignatureToken theirTarget)
                        && isMutable == their
                        && same(target, other, theirTarget);
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) ->
                theirs instanceof SignatureToken.Datatype(int their, List<SignatureToken> theirArguments)
                        && fullName(module, handle).equals(fullName(other, their))
                        && same(arguments, other, theirArguments);
        };
    }

    private static String fullName(CompiledModule module, int handle) {
        return module.moduleId(module.datatypeHandles().get(handle).module()) + "::" + module.datatypeName(handle);
    }

    private CompiledModule theirs(int handle) {
        return linked.owner().resolve(module.moduleId(handle)).compiled();
    }

    private String name(int identifier) {
        return module.identifiers().get(identifier);
    }
}
