package io.voicebridge.sip.location;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The order in which the servers of a service are tried: by priority, and by lot among equals (RFC 2782, "Usage rules"). */
final class WeightedOrder {

    private final IntUnaryOperator lot;

    /** @param lot gives a number from 0 to its argument, both included */
    WeightedOrder(IntUnaryOperator lot) {
        this.lot = lot;
    }

    List<Srv> of(Collection<Srv> servers) {
        List<Srv> ordered = new ArrayList<>(servers.size());
        servers.stream()
                .collect(Collectors.groupingBy(Srv::priority, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(equals -> draw(equals, ordered));
        return ordered;
    }

    private void draw(List<Srv> equals, List<Srv> ordered) {
        List<Srv> left = new ArrayList<>(equals);
        // Those without a weight come first in the row: they are drawn when the lot is 0, and only then.
        left.sort(Comparator.comparingInt(each -> each.weight() == 0 ? 0 : 1));
        while (!left.isEmpty()) {
            int drawn = lot.applyAsInt(left.stream().mapToInt(Srv::weight).sum());
            int sum = left.get(0).weight();
            int at = 0;
            while (sum < drawn) {
                sum += left.get(++at).weight();
            }
            ordered.add(left.remove(at));
        }
    }
}
