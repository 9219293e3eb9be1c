package dev.floe.ledger.net.internal.service;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Intent;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.sui.rpc.NameServiceProto.LookupNameRequest;
import dev.floe.sui.rpc.NameServiceProto.ReverseLookupNameRequest;
import dev.floe.sui.rpc.SignatureVerificationServiceProto.VerifySignatureRequest;
import dev.floe.sui.rpc.SignatureVerificationServiceProto.VerifySignatureResponse;
import io.grpc.Status.Code;
import java.util.List;

/// Signatures and names. There are no names on this ledger, so none is found.
final class OtherMethods {

    private OtherMethods() {}

    static List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.unary(
                        "sui.rpc.v2.SignatureVerificationService/VerifySignature",
                        VerifySignatureRequest.parser(),
                        OtherMethods::verify),
                RpcMethod.unary("sui.rpc.v2.NameService/LookupName", LookupNameRequest.parser(), request -> {
                    throw RpcException.notFound("no names on this ledger");
                }),
                RpcMethod.unary(
                        "sui.rpc.v2.NameService/ReverseLookupName", ReverseLookupNameRequest.parser(), request -> {
                            throw RpcException.notFound("no names on this ledger");
                        }));
    }

    /// The message is BCS: of a transaction, or of a personal message as `vector<u8>`.
    private static VerifySignatureResponse verify(VerifySignatureRequest request) {
        Intent intent = switch (request.getMessage().getName()) {
            case "TransactionData" -> Intent.TRANSACTION;
            case "PersonalMessage" -> Intent.PERSONAL_MESSAGE;
            default ->
                throw RpcException.invalid("message.name", "message.name: expected TransactionData or PersonalMessage");
        };
        Bytes serialized = Bcs.bytes(request.getSignature().getBcs().getValue());
        if (serialized.size() > 0 && serialized.get(0) >= 5) {
            throw RpcException.of(Code.UNIMPLEMENTED, "zkLogin and passkey signatures are not verified here");
        }
        byte[] message = request.getMessage().getValue().toByteArray();
        try {
            UserSignature signature = UserSignature.parse(serialized);
            if (request.hasAddress()
                    && !signature.signer().equals(Requests.address("address", true, request.getAddress()))) {
                return invalid("the signature is by " + signature.signer());
            }
            return signature.verifies(intent.signingDigest(message))
                    ? VerifySignatureResponse.newBuilder().setIsValid(true).build()
                    : invalid("the signature is not over this message");
        } catch (DataException.Corrupt e) {
            return invalid(String.valueOf(e.getMessage()));
        }
    }

    private static VerifySignatureResponse invalid(String reason) {
        return VerifySignatureResponse.newBuilder()
                .setIsValid(false)
                .setReason(reason)
                .build();
    }
}
