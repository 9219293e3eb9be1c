package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.ledger.Address;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryScan;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.internal.exec.FunctionInfos;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveVm;
import dev.floe.ledger.net.internal.mapping.ObjectMapping;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.sui.rpc.MovePackageProto;
import dev.floe.sui.rpc.MovePackageProto.OpenSignatureBody;
import dev.floe.sui.rpc.MovePackageServiceProto.GetDatatypeRequest;
import dev.floe.sui.rpc.MovePackageServiceProto.GetDatatypeResponse;
import dev.floe.sui.rpc.MovePackageServiceProto.GetFunctionRequest;
import dev.floe.sui.rpc.MovePackageServiceProto.GetFunctionResponse;
import dev.floe.sui.rpc.MovePackageServiceProto.GetPackageRequest;
import dev.floe.sui.rpc.MovePackageServiceProto.GetPackageResponse;
import dev.floe.sui.rpc.MovePackageServiceProto.ListPackageVersionsRequest;
import dev.floe.sui.rpc.MovePackageServiceProto.ListPackageVersionsResponse;
import dev.floe.sui.rpc.MovePackageServiceProto.PackageVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// `sui.rpc.v2.MovePackageService`.
final class PackageMethods {

    private static final String SERVICE = "sui.rpc.v2.MovePackageService/";

    private static final int MAX_SCANNED = 100_000;

    private final LocalLedger ledger;

    PackageMethods(LocalLedger ledger) {
        this.ledger = ledger;
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.unary(SERVICE + "GetPackage", GetPackageRequest.parser(), this::movePackage),
                RpcMethod.unary(SERVICE + "GetDatatype", GetDatatypeRequest.parser(), this::datatype),
                RpcMethod.unary(SERVICE + "GetFunction", GetFunctionRequest.parser(), this::function),
                RpcMethod.unary(SERVICE + "ListPackageVersions", ListPackageVersionsRequest.parser(), this::versions));
    }

    private GetPackageResponse movePackage(GetPackageRequest request) {
        Address id = Requests.address("package_id", request.hasPackageId(), request.getPackageId());
        SuiObject object = ledger.object(id);
        if (!(object.data() instanceof MovePackage pkg)) {
            throw RpcException.invalid("package_id", "object " + id + " is not a package");
        }
        MoveVm vm = ledger.packages();
        MovePackageProto.Package.Builder out = ObjectMapping.packageWithoutDescriptors(pkg).toBuilder();
        out.setOriginalId(vm.originalId(id).toString());
        for (MovePackageProto.Module.Builder module : out.getModulesBuilderList()) {
            vm.datatypes(id, module.getName()).forEach(type -> module.addDatatypes(datatype(type)));
            vm.functions(id, module.getName())
                    .forEach(function -> module.addFunctions(function(FunctionInfos.of(function))));
        }
        return GetPackageResponse.newBuilder().setPackage(out).build();
    }

    private GetDatatypeResponse datatype(GetDatatypeRequest request) {
        Address id = Requests.address("package_id", request.hasPackageId(), request.getPackageId());
        return ledger.packages()
                .datatype(id, request.getModuleName(), request.getName())
                .map(type -> GetDatatypeResponse.newBuilder()
                        .setDatatype(datatype(type))
                        .build())
                .orElseThrow(() -> RpcException.notFound(
                        "Datatype " + id + "::" + request.getModuleName() + "::" + request.getName() + " not found"));
    }

    private GetFunctionResponse function(GetFunctionRequest request) {
        Address id = Requests.address("package_id", request.hasPackageId(), request.getPackageId());
        if (!request.hasModuleName()) {
            throw RpcException.missing("module_name");
        }
        if (!request.hasName()) {
            throw RpcException.missing("name");
        }
        FunctionInfo info = ledger.function(id, request.getModuleName(), request.getName());
        return GetFunctionResponse.newBuilder().setFunction(function(info)).build();
    }

    private ListPackageVersionsResponse versions(ListPackageVersionsRequest request) {
        Address id = Requests.address("package_id", request.hasPackageId(), request.getPackageId());
        int size = Requests.page(request.hasPageSize(), request.getPageSize(), request.getPageToken())
                .size();
        List<SuiObject> all = versionsOf(id);
        int from = pageStart(request.getPageToken(), all.size());
        ListPackageVersionsResponse.Builder out = ListPackageVersionsResponse.newBuilder();
        int until = Math.min(all.size(), from + size);
        for (SuiObject version : all.subList(from, until)) {
            out.addVersions(PackageVersion.newBuilder()
                    .setPackageId(version.id().toString())
                    .setVersion(version.version()));
        }
        if (until < all.size()) {
            out.setNextPageToken(ByteString.copyFromUtf8(Integer.toString(until)));
        }
        return out.build();
    }

    /// All versions of a package, oldest first: found in the transactions that published packages.
    private List<SuiObject> versionsOf(Address id) {
        MoveVm vm = ledger.packages();
        if (!vm.contains(id)) {
            throw RpcException.notFound("Package " + id + " not found");
        }
        Address original = vm.originalId(id);
        List<SuiObject> versions = new ArrayList<>();
        long at = 0;
        while (true) {
            HistoryScan scan = ledger.find(
                    HistoryFilter.of(new HistoryFilter.Condition.PackageWrite()),
                    at,
                    ledger.transactionCount(),
                    true,
                    MAX_SCANNED);
            if (scan.found().isEmpty()) {
                return versions;
            }
            at = scan.next();
            scan.found().get().written().stream()
                    .filter(object -> object.data() instanceof MovePackage
                            && vm.originalId(object.id()).equals(original))
                    .forEach(versions::add);
        }
    }

    private static int pageStart(ByteString token, int count) {
        if (token.isEmpty()) {
            return 0;
        }
        String text = token.toStringUtf8();
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > count) {
            throw RpcException.invalid("page_token", "page_token: not a token of this list");
        }
        return Integer.parseInt(text);
    }

    static MovePackageProto.FunctionDescriptor function(FunctionInfo info) {
        MovePackageProto.FunctionDescriptor.Builder out = MovePackageProto.FunctionDescriptor.newBuilder()
                .setName(info.name())
                .setVisibility(
                        switch (info.visibility()) {
                            case PRIVATE -> MovePackageProto.FunctionDescriptor.Visibility.PRIVATE;
                            case PUBLIC -> MovePackageProto.FunctionDescriptor.Visibility.PUBLIC;
                            case FRIEND -> MovePackageProto.FunctionDescriptor.Visibility.FRIEND;
                        })
                .setIsEntry(info.isEntry());
        info.typeParameters().forEach(parameter -> out.addTypeParameters(typeParameter(parameter)));
        info.parameters().forEach(parameter -> out.addParameters(signature(parameter)));
        info.returns().forEach(result -> out.addReturns(signature(result)));
        return out.build();
    }

    private static MovePackageProto.DatatypeDescriptor datatype(MoveDatatype type) {
        MovePackageProto.DatatypeDescriptor.Builder out = MovePackageProto.DatatypeDescriptor.newBuilder()
                .setTypeName(type.key().toString())
                .setDefiningId(type.key().definingId().toString())
                .setModule(type.key().module())
                .setName(type.key().name())
                .addAllAbilities(abilities(FunctionInfos.abilities(type.abilities())))
                .setKind(
                        type.isEnum()
                                ? MovePackageProto.DatatypeDescriptor.DatatypeKind.ENUM
                                : MovePackageProto.DatatypeDescriptor.DatatypeKind.STRUCT);
        type.typeParameters()
                .forEach(parameter -> out.addTypeParameters(typeParameter(new FunctionInfo.TypeParameter(
                        FunctionInfos.abilities(parameter.constraints()), parameter.phantom()))));
        if (!type.isEnum()) {
            return out.addAllFields(fields(type, 0)).build();
        }
        for (int i = 0; i < type.variantCount(); i++) {
            out.addVariants(MovePackageProto.VariantDescriptor.newBuilder()
                    .setName(type.variantName(i))
                    .setPosition(i)
                    .addAllFields(fields(type, i)));
        }
        return out.build();
    }

    private static List<MovePackageProto.FieldDescriptor> fields(MoveDatatype type, int variant) {
        List<MovePackageProto.FieldDescriptor> out = new ArrayList<>();
        List<String> names = type.fieldNames(variant);
        for (int i = 0; i < names.size(); i++) {
            out.add(MovePackageProto.FieldDescriptor.newBuilder()
                    .setName(names.get(i))
                    .setPosition(i)
                    .setType(body(FunctionInfos.type(type.fieldTypes(variant).get(i))))
                    .build());
        }
        return out;
    }

    private static MovePackageProto.TypeParameter typeParameter(FunctionInfo.TypeParameter parameter) {
        return MovePackageProto.TypeParameter.newBuilder()
                .addAllConstraints(abilities(parameter.constraints()))
                .setIsPhantom(parameter.phantom())
                .build();
    }

    private static List<MovePackageProto.Ability> abilities(Collection<FunctionInfo.Ability> abilities) {
        return abilities.stream()
                .sorted()
                .map(ability -> switch (ability) {
                    case COPY -> MovePackageProto.Ability.COPY;
                    case DROP -> MovePackageProto.Ability.DROP;
                    case STORE -> MovePackageProto.Ability.STORE;
                    case KEY -> MovePackageProto.Ability.KEY;
                })
                .toList();
    }

    private static MovePackageProto.OpenSignature signature(FunctionInfo.Parameter parameter) {
        MovePackageProto.OpenSignature.Builder out =
                MovePackageProto.OpenSignature.newBuilder().setBody(body(parameter.type()));
        switch (parameter.passing()) {
            case VALUE -> {}
            case REFERENCE -> out.setReference(MovePackageProto.OpenSignature.Reference.IMMUTABLE);
            case MUTABLE_REFERENCE -> out.setReference(MovePackageProto.OpenSignature.Reference.MUTABLE);
        }
        return out.build();
    }

    private static OpenSignatureBody body(OpenType type) {
        OpenSignatureBody.Builder out = OpenSignatureBody.newBuilder();
        return switch (type) {
            case OpenType.Primitive primitive ->
                out.setType(primitive(primitive.type())).build();
            case OpenType.Vector vector ->
                out.setType(OpenSignatureBody.Type.VECTOR)
                        .addTypeParameterInstantiation(body(vector.element()))
                        .build();
            case OpenType.Datatype datatype ->
                out.setType(OpenSignatureBody.Type.DATATYPE)
                        .setTypeName(datatype.address() + "::" + datatype.module() + "::" + datatype.name())
                        .addAllTypeParameterInstantiation(datatype.typeArguments().stream()
                                .map(PackageMethods::body)
                                .toList())
                        .build();
            case OpenType.Parameter parameter ->
                out.setType(OpenSignatureBody.Type.TYPE_PARAMETER)
                        .setTypeParameter(parameter.index())
                        .build();
        };
    }

    private static OpenSignatureBody.Type primitive(TypeTag.Primitive type) {
        return switch (type) {
            case BOOL -> OpenSignatureBody.Type.BOOL;
            case U8 -> OpenSignatureBody.Type.U8;
            case U16 -> OpenSignatureBody.Type.U16;
            case U32 -> OpenSignatureBody.Type.U32;
            case U64 -> OpenSignatureBody.Type.U64;
            case U128 -> OpenSignatureBody.Type.U128;
            case U256 -> OpenSignatureBody.Type.U256;
            case ADDRESS, SIGNER -> OpenSignatureBody.Type.ADDRESS;
        };
    }
}
