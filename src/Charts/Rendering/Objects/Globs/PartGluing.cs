using System.Text;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>Makes one part of neighbours that say the same of each character, or whose lengths are known.</summary>
internal static class PartGluing
{
    /// <summary>The parts with the longest runs of them glued.</summary>
    public static List<GlobPart> Glue(List<GlobPart> parts)
    {
        while (true)
        {
            (GlobPart Part, int Start, int Count)? best = null;
            for (var start = 0; start < parts.Count; start++)
            {
                for (var end = parts.Count; end > start + 1; end--)
                {
                    if (TryGlue(parts[start..end]) is { } glued && IsBetter(glued, end - start, best))
                    {
                        best = (glued, start, end - start);
                    }
                }
            }

            if (best is not { } found)
            {
                return parts;
            }

            parts = [.. parts[..found.Start], found.Part, .. parts[(found.Start + found.Count)..]];
        }
    }

    /// <summary>All parts in one, or null.</summary>
    public static GlobPart? TryGlue(List<GlobPart> parts) =>
        parts.Count < 2 ? null
        : TryGlueRuns(parts) ?? (parts.TrueForAll(static part => part.Length != GlobPart.AnyLength) ? new FixedPart(parts) : null);

    private static bool IsBetter(GlobPart glued, int count, (GlobPart Part, int Start, int Count)? best) =>
        best is not { } before
        || count > before.Count
        || (before.Part.Length > GlobPart.AnyLength && glued.Length > before.Part.Length);

    // Characters and runs of them that all exclude the same ones. What is excluded is then looked for as one text.
    private static GlobPart? TryGlueRuns(List<GlobPart> parts)
    {
        var excluded = Excluded(parts[0]);
        if (excluded is null || parts.Exists(part => Excluded(part) != excluded))
        {
            return null;
        }

        var characters = parts.Count(static part => part is not StarPart);
        if (characters == 0)
        {
            return new StarPart(takesSlashes: excluded.Length == 0);
        }

        List<GlobPart> conditions = [new AtLeastPart(characters)];
        if (characters == parts.Count)
        {
            conditions.Add(new AtMostPart(characters));
        }

        conditions.Add(new HoldingPart(Encoding.UTF8.GetBytes(excluded), isNegated: true));
        return new AllPart(conditions);
    }

    private static string? Excluded(GlobPart part) => part switch
    {
        StarPart { TakesSlashes: true } => "",
        StarPart or OnePart => "/",
        SetPart set => set.Unwanted,
        _ => null,
    };
}
