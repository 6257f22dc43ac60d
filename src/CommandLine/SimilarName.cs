using SecretsKit.Core.Text;

namespace SecretsKit.CommandLine;

/// <summary>Finds what somebody probably meant.</summary>
public static class SimilarName
{
    /// <summary>
    /// The candidate nearest to a word, or null if none is near: one beginning with the other, or about a third of the letters different.
    /// </summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var limit = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = IsStart(word, candidate) ? 1 : EditDistance.Of(word, candidate);
            if (distance < limit)
            {
                (best, limit) = (candidate, distance);
            }
        }

        return best;
    }

    private static bool IsStart(string a, string b) =>
        Math.Min(a.Length, b.Length) >= 3 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));
}
