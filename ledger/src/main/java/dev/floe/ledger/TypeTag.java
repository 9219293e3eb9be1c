package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.Locale;

/// A concrete Move type.
///
/// BCS: the enum tag of [Primitive#tag], 6 for a vector, 7 for a struct; this order is not that of bytecode tokens.
/// Nesting is at most [#MAX_DEPTH] on every way in.
public sealed interface TypeTag permits TypeTag.Primitive, TypeTag.Vector, StructTag {

    /// Deepest nesting of vectors and type arguments that is read or built.
    int MAX_DEPTH = 32;

    /// A type without parts.
    enum Primitive implements TypeTag {
        /// `bool`.
        BOOL(0),
        /// `u8`.
        U8(1),
        /// `u64`.
        U64(2),
        /// `u128`.
        U128(3),
        /// `address`.
        ADDRESS(4),
        /// `signer`; never a type of data.
        SIGNER(5),
        /// `u16`.
        U16(8),
        /// `u32`.
        U32(9),
        /// `u256`.
        U256(10);

        private final int tag;

        Primitive(int tag) {
            this.tag = tag;
        }

        /// The enum tag in BCS.
        public int tag() {
            return tag;
        }

        @Override
        public int depth() {
            return 1;
        }

        /// The name in Move sources, such as `u64`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `vector<element>`.
    ///
    /// @param element the type of the elements
    record Vector(TypeTag element) implements TypeTag {

        public Vector {
            TypeTags.checkDepth(1 + element.depth());
        }

        @Override
        public int depth() {
            return 1 + element.depth();
        }

        @Override
        public String toString() {
            return "vector<" + element + ">";
        }
    }

    /// Levels of nesting; 1 for a primitive or a struct without type arguments.
    int depth();

    /// `vector<element>`.
    static TypeTag vector(TypeTag element) {
        return new Vector(element);
    }

    /// Parses the text form; spaces are allowed around `<`, `>` and `,`, addresses may be short.
    ///
    /// @throws IllegalArgumentException if `text` is not a type
    static TypeTag parse(String text) {
        return new TypeTagParser(text).parse();
    }

    /// Reads an enum tag and what belongs to it.
    static TypeTag read(BcsReader in) {
        return TypeTags.read(in, 1);
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        TypeTags.write(out, this);
    }

    /// The BCS bytes.
    default byte[] toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toByteArray();
    }

    /// The canonical text without spaces, as the official SDKs normalise types to. [Object#toString] puts `, `
    /// between type arguments and is otherwise equal.
    default String toCompactString() {
        return toString().replace(" ", "");
    }
}
