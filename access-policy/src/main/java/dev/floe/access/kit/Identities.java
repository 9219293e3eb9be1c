package dev.floe.access.kit;

import dev.floe.format.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Identities that an attacker asks for: those that are somebody's, and what lies around them.
final class Identities {

    private Identities() {}

    /// All of them, for accesses of both sides.
    static Collection<Bytes> of(KitWorld world, List<Scenario.Access> accesses) {
        Set<Bytes> ids = new LinkedHashSet<>();
        for (KitWorld.Side side : world.sides) {
            KitWorld.Side other = world.sides.getFirst() == side ? world.sides.getLast() : world.sides.getFirst();
            for (Scenario.Access access : accesses) {
                Expressions mine = new Expressions(world, side);
                Bytes id = mine.id(access.id());
                ids.add(id);
                pieces(ids, mine, new Expressions(world, other), access.id());
                lengths(ids, id);
            }
        }
        return ids;
    }

    /// Each piece replaced by the other side's, by another value, and the front cut off.
    private static void pieces(Set<Bytes> ids, Expressions mine, Expressions others, List<String> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).equals(Scenario.Access.ANY)) {
                continue;
            }
            Bytes before = mine.id(pieces.subList(0, i));
            Bytes piece = mine.piece(pieces.get(i));
            Bytes after = mine.id(pieces.subList(i + 1, pieces.size()));
            ids.add(join(before, others.piece(pieces.get(i)), after));
            if (piece.size() > 0) {
                ids.add(join(before, flipped(piece, 0), after));
                ids.add(join(before, flipped(piece, piece.size() - 1), after));
            }
            ids.add(before);
            ids.add(after);
            ids.add(join(before, piece, Bytes.EMPTY));
        }
    }

    private static void lengths(Set<Bytes> ids, Bytes id) {
        for (int length : new int[] {0, 1, id.size() / 2, id.size() - 1}) {
            if (length >= 0 && length < id.size()) {
                ids.add(id.slice(0, length));
            }
        }
        ids.add(join(id, Bytes.parseHex("00"), Bytes.EMPTY));
        ids.add(join(id, id, Bytes.EMPTY));
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] copy = bytes.toByteArray();
        copy[index] ^= 1;
        return Bytes.copyOf(copy);
    }

    private static Bytes join(Bytes first, Bytes second, Bytes third) {
        byte[] all = new byte[first.size() + second.size() + third.size()];
        List<Bytes> parts = new ArrayList<>(List.of(first, second, third));
        int at = 0;
        for (Bytes part : parts) {
            part.copyTo(all, at);
            at += part.size();
        }
        return Bytes.copyOf(all);
    }
}
