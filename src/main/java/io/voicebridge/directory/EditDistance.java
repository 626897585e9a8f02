package io.voicebridge.directory;

/** How many digits have to be changed, added or left out to make one number of another. */
final class EditDistance {

    private EditDistance() {}

    /** @param limit the answer when there are as many differences or more */
    static int between(String a, String b, int limit) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int best = row[0];
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
                best = Math.min(best, row[j]);
            }
            if (best >= limit) {
                return limit;
            }
        }
        return Math.min(row[b.length()], limit);
    }
}
