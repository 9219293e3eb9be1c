package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.net.internal.rpc.RpcException;
import java.util.function.Function;

/// Fields of requests as values; what does not parse is INVALID_ARGUMENT and names the field.
final class Requests {

    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_TOKEN_BYTES = 1024;

    private Requests() {}

    static Address address(String field, boolean isSet, String text) {
        return parse(field, isSet, text, Address::parse);
    }

    static TypeTag type(String field, boolean isSet, String text) {
        return parse(field, isSet, text, TypeTag::parse);
    }

    static StructTag structType(String field, String text) {
        return parse(field, true, text, StructTag::parse);
    }

    static TransactionDigest digest(String field, boolean isSet, String text) {
        return parse(field, isSet, text, TransactionDigest::parse);
    }

    static PageRequest page(boolean hasSize, int size, ByteString token) {
        if (token.size() > MAX_TOKEN_BYTES) {
            throw RpcException.invalid("page_token", "page_token: " + token.size() + " bytes");
        }
        int wanted = !hasSize || size == 0 ? DEFAULT_PAGE : size < 0 ? PageRequest.MAX_SIZE : size;
        return new PageRequest(Math.min(wanted, PageRequest.MAX_SIZE), Bytes.copyOf(token.toByteArray()));
    }

    static <T> T parse(String field, boolean isSet, String text, Function<String, T> parser) {
        if (!isSet || text.isEmpty()) {
            throw RpcException.missing(field);
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw RpcException.invalid(field, field + ": " + e.getMessage());
        }
    }
}
