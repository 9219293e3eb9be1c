package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.LedgerEpoch;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.TransactionData;
import dev.floe.sui.rpc.EpochProto;

/// What the embedded ledger reports as protocol settings and system state. Settings that Sui has and the ledger
/// does not know are left out.
final class ProtocolSettings {

    private static final long PROTOCOL_VERSION = 1;

    private ProtocolSettings() {}

    static EpochProto.ProtocolConfig message() {
        return EpochProto.ProtocolConfig.newBuilder()
                .setProtocolVersion(PROTOCOL_VERSION)
                .putAttributes("max_tx_size_bytes", Integer.toString(TransactionData.MAX_BYTES))
                .putAttributes("max_move_object_size", Integer.toString(MoveObject.MAX_CONTENTS))
                .putAttributes("max_tx_gas", Long.toString(Resolver.MAX_BUDGET))
                .putAttributes("max_gas_payment_objects", Integer.toString(GasSelection.MAX_COINS))
                .putAttributes("base_tx_cost_fixed", "1000")
                .putFeatureFlags("enable_address_balances", false)
                .build();
    }

    static EpochProto.SystemState systemState(LedgerEpoch epoch, long gasPrice) {
        return EpochProto.SystemState.newBuilder()
                .setVersion(2)
                .setEpoch(epoch.number())
                .setProtocolVersion(PROTOCOL_VERSION)
                .setReferenceGasPrice(gasPrice)
                .setEpochStartTimestampMs(epoch.startMillis())
                .setSafeMode(false)
                .setSafeModeStorageRewards(0)
                .setSafeModeComputationRewards(0)
                .setSafeModeStorageRebates(0)
                .setSafeModeNonRefundableStorageFee(0)
                .setStorageFund(EpochProto.StorageFund.newBuilder()
                        .setTotalObjectStorageRebates(0)
                        .setNonRefundableBalance(0))
                .setParameters(EpochProto.SystemParameters.newBuilder().setMinValidatorCount(1))
                .setStakeSubsidy(EpochProto.StakeSubsidy.newBuilder()
                        .setBalance(0)
                        .setDistributionCounter(epoch.number())
                        .setCurrentDistributionAmount(0))
                .build();
    }
}
