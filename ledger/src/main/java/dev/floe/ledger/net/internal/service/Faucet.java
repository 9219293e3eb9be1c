package dev.floe.ledger.net.internal.service;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.net.internal.rpc.HttpRoute;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// `POST /v2/gas`: gives away test coins, in the form of Sui's own faucet.
public final class Faucet {

    /// MIST of one gift.
    public static final long AMOUNT = 1_000_000_000_000L;

    private final LocalLedger ledger;

    private Faucet(LocalLedger ledger) {
        this.ledger = ledger;
    }

    /// The route of a node's faucet.
    public static HttpRoute route(LocalLedger ledger) {
        return new HttpRoute("POST", "/v2/gas", new Faucet(ledger)::answer);
    }

    private HttpRoute.Answer answer(byte[] body) {
        try {
            Address recipient = recipient(body);
            LedgerTransaction gift = ledger.faucet(recipient, AMOUNT);
            return new HttpRoute.Answer(200, success(gift, recipient).encode());
        } catch (IllegalArgumentException e) {
            return new HttpRoute.Answer(400, failure(e).encode());
        } catch (DataException.Unavailable e) {
            return new HttpRoute.Answer(503, failure(e).encode());
        }
    }

    private static Address recipient(byte[] body) {
        try {
            if (new JsonObject(Buffer.buffer(body)).getValue("FixedAmountRequest") instanceof JsonObject request
                    && request.getValue("recipient") instanceof String recipient) {
                return Address.parse(recipient);
            }
        } catch (DecodeException e) {
            throw new IllegalArgumentException("faucet: the body is not JSON", e);
        }
        throw new IllegalArgumentException("faucet: expected {\"FixedAmountRequest\":{\"recipient\":\"0x…\"}}");
    }

    private static JsonObject success(LedgerTransaction gift, Address recipient) {
        JsonArray coins = new JsonArray();
        for (SuiObject object : gift.written()) {
            if (object.owner().equals(new Owner.AddressOwner(recipient))
                    && object.data() instanceof MoveObject move
                    && move.type().equals(StructTag.GAS_COIN)) {
                coins.add(new JsonObject()
                        .put("amount", move.coinBalance().orElse(0))
                        .put("id", object.id().toString())
                        .put("transferTxDigest", gift.digest().toString()));
            }
        }
        return new JsonObject().put("status", "Success").put("coins_sent", coins);
    }

    private static JsonObject failure(RuntimeException e) {
        return new JsonObject()
                .put("status", new JsonObject().put("Failure", new JsonObject().put("internal", e.getMessage())))
                .put("coins_sent", List.of());
    }
}
