package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.market.ForeignProof;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe policy proof`.
@Command(
        name = "proof",
        description = {
            "Prove that the holder of an Ethereum or Solana key speaks for a Sui address. Without a signature this prints",
            "the text to sign with the wallet (personal_sign, signMessage); with it, the proof for floe decrypt --proof."
        })
final class PolicyProofCommand extends FloeCommand {

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy whose keys are wanted.")
    private String policy = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "The Sui address that asks for keys.")
    private String user = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            required = true,
            description = "When the proof ends, at most 30 days ahead, such as 2027-01-01T00:00:00Z.")
    private String until = "";

    @Option(
            names = "--ethereum",
            paramLabel = "SIGNATURE",
            defaultValue = "",
            description = "65 bytes in hex, as personal_sign gives them.")
    private String ethereum = "";

    @Option(
            names = "--solana",
            paramLabel = "KEY:SIGNATURE",
            defaultValue = "",
            description = "Address and signature, both in Base58.")
    private String solana = "";

    @Override
    protected int run(Output out) {
        Instant end = until();
        if (ethereum.isEmpty() && solana.isEmpty()) {
            String text = ForeignProof.text(Address.parse(policy), Address.parse(user), end);
            out.line(text);
            out.json(JsonNodeFactory.instance.objectNode().put("text", text));
            return 0;
        }
        String proof = "0x" + proof(end).toHex();
        out.line(proof);
        out.json(JsonNodeFactory.instance.objectNode().put("proof", proof));
        return 0;
    }

    private Bytes proof(Instant end) {
        if (!ethereum.isEmpty()) {
            return ForeignProof.ethereum(
                    end, Bytes.parseHex(ethereum.startsWith("0x") ? ethereum.substring(2) : ethereum));
        }
        String[] parts = solana.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("--solana: expected KEY:SIGNATURE in Base58, got '" + solana + "'");
        }
        return ForeignProof.solana(end, Bytes.copyOf(Base58.decode(parts[0])), Bytes.copyOf(Base58.decode(parts[1])));
    }

    private Instant until() {
        try {
            return Instant.parse(until);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--until: expected such as 2027-01-01T00:00:00Z, got '" + until + "'", e);
        }
    }
}
