package dev.floe.access.market;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;

/// Somebody who may be on a policy's list: a Sui address, an Ethereum address, or a Solana key. Text: `0x…` of 32
/// bytes, `eth:0x…` of 20 bytes, `sol:…` in Base58.
public sealed interface Member {

    /// Bytes of an Ethereum address.
    int ETHEREUM_BYTES = 20;

    /// Bytes of a Solana address.
    int SOLANA_BYTES = 32;

    /// The constructor of the Move module `member` that makes it.
    String function();

    /// The address as the Move module knows it.
    Bytes account();

    /// A Sui address.
    ///
    /// @param address the address
    record Sui(Address address) implements Member {
        @Override
        public String function() {
            return "sui";
        }

        @Override
        public Bytes account() {
            return address.bytes();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /// An Ethereum address.
    ///
    /// @param account 20 bytes
    record Ethereum(Bytes account) implements Member {
        public Ethereum {
            requireSize("Ethereum address", account, ETHEREUM_BYTES);
        }

        @Override
        public String function() {
            return "ethereum";
        }

        @Override
        public String toString() {
            return "eth:0x" + account.toHex();
        }
    }

    /// A Solana address: an Ed25519 key.
    ///
    /// @param account 32 bytes
    record Solana(Bytes account) implements Member {
        public Solana {
            requireSize("Solana address", account, SOLANA_BYTES);
        }

        @Override
        public String function() {
            return "solana";
        }

        @Override
        public String toString() {
            return "sol:" + Base58.encode(account.toByteArray());
        }
    }

    /// Parses the text form.
    ///
    /// @throws IllegalArgumentException if `text` is none
    static Member parse(String text) {
        if (text.startsWith("eth:0x")) {
            return new Ethereum(Bytes.parseHex(text.substring("eth:0x".length())));
        }
        if (text.startsWith("sol:")) {
            return new Solana(Bytes.copyOf(Base58.decode(text.substring("sol:".length()))));
        }
        if (text.startsWith("0x")) {
            return new Sui(Address.parse(text));
        }
        throw new IllegalArgumentException(
                "member: expected 0x… (Sui), eth:0x… (Ethereum) or sol:… (Solana), got '" + text + "'");
    }

    private static void requireSize(String what, Bytes account, int size) {
        if (account.size() != size) {
            throw new IllegalArgumentException(what + ": expected " + size + " bytes, got " + account.size());
        }
    }
}
