using System.Text;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Which characters are the same when case does not count: Unicode's simple case folding, as Go's <c>unicode.SimpleFold</c>.
/// </summary>
internal static class CaseFolding
{
    private const int KelvinSign = 0x212A;
    private const int LongS = 0x17F;
    private const int DottedCapitalI = 0x130;
    private const int DotlessI = 0x131;

    // The highest characters with case are Adlam's.
    private const int LastCased = 0x1E943;

    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(BuildOrbits);

    public static void AddEquivalents(int low, int high, RuneSetBuilder builder)
    {
        if (high < 0x80)
        {
            AddAscii(low, high, builder);
            return;
        }

        if (high - low < 64)
        {
            for (var rune = low; rune <= high; rune++)
            {
                AddAll(Orbits.Value.GetValueOrDefault(rune), builder);
            }

            return;
        }

        foreach (var (rune, equivalents) in Orbits.Value)
        {
            if (rune >= low && rune <= high)
            {
                AddAll(equivalents, builder);
            }
        }
    }

    private static void AddAscii(int low, int high, RuneSetBuilder builder)
    {
        for (var rune = low; rune <= high; rune++)
        {
            if (!char.IsAsciiLetter((char)rune))
            {
                continue;
            }

            builder.Add(rune ^ 0x20, rune ^ 0x20);
            var special = (rune | 0x20) switch { 'k' => KelvinSign, 's' => LongS, _ => 0 };
            if (special != 0)
            {
                builder.Add(special, special);
            }
        }
    }

    private static void AddAll(int[]? runes, RuneSetBuilder builder)
    {
        foreach (var rune in runes ?? [])
        {
            builder.Add(rune, rune);
        }
    }

    private static Dictionary<int, int[]> BuildOrbits()
    {
        var groups = new Dictionary<int, List<int>>();
        for (int value = 'A'; value <= LastCased; value++)
        {
            // The two Turkish letters fold to themselves.
            if (!Rune.IsValid(value) || value is DottedCapitalI or DotlessI)
            {
                continue;
            }

            Join(groups, value);
        }

        return groups.Values.Where(group => group.Count > 1).SelectMany(group => group.Select(rune => (rune, group)))
            .ToDictionary(pair => pair.rune, pair => pair.group.ToArray());
    }

    private static void Join(Dictionary<int, List<int>> groups, int value)
    {
        var rune = new Rune(value);
        var key = value == LongS ? 'S' : GoUnicode.ToUpper(GoUnicode.ToLower(rune)).Value;
        if (key == value && GoUnicode.ToLower(rune).Value == value)
        {
            return;
        }

        if (!groups.TryGetValue(key, out var group))
        {
            // The representative may be one that looks caseless by itself.
            groups[key] = group = [key];
        }

        if (!group.Contains(value))
        {
            group.Add(value);
        }
    }
}
