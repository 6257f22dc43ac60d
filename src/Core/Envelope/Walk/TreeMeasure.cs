using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>Estimates how much plaintext a tree holds, which decides how its MAC is computed fastest.</summary>
internal static class TreeMeasure
{
    // What ENC[...] adds to its base64 data.
    private const int CiphertextFrame = 116;

    private const int NumberLength = 8;

    public static long PlaintextBytes(DocumentTree tree, bool isEncrypted)
    {
        var total = 0L;
        foreach (var branch in tree.Branches)
        {
            total += Measure(branch, isEncrypted);
        }

        return total;
    }

    private static long Measure(Node node, bool isEncrypted)
    {
        var total = 0L;
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    total += Measure(entry.Value, isEncrypted);
                }

                return total;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    total += Measure(item, isEncrypted);
                }

                return total;
            case StringNode text:
                return isEncrypted ? Math.Max(0, text.Value.Length - CiphertextFrame) * 3L / 4 : text.Value.Length;
            default:
                return NumberLength;
        }
    }
}
