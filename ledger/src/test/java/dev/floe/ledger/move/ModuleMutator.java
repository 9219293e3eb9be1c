package dev.floe.ledger.move;

import java.util.List;
import java.util.random.RandomGenerator;

/// Changes bytes of a module within its tables, mostly those of code and types, so that many results still parse.
final class ModuleMutator {

    private static final int HEADER = 8;
    private static final int SIGNATURES = 0x05;
    private static final int FUNCTIONS = 0x0C;
    private static final int LAST_OPCODE = 0x56;

    private final RandomGenerator random;

    ModuleMutator(RandomGenerator random) {
        this.random = random;
    }

    byte[] mutate(byte[] module, List<byte[]> others) {
        byte[] changed = module.clone();
        int[] all = {HEADER, changed.length};
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int[] range = switch (random.nextInt(10)) {
                case 0 -> all;
                case 1, 2 -> table(module, SIGNATURES, all);
                case 3 -> table(module, 1 + random.nextInt(0x14), all);
                default -> table(module, FUNCTIONS, all);
            };
            change(changed, range[0] + random.nextInt(range[1] - range[0]), others);
        }
        return changed;
    }

    private void change(byte[] changed, int at, List<byte[]> others) {
        switch (random.nextInt(6)) {
            case 0 -> changed[at] = (byte) (1 + random.nextInt(LAST_OPCODE));
            case 1 -> changed[at] = (byte) random.nextInt(12);
            case 2 -> changed[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 3 -> {
                int other = Math.min(changed.length - 1, at + 1 + random.nextInt(4));
                byte kept = changed[at];
                changed[at] = changed[other];
                changed[other] = kept;
            }
            case 4 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            default -> {
                byte[] source = others.get(random.nextInt(others.size()));
                changed[at] = source[random.nextInt(source.length)];
            }
        }
    }

    // First and one past the last byte of a table; the given range if the module has none of that kind.
    private static int[] table(byte[] module, int kind, int[] otherwise) {
        int[] at = {HEADER};
        int count = uleb(module, at);
        int[] found = null;
        for (int i = 0; i < count; i++) {
            int each = module[at[0]++];
            int offset = uleb(module, at);
            int length = uleb(module, at);
            if (each == kind) {
                found = new int[] {offset, offset + length};
            }
        }
        return found == null ? otherwise : new int[] {at[0] + found[0], at[0] + found[1]};
    }

    private static int uleb(byte[] module, int[] at) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = module[at[0]++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
