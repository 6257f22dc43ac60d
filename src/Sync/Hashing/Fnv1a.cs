using System.Text;

namespace SecretsKit.Sync.Hashing;

/// <summary>FNV-1a of 32 bits: spreads texts equally in all agents, whatever runtime they have. Not for secrets.</summary>
internal static class Fnv1a
{
    /// <summary>Of a text.</summary>
    public static uint Of(string text)
    {
        var hash = 2166136261;
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ one) * 16777619);
        }

        return hash;
    }
}
