package io.voicebridge.trunk;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One trunk at its provider, for one run. Every method that asks the provider blocks and throws {@link CarrierFault}. */
interface Carrier {

    /** What the trunk needs, in the order in which it is made. */
    List<Piece> pieces();

    /**
     * Looks for a piece by its id and, where that is not known or leads nowhere, by what tells it apart: neither provider
     * has idempotency keys, so an answer that was lost is found out by reading.
     */
    Optional<Found> find(Piece piece, Made made);

    /** Why a piece that is not there cannot be made; empty if it can. */
    Optional<String> obstacle(Piece piece);

    /** Makes a piece and tells its id. */
    String create(Piece piece, Made made);

    /** @param changed the fields that differ, as they are wanted */
    void update(Piece piece, String id, Map<String, Object> changed, Made made);

    /** Takes a piece back; one that is not there any more is as good as taken back. */
    void delete(String path, String id, Made made);

    /** What stands at the trunk and nobody wants, though calls go by it. */
    List<Drift> strangers(Made made);
}
