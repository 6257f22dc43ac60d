namespace SecretsKit.Core.Text.Regexp;

/// <summary>The names that <c>\p{…}</c> takes: general categories with their long names, and scripts.</summary>
internal static partial class UnicodeClasses
{
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Lazy<List<int>[]> CategoryRanges = new(BuildCategories);

    /// <summary>
    /// The ranges of a class, or null for an unknown name. Case, spaces, hyphens and underscores of the name do not count.
    /// </summary>
    public static int[]? Find(string name)
    {
        var key = Normalize(name);
        return key switch
        {
            "any" => [0, RuneSet.MaxRune],
            "ascii" => [0, 0x7f],
            "assigned" => Union(category => category != "Cn"),
            _ => FindCategory(key) ?? FindScript(key),
        };
    }

    private static string Normalize(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '_' or '-')).Select(char.ToLowerInvariant));

    private static int[]? FindCategory(string key)
    {
        key = LongNames.GetValueOrDefault(key, key);
        return key switch
        {
            "lc" => Union(category => category is "Lu" or "Ll" or "Lt"),
            "l" or "m" or "n" or "z" or "p" or "s" or "c" => Union(category => char.ToLowerInvariant(category[0]) == key[0]),
            { Length: 2 } when Array.FindIndex(Categories, category => category.Equals(key, StringComparison.OrdinalIgnoreCase)) >= 0
                => Union(category => category.Equals(key, StringComparison.OrdinalIgnoreCase)),
            _ => null,
        };
    }

    private static int[] Union(Predicate<string> wanted)
    {
        var builder = new RuneSetBuilder();
        for (var i = 0; i < Categories.Length; i++)
        {
            if (wanted(Categories[i]))
            {
                builder.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(CategoryRanges.Value[i]));
            }
        }

        return builder.Build().Ranges.ToArray();
    }

    private static List<int>[] BuildCategories()
    {
        var ranges = new List<int>[Categories.Length];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = [];
        }

        for (var rune = 0; rune <= RuneSet.MaxRune; rune++)
        {
            var category = (int)GoUnicode.CategoryOf(rune);
            var list = ranges[category];
            if (list.Count > 0 && list[^1] == rune - 1)
            {
                list[^1] = rune;
            }
            else
            {
                list.Add(rune);
                list.Add(rune);
            }
        }

        return ranges;
    }
}
