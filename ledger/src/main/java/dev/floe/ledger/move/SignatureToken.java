package dev.floe.ledger.move;

import java.util.List;

/// A type as a module writes it: structs and enums by index of their handle.
public sealed interface SignatureToken {

    /// A type without parts.
    enum Primitive implements SignatureToken {
        /// `bool`.
        BOOL(MoveType.Primitive.BOOL),
        /// `u8`.
        U8(MoveType.Primitive.U8),
        /// `u16`.
        U16(MoveType.Primitive.U16),
        /// `u32`.
        U32(MoveType.Primitive.U32),
        /// `u64`.
        U64(MoveType.Primitive.U64),
        /// `u128`.
        U128(MoveType.Primitive.U128),
        /// `u256`.
        U256(MoveType.Primitive.U256),
        /// `address`.
        ADDRESS(MoveType.Primitive.ADDRESS),
        /// `signer`.
        SIGNER(MoveType.Primitive.SIGNER);

        private final MoveType.Primitive type;

        Primitive(MoveType.Primitive type) {
            this.type = type;
        }

        /// The type.
        public MoveType.Primitive type() {
            return type;
        }
    }

    /// A vector.
    ///
    /// @param element type of the elements
    record Vector(SignatureToken element) implements SignatureToken {}

    /// A struct or enum.
    ///
    /// @param handle    index of its handle
    /// @param arguments type arguments
    record Datatype(int handle, List<SignatureToken> arguments) implements SignatureToken {
        public Datatype {
            arguments = List.copyOf(arguments);
        }
    }

    /// A reference.
    ///
    /// @param mutable whether it is `&mut`
    /// @param target  what it refers to
    record Reference(boolean mutable, SignatureToken target) implements SignatureToken {}

    /// A type parameter.
    ///
    /// @param index which
    record Parameter(int index) implements SignatureToken {}
}
