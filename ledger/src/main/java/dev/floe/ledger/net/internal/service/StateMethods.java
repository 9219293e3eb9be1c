package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Balance;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.Page;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.StateServiceProto;
import dev.floe.sui.rpc.StateServiceProto.GetBalanceRequest;
import dev.floe.sui.rpc.StateServiceProto.GetBalanceResponse;
import dev.floe.sui.rpc.StateServiceProto.GetCoinInfoRequest;
import dev.floe.sui.rpc.StateServiceProto.GetCoinInfoResponse;
import dev.floe.sui.rpc.StateServiceProto.ListBalancesRequest;
import dev.floe.sui.rpc.StateServiceProto.ListBalancesResponse;
import dev.floe.sui.rpc.StateServiceProto.ListDynamicFieldsRequest;
import dev.floe.sui.rpc.StateServiceProto.ListDynamicFieldsResponse;
import dev.floe.sui.rpc.StateServiceProto.ListOwnedObjectsRequest;
import dev.floe.sui.rpc.StateServiceProto.ListOwnedObjectsResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `sui.rpc.v2.StateService`.
final class StateMethods {

    private static final String SERVICE = "sui.rpc.v2.StateService/";

    private final LocalLedger ledger;
    private final Rendering rendering;
    private final CoinMetadataSearch metadata;

    StateMethods(LocalLedger ledger, Rendering rendering) {
        this.ledger = ledger;
        this.rendering = rendering;
        this.metadata = new CoinMetadataSearch(ledger);
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.unary(SERVICE + "ListOwnedObjects", ListOwnedObjectsRequest.parser(), this::owned),
                RpcMethod.unary(SERVICE + "ListDynamicFields", ListDynamicFieldsRequest.parser(), this::fields),
                RpcMethod.unary(SERVICE + "GetBalance", GetBalanceRequest.parser(), this::balance),
                RpcMethod.unary(SERVICE + "ListBalances", ListBalancesRequest.parser(), this::balances),
                RpcMethod.unary(SERVICE + "GetCoinInfo", GetCoinInfoRequest.parser(), this::coinInfo));
    }

    private ListOwnedObjectsResponse owned(ListOwnedObjectsRequest request) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(),
                request.hasReadMask(),
                ObjectProto.Object.getDescriptor(),
                "object_id",
                "version",
                "object_type");
        Address owner = Requests.address("owner", request.hasOwner(), request.getOwner());
        PageRequest wanted = Requests.page(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        Page<SuiObject> page = request.hasObjectType()
                        && !request.getObjectType().isEmpty()
                ? ledger.ownedObjects(owner, Requests.structType("object_type", request.getObjectType()), wanted)
                : ledger.ownedObjects(owner, wanted);
        ListOwnedObjectsResponse.Builder out = ListOwnedObjectsResponse.newBuilder();
        ReplySize size = new ReplySize();
        page.items().forEach(object -> out.addObjects(size.with(rendering.object(object, mask))));
        token(page).ifPresent(out::setNextPageToken);
        return out.build();
    }

    private ListDynamicFieldsResponse fields(ListDynamicFieldsRequest request) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(),
                request.hasReadMask(),
                StateServiceProto.DynamicField.getDescriptor(),
                "parent",
                "field_id");
        Address parent = Requests.address("parent", request.hasParent(), request.getParent());
        PageRequest wanted = Requests.page(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        Page<DynamicField> page = ledger.dynamicFields(parent, wanted);
        Map<Address, SuiObject> objects = new HashMap<>();
        if (mask.wants("value") || mask.wants("field_object")) {
            objects.putAll(ledger.objects(
                    page.items().stream().map(DynamicField::fieldId).toList()));
        }
        if (mask.wants("child_object")) {
            objects.putAll(ledger.objects(page.items().stream()
                    .flatMap(field -> field.child().stream())
                    .toList()));
        }
        ListDynamicFieldsResponse.Builder out = ListDynamicFieldsResponse.newBuilder();
        ReplySize size = new ReplySize();
        page.items().forEach(field -> out.addDynamicFields(size.with(field(parent, field, objects, mask))));
        token(page).ifPresent(out::setNextPageToken);
        return out.build();
    }

    private StateServiceProto.DynamicField field(
            Address parent, DynamicField field, Map<Address, SuiObject> objects, ReadMask mask) {
        boolean isObject = field.child().isPresent();
        StateServiceProto.DynamicField.Builder out = StateServiceProto.DynamicField.newBuilder()
                .setKind(
                        isObject
                                ? StateServiceProto.DynamicField.DynamicFieldKind.OBJECT
                                : StateServiceProto.DynamicField.DynamicFieldKind.FIELD)
                .setParent(parent.toString())
                .setFieldId(field.fieldId().toString())
                .setName(Bcs.named(
                        field.name().type().toCompactString(), field.name().bcs()))
                .setValueType(field.valueType().toCompactString());
        field.child().map(Address::toString).ifPresent(out::setChildId);
        SuiObject object = objects.get(field.fieldId());
        if (object != null) {
            Bytes value = DynamicField.valueOf(object, field.name().bcs().size());
            out.setValue(Bcs.named(
                    isObject
                            ? StructTag.ID.toCompactString()
                            : field.valueType().toCompactString(),
                    value));
            out.setFieldObject(rendering.object(object, mask.below("field_object")));
        }
        field.child()
                .map(objects::get)
                .ifPresent(child -> out.setChildObject(rendering.object(child, mask.below("child_object"))));
        return mask.trim(out.build());
    }

    private GetBalanceResponse balance(GetBalanceRequest request) {
        Address owner = Requests.address("owner", request.hasOwner(), request.getOwner());
        TypeTag type = Requests.type("coin_type", request.hasCoinType(), request.getCoinType());
        return GetBalanceResponse.newBuilder()
                .setBalance(message(ledger.balance(owner, type)))
                .build();
    }

    private ListBalancesResponse balances(ListBalancesRequest request) {
        Address owner = Requests.address("owner", request.hasOwner(), request.getOwner());
        PageRequest wanted = Requests.page(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        Page<Balance> page = ledger.balances(owner, wanted);
        ListBalancesResponse.Builder out = ListBalancesResponse.newBuilder();
        page.items().forEach(balance -> out.addBalances(message(balance)));
        token(page).ifPresent(out::setNextPageToken);
        return out.build();
    }

    /// Parts that are 0 are left unset, as nodes do.
    private static StateServiceProto.Balance message(Balance balance) {
        StateServiceProto.Balance.Builder out = StateServiceProto.Balance.newBuilder()
                .setCoinType(balance.coinType().toCompactString())
                .setBalance(balance.total());
        if (balance.coins() != 0) {
            out.setCoinBalance(balance.coins());
        }
        if (balance.addressBalance() != 0) {
            out.setAddressBalance(balance.addressBalance());
        }
        return out.build();
    }

    private GetCoinInfoResponse coinInfo(GetCoinInfoRequest request) {
        StructTag type = Requests.structType("coin_type", request.getCoinType());
        GetCoinInfoResponse.Builder out = GetCoinInfoResponse.newBuilder().setCoinType(type.toCompactString());
        if (type.equals(StructTag.SUI)) {
            return out.setMetadata(StateServiceProto.CoinMetadata.newBuilder()
                            .setDecimals(9)
                            .setName("Sui")
                            .setSymbol("SUI")
                            .setDescription("")
                            .setIconUrl(""))
                    .build();
        }
        Optional<SuiObject> found = metadata.find(type);
        if (found.isEmpty()) {
            throw RpcException.notFound("Coin type " + type.toCompactString() + " not found");
        }
        return out.setMetadata(metadata(found.get())).build();
    }

    /// `CoinMetadata` is id, decimals u8, name, symbol, description: strings, icon url: option of a string.
    private static StateServiceProto.CoinMetadata metadata(SuiObject object) {
        MoveObject move = object.move();
        BcsReader in = BcsReader.of("coin metadata", move.contents());
        Address id = Address.read(in);
        StateServiceProto.CoinMetadata.Builder out = StateServiceProto.CoinMetadata.newBuilder()
                .setId(id.toString())
                .setDecimals(in.u8())
                .setName(in.string(MoveObject.MAX_CONTENTS))
                .setSymbol(in.string(MoveObject.MAX_CONTENTS))
                .setDescription(in.string(MoveObject.MAX_CONTENTS));
        in.option(from -> from.string(MoveObject.MAX_CONTENTS)).ifPresent(out::setIconUrl);
        in.end();
        return out.build();
    }

    private static Optional<ByteString> token(Page<?> page) {
        return page.next().map(next -> ByteString.copyFrom(next.asByteBuffer()));
    }
}
